"""Text of the diagrams (SmartArt) in Word documents and slides, which lies in files of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_DATA = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}dm"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SHOWN_AGAIN = "pres"  # points that only place the text of others


def diagram_lines(block: Any, part: Any) -> Iterator[str]:
    """Yield the paragraphs of the diagrams below an element of a document part, in order."""
    for shown in block.iter(f"{_DIAGRAM}relIds"):
        relation = part.rels.get(shown.get(_DATA) or "")
        if relation is None or relation.is_external:
            continue
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        for point in etree.fromstring(relation.target_part.blob, parser).iter(f"{_DIAGRAM}pt"):
            if point.get("type") != _SHOWN_AGAIN:
                for paragraph in point.iter(f"{_A}p"):
                    text = "".join(piece.text or "" for piece in paragraph.iter(f"{_A}t"))
                    if text.strip():
                        yield text
