"""Pictures of a page or chapter: their writing is put where they stand, unread ones are told."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from lxml import html

from ingest.layout.embedded import Pictures

_DATA = re.compile(r"data:image/[\w.+-]+(?P<coded>;base64)?,(?P<data>.*)", re.I | re.S)
_SIDE = re.compile(r"(?:^|[;\s])(?:width|height)\s*[:=]\s*(\d+)", re.I)
_SMALL = 60  # pixels of a side; what is smaller is an icon
_HREF = "{http://www.w3.org/1999/xlink}href"


def put_writing(
    content: html.HtmlElement, pictures: Pictures, find: Callable[[str], bytes | None]
) -> None:
    """Put the writing on the pictures of ``content`` after them, as paragraphs.

    ``find`` returns the picture at an address, None where it does not lie in the file.
    """
    for element in list(content.iter("img", "image")):
        address = element.get("src") or element.get(_HREF) or element.get("xlink:href") or ""
        address = address.strip()
        if not address or _is_icon(element):
            continue
        data = _inline(address) if address[:5].lower() == "data:" else find(address)
        if data is None:
            if _is_in_text(element):
                pictures.miss(address)
            continue
        for line in reversed(pictures.writing(data)):
            paragraph = html.Element("p")
            paragraph.text = line
            element.addnext(paragraph)


def _inline(address: str) -> bytes | None:
    """Return a picture that is written into its address."""
    found = _DATA.match(address)
    if found is None:
        return None
    data = unquote_to_bytes(found["data"])
    try:
        return base64.b64decode(data) if found["coded"] else data
    except binascii.Error:
        return None


def _is_icon(element: html.HtmlElement) -> bool:
    sides = [element.get(name) or "" for name in ("width", "height")]
    given = [int(side.removesuffix("px")) for side in sides if side.removesuffix("px").isdecimal()]
    given += [int(side) for side in _SIDE.findall(element.get("style") or "")]
    return bool(given) and min(given) < _SMALL


def _is_in_text(element: html.HtmlElement) -> bool:
    """Tell a picture of the text from banners and logos that stand in boxes of their own."""
    around = next(element.iterancestors("p", "figure", "center", "blockquote", "div", "td"), None)
    return around is not None and (
        around.tag in ("p", "figure", "center", "blockquote") or len(around.findall("p")) > 1
    )
