"""A library in several processes at once: a chat that stays open, commands that come and go."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from index.ledger import Ledger
from index.library import Library
from tests.library_material import DIMENSION, ENCODER

pytestmark = pytest.mark.integration

_READ_USERS = """
import sys
from pathlib import Path
from index.ledger import Ledger
from index.library import Library
with Library.open(Path(sys.argv[1])) as library, Ledger(library.ledger()) as ledger:
    print(*(entry.user for entry in ledger.audit.entries(10)))
"""


def users_seen_by_another_process(folder: Path) -> list[str]:
    command = [sys.executable, "-c", _READ_USERS, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.split()


def test_opening_a_library_twice_keeps_its_log_safe_from_other_processes(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    with Library.open(
        folder, encoder_fingerprint=ENCODER, dimension=DIMENSION, create=True
    ) as reading:
        Library.open(folder).close()
        assert users_seen_by_another_process(folder) == []
        assert (folder / "library.sqlite-wal").exists()
        with Ledger(reading.ledger()) as ledger:
            ledger.audit.note("first", "upload", "a.txt")
            Library.open(folder).close()
            assert users_seen_by_another_process(folder) == ["first"]
            ledger.audit.note("second", "upload", "b.txt")
            assert users_seen_by_another_process(folder) == ["second", "first"]
