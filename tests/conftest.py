"""What holds for all tests, and an empty library with its ledger for those that fill them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from index.ledger import Ledger
from index.library import Library
from tests.library_material import DIMENSION, ENCODER

# A busy machine is slow: no example fails for its time. Speed is compared in benchmarks/.
# The same examples everywhere: a change never fails on what another machine drew.
settings.register_profile(
    "house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")


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
