"""A model's sentence as plain text: no links, no images, no markup, no hidden characters."""

from __future__ import annotations

import re
import unicodedata

from rag.language.orders import HIDDEN

_ACTIVE = re.compile(
    r"!\[|\]\s*\(|\]\s*\[[^\]\d]|^\s*\[[^\]]+\]:|<[^>]*>|</|<!|&(?:#\w+|[a-z]{2,8});|[a-z][a-z0-9+.-]*://"
    r"|\bwww\.|javascript:|data:\w+/|\bmailto:|%[0-9a-f]{2}|\b[a-z0-9-]+\.(?:[a-z0-9-]+\.)*"
    r"(?:com|cn|net|org|gov|edu|io|co|info|top|xyz|cc|me|ru|site|online|app|dev|example|test|link)(?![a-z])"
    r"|\b\d{1,3}(?:\.\d{1,3}){3}\b|\b[a-z0-9.-]+/[a-z0-9._-]+\?",
    re.IGNORECASE | re.MULTILINE,
)
_DECORATION = re.compile(r"\*+|(?<![A-Za-z0-9])_+|_+(?![A-Za-z0-9])|`+|~~+|^\s*(?:[>#]+\s*)+")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ue000-\uf8ff]")
_OPENING = str.maketrans({"<": "＜", ">": "＞", "[": "［", "]": "］", "|": "｜"})


def plain(text: str) -> str:
    """Return a sentence (markers taken out) as text that no Markdown or HTML acts on."""
    flat = " ".join(_CONTROL.sub("", HIDDEN.sub("", text)).split())
    return _DECORATION.sub("", flat).translate(_OPENING).strip()


def acts(text: str) -> bool:
    """Whether a text holds a link, an address, an image or markup, in whatever width."""
    shown = unicodedata.normalize("NFKC", _CONTROL.sub("", HIDDEN.sub("", text)))
    return bool(_ACTIVE.search(shown) or _ACTIVE.search(re.sub(r"\s+|[*`\\]", "", shown)))
