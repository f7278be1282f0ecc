"""Text of WordprocessingML elements: runs, breaks, text boxes, footnotes, hidden runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_IMAGE_DATA = "{urn:schemas-microsoft-com:vml}imagedata"
_SKIPPED = frozenset({f"{_W}del", f"{_W}txbxContent", f"{_W}moveFrom", f"{_W}instrText", _FALLBACK})
_GALLERY = f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery"
_TINY_HALF_POINTS = 2
_SHORTEST_HEADER = 4


def unwrap(body: Any) -> None:
    """Put what content controls and tags of XML hold in their place; drop Word's own contents."""
    for wrapper in list(body.iter(f"{_W}sdt", f"{_W}customXml")):
        content = wrapper.find(f"{_W}sdtContent") if wrapper.tag == f"{_W}sdt" else wrapper
        gallery = wrapper.find(_GALLERY)
        listed = gallery is not None and gallery.get(f"{_W}val") == "Table of Contents"
        for child in [] if listed or content is None else list(content):
            wrapper.addprevious(child)
        wrapper.getparent().remove(wrapper)


def paragraph_lines(paragraph: Any) -> list[str]:
    """Return the lines of a ``w:p``: deleted, hidden and boxed text left out, breaks kept."""
    parts: list[str] = []
    _collect(paragraph, parts)
    return "".join(parts).split("\n")


def _collect(element: Any, parts: list[str]) -> None:
    for child in element:
        if child.tag in _SKIPPED or (child.tag == f"{_W}r" and _is_hidden(child)):
            continue
        if child.tag in (f"{_W}t", f"{_MATH}t"):
            parts.append(child.text or "")
        elif child.tag == f"{_W}tab" and element.tag == f"{_W}r":
            parts.append("\t")
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
        elif child.tag == f"{_W}noBreakHyphen":
            parts.append("-")
        else:
            _collect(child, parts)


def _is_hidden(run: Any) -> bool:
    """Tell whether a run is marked as hidden or set in letters of one point or less."""
    properties = run.find(f"{_W}rPr")
    if properties is None:
        return False
    vanish = properties.find(f"{_W}vanish")
    if vanish is not None and vanish.get(f"{_W}val") not in ("0", "false"):
        return True
    colour = properties.find(f"{_W}color")
    if colour is not None and colour.get(f"{_W}val", "").upper() == "FFFFFF":
        return not _on_ground(run)
    size = properties.find(f"{_W}sz")
    value = size.get(f"{_W}val", "") if size is not None else ""
    return value.isdigit() and int(value) <= _TINY_HALF_POINTS


def _on_ground(run: Any) -> bool:
    """Tell whether white letters may stand on a coloured ground: in a table, box or shading."""
    for around in (run, *run.iterancestors()):
        if around.tag in (f"{_W}tbl", f"{_W}txbxContent"):
            return True
        properties = around.find(f"{_W}rPr") if around is run else around.find(f"{_W}pPr")
        if properties is not None and any(
            properties.find(f"{_W}{name}") is not None for name in ("shd", "highlight")
        ):
            return True
    return False


def hidden_runs(body: Any) -> int:
    """Return how many characters stand in hidden runs below ``body``."""
    return sum(
        len(text.text or "")
        for run in body.iter(f"{_W}r")
        if _is_hidden(run)
        for text in run.iter(f"{_W}t")
    )


def left_out(word: Any) -> list[str]:
    """Tell, in Chinese, what of a document is not part of its text: hidden, deleted, remarked."""
    told = []
    if hidden := hidden_runs(word.element.body):
        told.append(f"隐藏文字{hidden}字未收入")
    if deleted := sum(
        any(text.text for text in mark.iter(f"{_W}delText"))
        for mark in word.element.body.iter(f"{_W}del")
    ):
        told.append(f"有修订痕迹：删除的{deleted}处未收入，按修订后的文字读取")
    remarks = sum(
        sum(1 for _ in relation.target_part.element.iter(f"{_W}comment"))
        for relation in word.part.rels.values()
        if not relation.is_external and relation.reltype.endswith("/comments")
    )
    if formulas := sum(1 for _ in word.element.body.iter(f"{_MATH}oMath")):
        told.append(f"公式{formulas}处只依次收入字符，请核对原件")
    if remarks:
        told.append(f"批注{remarks}条未收入")
    return told


def text_boxes(paragraph: Any) -> Iterator[str]:
    """Yield the lines of text boxes anchored in a ``w:p``; their fallback twins are skipped."""
    for box in paragraph.iter(f"{_W}txbxContent"):
        if any(parent.tag == _FALLBACK for parent in box.iterancestors()):
            continue
        for inner in box.iter(f"{_W}p"):
            yield from (line for line in paragraph_lines(inner) if line.strip())


def picture_blobs(block: Any, part: Any) -> Iterator[bytes]:
    """Yield the pictures in a paragraph or table of a document part, in order."""
    for element in block.iter(_BLIP, _IMAGE_DATA):
        if any(parent.tag == _FALLBACK for parent in element.iterancestors()):
            continue
        relation = part.rels.get(element.get(f"{_R}embed") or element.get(f"{_R}id") or "")
        if relation is not None and not relation.is_external:
            yield relation.target_part.blob


def header_lines(part: Any) -> Iterator[str]:
    """Yield what the page headers of a document part say, each once, folios left out."""
    seen: set[str] = set()
    for relation in part.rels.values():
        if relation.is_external or not relation.reltype.endswith("/header"):
            continue
        for paragraph in relation.target_part.element.iter(f"{_W}p"):
            text = " ".join(" ".join(paragraph_lines(paragraph)).split())
            if len(text) >= _SHORTEST_HEADER and not text.isascii() and text not in seen:
                seen.add(text)
                yield text


def footnote_lines(part: Any) -> Iterator[str]:
    """Yield the footnotes of a document part, each as one line with its mark."""
    for relation in part.rels.values():
        if relation.is_external or not relation.reltype.endswith(("/footnotes", "/endnotes")):
            continue
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        try:
            root = etree.fromstring(relation.target_part.blob, parser)
        except etree.XMLSyntaxError:
            continue
        for note in root:
            text = " ".join(
                " ".join(paragraph_lines(inner)).strip() for inner in note.iter(f"{_W}p")
            ).strip()
            if text and note.get(f"{_W}type") in (None, "normal"):
                yield f"［注{note.get(f'{_W}id', '')}］{text}"
