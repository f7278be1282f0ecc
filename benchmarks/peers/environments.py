"""One virtual environment for each peer, made once below a cache folder."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
OURS = "ours"


def python_of(peer: str, cache: Path) -> Path:
    """Return the interpreter of a peer, installing its environment unless that is done.

    Raises RuntimeError with the last line that pip printed if it does not install.
    """
    if peer == OURS:
        return Path(sys.executable)
    folder, wanted = cache / peer, HERE / f"{peer}.txt"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp, state = folder / "installed", hashlib.sha256(wanted.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == state:
        return python
    if not python.exists():
        venv.create(folder, with_pip=True)
    command = [str(python), "-m", "pip", "install", "--quiet", "--requirement", str(wanted)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"does not install: {last_line(done.stderr)}")
    stamp.write_text(state)
    return python


def encoder_folder(cache: Path) -> Path:
    """Return the folder of the embedded encoder in float32, writing it the first time."""
    folder = cache / "encoder"
    if not (folder / "modules.json").exists():
        command = [sys.executable, "-m", "training.make_encoder", "--float-dir", str(folder)]
        subprocess.run(command, cwd=ROOT, check=True)
    return folder


def measure(peer: str, python: Path, job: Path, out: Path, limit_s: float) -> None:
    """Run one peer in its environment; raise RuntimeError with the reason if it fails."""
    offline = {
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "HAYSTACK_TELEMETRY_ENABLED": "0",
    }
    command = [str(python), str(HERE / "measuring.py"), peer, str(job), str(out)]
    if peer == OURS:
        offline["PYTHONPATH"] = str(ROOT)
    try:
        done = subprocess.run(
            command,
            env={**os.environ, **offline},
            capture_output=True,
            text=True,
            timeout=limit_s,
            check=False,
        )
    except subprocess.TimeoutExpired as exc:
        raise RuntimeError(f"not finished after {limit_s:.0f} s") from exc
    if done.returncode:
        raise RuntimeError(f"does not run: {last_line(done.stderr)}")


def last_line(text: str) -> str:
    """Return the last line that says something, shortened."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:200] if lines else "no reason given"
