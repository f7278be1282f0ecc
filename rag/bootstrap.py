"""Set the project up in ``.venv`` and run it: ``python3 -m rag.bootstrap chat`` or ``test``.

Standard library only: this is what runs before anything is installed. Running it again does
only what has changed since.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
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
    # Every start would compile anew all that it imports: seconds each.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    JOBS[job]()


def chat() -> None:
    """Install the program, ingest ``data/sample`` into a new library, open the chat."""
    install("")
    command = str(BIN / "scenario-qa")
    library = Path(os.environ.get("SCENARIO_QA_LIBRARY", ROOT / "library"))
    if not (library / "library.sqlite").exists():
        run(command, "ingest", str(ROOT / "data" / "sample"), "--library", str(library))
    run(command, "ui", "--library", str(library))


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
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + LOCK.read_bytes()).hexdigest()
    stamp = VENV / f"installed-{extra or 'chat'}"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    if not (BIN / ("python.exe" if os.name == "nt" else "python")).exists():
        print("Creating .venv …", flush=True)  # noqa: T201 (nothing else is installed yet)
        try:
            venv.create(VENV, with_pip=True)
        except subprocess.CalledProcessError:
            shutil.rmtree(VENV, ignore_errors=True)
            sys.exit("Python has no venv with pip here; on Debian: apt install python3-venv")
    print("Installing dependencies (some minutes the first time) …", flush=True)  # noqa: T201
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    # Python compiles what it imports, and most of what is installed is never imported.
    options = ("--quiet", "--disable-pip-version-check", "--no-compile")
    pip = (str(BIN / "python"), "-m", "pip", "install", *options)
    if subprocess.call((*pip, "--constraint", str(LOCK), "--editable", target), cwd=ROOT):  # noqa: S603 (a fixed command of ours)
        sys.exit(
            "The dependencies could not be installed; pip says above why. Without internet, "
            "install them from another computer: see 'Start' in README.md"
        )
    stamp.write_text(wanted)


def run(*command: str) -> None:
    """Run a command in the project's folder; leave with its exit code if it fails."""
    if code := _call(*command):
        sys.exit(code)


def _call(*command: str) -> int:
    """Run a command in the project's folder; return its exit code, 0 where Ctrl-C ended it."""
    try:
        return subprocess.call(command, cwd=ROOT)  # noqa: S603 (fixed commands of ours)
    except KeyboardInterrupt:
        return 0


JOBS = {"chat": chat, "test": test}

if __name__ == "__main__":
    main()
