"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

# How long one example takes is the machine's affair as well: speed is measured in benchmarks/.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
