"""What documents are called: keys under which one document finds another by name or number."""

from __future__ import annotations

import re
import unicodedata

from rag.types import Document

_NOT_WORDS = re.compile(r"[\W_]+")
_VERSION = re.compile(
    r"[（(【\[](?:征求意见稿|送审稿|草案|试行|暂行|全文|修订版?|\d{4}年修订)[）)】\]]$"
)
_INSIDE = re.compile(
    r"(?:印发|发布|公布|转发|批转)[^《]{0,30}《(?P<title>[^》]{4,80})》(?:的通知|的公告)?$"
)
_ISSUED = re.compile(r"(?:印发|发布|公布)(?P<title>[^《》]{6,80})的(?:通知|公告)$")
_SHORTEST = 6


def name_key(name: str) -> str:
    """Return a title or number without white space, punctuation and forms of width.

    国办发〔2025〕37号 and 国办发[2025] 37 号 have one key, 中华人民共和国预算法 and 预算法 too.
    Other titles of fewer than six characters say too little and have none ("").
    """
    plain = _NOT_WORDS.sub("", unicodedata.normalize("NFKC", name)).lower()
    plain = plain.removeprefix("中华人民共和国")
    telling = len(plain) >= _SHORTEST or (len(plain) > 2 and plain.endswith(("法", "条例")))
    return plain if telling else ""


def document_keys(document: Document) -> list[str]:
    """Return all keys that a document answers to.

    They are its number, its title, its title without （试行） and the like, the title of what
    it prints (关于印发《…》的通知) and, where the title names no issuer, issuer and title joined.
    """
    title, about = document.title, document.metadata
    names = [about.number, title, _VERSION.sub("", title)]
    if found := _INSIDE.search(title) or _ISSUED.search(title):
        names.append(found["title"])
    if title.startswith("关于") and about.issuer and "、" not in about.issuer:
        names.append(about.issuer + title)
    return list(dict.fromkeys(key for name in names if (key := name_key(name))))
