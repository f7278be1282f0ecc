"""Set the project up in ``.venv`` and run it: ``python3 -m rag.bootstrap chat`` or ``test``.

Standard library only: this is what runs before anything is installed. Running it again does
only what has changed since.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import venv
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
LOCK = ROOT / "requirements.lock"
DEBIAN_PACKAGES = ("chromium", "fonts-noto-cjk")


def main() -> None:
    """Run one of the two jobs; exit 2 on anything else."""
    job = sys.argv[1] if len(sys.argv) == 2 else ""
    if job not in JOBS:
        print("usage: python3 -m rag.bootstrap chat | test", file=sys.stderr)  # noqa: T201
        sys.exit(2)
    if sys.version_info < (3, 11):  # noqa: UP036 (this runs before pip could refuse)
        sys.exit(f"Python {sys.version.split()[0]} found, 3.11 or newer needed: install it first")
    if (sys.platform, platform.machine()) == ("darwin", "x86_64"):
        sys.exit(
            "Python for Intel Macs found: onnxruntime and faiss-cpu are no longer built for it. "
            "Use a Mac with Apple silicon and its own Python, or another computer"
        )
    # Every start would compile anew all that it imports: seconds each.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    JOBS[job]()


def chat() -> None:
    """Install the program, ingest ``data/sample`` into a new library, open the chat."""
    install("")
    command = str(BIN / "scenario-qa")
    library = _library()
    unread = library / "samples-unread"  # there from the first try until all of them are read
    if unread.exists() or not (library / "library.sqlite").exists():
        library.mkdir(parents=True, exist_ok=True)
        unread.touch()
        run(command, "ingest", str(ROOT / "data" / "sample"))
        unread.unlink()
    run(command, "ui")


def _library() -> Path:
    """Return the library of the settings; what is wrong with them, the program tells."""
    import tomllib  # not at the top: an old Python shall come to its message

    chosen = {}
    with suppress(OSError, ValueError):
        chosen = tomllib.loads((ROOT / "scenario-qa.toml").read_text(encoding="utf-8-sig"))
    return ROOT / (os.environ.get("SCENARIO_QA_LIBRARY") or str(chosen.get("library") or "library"))


def test() -> None:
    """Install the program with its test tools, then lint, type-check and test it."""
    install("test")
    if not shutil.which("chromium") and hasattr(os, "geteuid") and os.geteuid() == 0:
        run("apt-get", "update", "-qq")
        run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *DEBIAN_PACKAGES)
    python = str(BIN / "python")
    run(python, "-m", "ruff", "check", ".")
    run(python, "-m", "ruff", "format", "--check", ".")
    # Half of the tests wait for a browser or a process: types are checked meanwhile.
    types = subprocess.Popen((python, "-m", "mypy"), cwd=ROOT)  # noqa: S603 (a fixed command of ours)
    # Files in the order of their folders: the slow ones of the browser come first, and the many
    # quick ones at the end leave no process without work.
    spread = ("-n", "auto", "--maxprocesses=4", "--dist=loadfile", "--no-loadscope-reorder")
    # On a busy machine a browser may hang for a minute as it loads a page anew: once more then.
    again = ("--reruns=1", "--only-rerun=TimeoutError: (Page|Locator)")
    code = _call(python, "-m", "pytest", "-q", *spread, *again, "--durations=10")
    if types.wait():
        print("mypy found errors: see its lines above", file=sys.stderr)  # noqa: T201
    sys.exit(code or types.returncode)


def install(extra: str) -> None:
    """Create ``.venv`` and install the locked dependencies, unless that is already done."""
    # What is installed holds the paths of this folder and of the Python that made it.
    place = _digest(f"{ROOT}\n{sys.base_prefix}\n{sys.version_info[:2]}".encode())
    wanted = place + _digest((ROOT / "pyproject.toml").read_bytes() + LOCK.read_bytes())
    stamp = VENV / f"installed-{extra or 'chat'}"
    stamps = {path: path.read_text() for path in VENV.glob("installed-*")}
    if stamps.get(stamp) == wanted:
        return
    if not any(written.startswith(place) for written in stamps.values()):
        print("Creating .venv …", flush=True)  # noqa: T201 (nothing else is installed yet)
        try:
            venv.create(VENV, clear=True, with_pip=True)
        except subprocess.CalledProcessError:
            shutil.rmtree(VENV, ignore_errors=True)
            sys.exit("Python has no venv with pip here; on Debian: apt install python3-venv")
    print("Installing dependencies (some minutes the first time) …", flush=True)  # noqa: T201
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    # Python compiles what it imports, and most of what is installed is never imported.
    options = ("--quiet", "--disable-pip-version-check", "--no-compile")
    pip = (str(BIN / "python"), "-m", "pip", "install", *options)
    if _call(*pip, "--constraint", str(LOCK), "--editable", target):
        sys.exit(
            "The dependencies could not be installed; pip says above why. Without internet, "
            "install them from another computer: see 'Start' in README.md"
        )
    stamp.write_text(wanted)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def run(*command: str) -> None:
    """Run a command in the project's folder; leave with its exit code if it fails."""
    if code := _call(*command):
        sys.exit(code)


def _call(*command: str) -> int:
    """Run a command in the project's folder; return its exit code, also where Ctrl-C ended it."""
    with subprocess.Popen(command, cwd=ROOT) as running:  # noqa: S603 (fixed commands of ours)
        while True:
            with suppress(KeyboardInterrupt):  # the command got it too, and says how it ends
                return running.wait()


JOBS = {"chat": chat, "test": test}

if __name__ == "__main__":
    main()
