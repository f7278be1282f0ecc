"""Writes small binary Word documents, as Word 97 laid them out, for tests of the reader."""

from __future__ import annotations

import struct

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def word_document(
    pieces: list[tuple[str, bool]],
    footnotes: str = "",
    *,
    boxes: str = "",
    deleted: str = "",
    encrypted: bool = False,
) -> bytes:
    """Return a .doc whose text is ``pieces`` of (text, one byte a character), notes and boxes.

    ``deleted`` are words, two bytes a character, that a tracked change has struck out.
    """
    texts = [*pieces, *((text, False) for text in (footnotes, boxes) if text)]
    head = bytearray(2048)
    struct.pack_into("<2H", head, 0, 0xA5EC, 0x00C1)
    struct.pack_into("<H", head, 0x0A, 0x0200 | (0x0100 if encrypted else 0))
    struct.pack_into("<2I", head, 0x4C, sum(len(text) for text, _ in pieces), len(footnotes))
    struct.pack_into("<I", head, 0x64, len(boxes))
    ends, places, body = [0], [], b""
    for text, narrow in texts:
        at = len(head) + len(body)
        places.append(struct.pack("<HIH", 0, (at * 2 | 1 << 30) if narrow else at, 0))
        body += text.encode("cp1252" if narrow else "utf-16-le")
        body += bytes(len(body) % 2)
        ends.append(ends[-1] + len(text))
    plc = struct.pack(f"<{len(ends)}I", *ends) + b"".join(places)
    clx = b"\x01" + struct.pack("<H", 4) + bytes(4) + b"\x02" + struct.pack("<I", len(plc)) + plc
    struct.pack_into("<2I", head, 0x01A2, 64, len(clx))
    struct.pack_into("<2I", head, 0xFA, 0, 12)
    body += bytes(-len(body) % _SECTOR)
    properties = struct.pack("<3I", 0, 0, (len(head) + len(body)) // _SECTOR).ljust(64, b"\0")
    page = _struck(len(head) + body.find(deleted.encode("utf-16-le")), 2 * len(deleted))
    return compound({"WordDocument": bytes(head) + body + page, "1Table": properties + clx})


def _struck(at: int, length: int) -> bytes:
    """Return a page of properties of characters that marks one stretch as deleted."""
    page = bytearray(_SECTOR)
    struct.pack_into("<2I", page, 0, at, at + length)
    page[8] = 8  # in words: where the properties of the one stretch are
    page[16:20] = b"\x03\x00\x08\x01"
    page[-1] = 1
    return bytes(page)


def compound(streams: dict[str, bytes]) -> bytes:
    """Return an OLE compound file; every stream is padded past the mini stream's limit."""
    padded = {name: data.ljust(4096, b"\0") for name, data in streams.items()}
    sectors, chains, starts = b"", [], {}
    for name, data in padded.items():
        count = -(-len(data) // _SECTOR)
        starts[name] = len(chains)
        chains += [len(chains) + step + 1 for step in range(count - 1)] + [_END]
        sectors += data.ljust(count * _SECTOR, b"\0")
    directory = len(chains)
    entries = [_entry("Root Entry", 5, child=1)]
    names = list(padded)
    for index, name in enumerate(names):
        right = index + 2 if index + 1 < len(names) else _FREE
        entries.append(_entry(name, 2, right=right, start=starts[name], size=len(padded[name])))
    block = b"".join(entries).ljust(_SECTOR, b"\0")
    assert len(block) == _SECTOR, "three streams at most"
    chains += [_END, _FAT]
    fat = struct.pack(f"<{len(chains)}I", *chains).ljust(_SECTOR, b"\xff")
    assert len(fat) == _SECTOR, "one table of sectors only"
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, directory, 0, 4096, _END, 0, _END, 0,
    ) + struct.pack("<I", directory + 1)  # fmt: skip
    return header.ljust(_SECTOR, b"\xff") + sectors + block + fat


def _entry(
    name: str, kind: int, *, child: int = _FREE, right: int = _FREE, start: int = 0, size: int = 0
) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16xI16xIQ", raw, len(raw), kind, 1, _FREE, right, child, 0, start, size
    )
