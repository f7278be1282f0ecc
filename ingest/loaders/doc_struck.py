"""Struck-out text of old Word documents: what tracked changes deleted, by place in the file."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import pairwise

_PROPERTIES_AT = 0x00FA  # where the table of pages with properties of characters is told
_PAGE = 512
_DELETED = 0x0800  # sprmCFRMarkDel, [MS-DOC] 2.6.1
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)  # bytes of a property's value by its top bits; 0: it says


def struck(head: bytes, table: bytes) -> list[tuple[int, int]]:
    """Return the stretches [start, end) of the main stream that hold deleted text."""
    start, length = struct.unpack_from("<2I", head, _PROPERTIES_AT)
    count = max(0, length - 4) // 8
    pages = struct.unpack_from(f"<{count}I", table, start + 4 * (count + 1)) if count else ()
    return [found for page in pages for found in _on_page(head[page * _PAGE :][:_PAGE])]


def _on_page(page: bytes) -> Iterator[tuple[int, int]]:
    runs = page[_PAGE - 1]
    ends = struct.unpack_from(f"<{runs + 1}I", page)
    for index, (start, end) in enumerate(pairwise(ends)):
        at = 2 * page[4 * (runs + 1) + index]
        if at and _says_deleted(page[at + 1 : at + 1 + page[at]]):
            yield start, end


def _says_deleted(properties: bytes) -> bool:
    at = 0
    while at + 2 < len(properties):
        (name,) = struct.unpack_from("<H", properties, at)
        if name == _DELETED:
            return properties[at + 2] != 0
        at += 2 + (_SIZES[name >> 13] or 1 + properties[at + 2])
    return False
