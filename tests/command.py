"""The command line as a user meets it, run in the process of the test: a start costs seconds."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest

from rag.cli.__main__ import main

ROOT = Path(__file__).resolve().parent.parent


class Done(NamedTuple):
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


def scenario_qa(*arguments: str, cwd: Path, **environment: str) -> Done:
    """Run the command in a folder of its own, where nothing but ``environment`` holds settings."""
    out, err = _piped(), _piped()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.chdir(cwd)
        patch.setattr(sys, "argv", ["scenario-qa", *arguments])
        for name in [name for name in os.environ if name.startswith("SCENARIO_QA_")]:
            patch.delenv(name)
        for name, value in environment.items():
            patch.setenv(name, value)
        with pytest.raises(SystemExit) as left:
            main()
    return Done(int(left.value.code or 0), _written(out), _written(err))


def started(*arguments: str, cwd: Path, **environment: str) -> subprocess.Popen[str]:
    """Start the command as a process of its own group, in the same surroundings."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("SCENARIO_QA_")}
    return subprocess.Popen(
        [sys.executable, "-m", "rag.cli", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        cwd=cwd,
        env={**clean, "PYTHONPATH": str(ROOT), **environment},
        start_new_session=True,
        # A test run in the background ignores interrupts, and what it starts would too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def _piped() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8")


def _written(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()
