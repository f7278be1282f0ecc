"""The edition of the rules: a digest of the modules in which they are written."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_WRITTEN_IN = ("kinds.py", "parts.py", "question.py", "language/*.py", "reading/*.py")


@cache
def edition(package: Path = _PACKAGE) -> str:
    """Return 8 hexadecimal digits that change with any rule by which questions are read."""
    digest = hashlib.sha256()
    for pattern in _WRITTEN_IN:
        for path in sorted(package.glob(pattern)):
            digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:8]
