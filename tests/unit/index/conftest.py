"""An empty library, and its ledger, for tests that fill them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.ledger import Ledger
from index.library import Library
from tests.library_material import DIMENSION, ENCODER


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Give an open library that is new."""
    folder = tmp_path / "library"
    with Library.open(
        folder, encoder_fingerprint=ENCODER, dimension=DIMENSION, create=True
    ) as opened:
        yield opened


@pytest.fixture
def ledger(library: Library) -> Iterator[Ledger]:
    """Give what people write into the library besides documents."""
    with Ledger(library.ledger()) as opened:
        yield opened
