"""HTML: the main content of a page, as lines, without what surrounds it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from lxml import etree, html

from ingest.layout.embedded import Pictures
from ingest.loaders.assembly import assemble, digest, read_bytes
from ingest.loaders.html_content import main_content
from ingest.loaders.html_lines import content_lines
from ingest.loaders.html_pictures import put_writing
from ingest.outline.numbering import numbered_style
from ingest.text.decoding import decode
from rag.errors import IngestError
from rag.types import Document, Metadata

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.I)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# Neither the dash of a span (2021—2023年), one in brackets, nor a double one before a subtitle.
_SITE_SUFFIX = re.compile(
    r"\s*(?:[_|｜]|\s-\s|(?<![\d–—])[–—](?!—)|(?<!\d)-{1,2})\s*(?![\s\d])[^_|｜–—）)》-]{2,20}$"
)
_ARTICLE_META = "articletitle"
_TITLE_METAS = ("og:title", "twitter:title", "title")
_DATE_METAS = ("pubdate", "publishdate", "article:published_time", "firstpublishedtime", "date")
_MAX_DEPTH = 400
_DATE = re.compile(r"((?:19|20)\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})")


class HtmlLoader:
    """Reads .html and .htm files; the charset a page declares is a hint, not the truth."""

    suffixes = frozenset({".html", ".htm", ".xhtml", ".shtml"})

    def load(self, path: Path, source: str) -> Iterable[Document]:
        """Yield the one document of a page; raise IngestError if it holds no text."""
        data = read_bytes(path, source)
        found = _CHARSET.search(data[:8192])
        text = decode(data, source, found[1].decode("ascii") if found else None)
        root = parse_page(text, source)
        metas = _metas(root)
        content, hidden = main_content(root)
        pictures = Pictures(source)
        put_writing(content, pictures, lambda address: None)
        lines = content_lines(content, text.count("\n") > 0)
        yield assemble(
            lines,
            source=source,
            sha256=digest(data),
            title=_title(root, metas),
            metadata=Metadata(published_on=_published_on(metas)),
            warnings=[*([f"隐藏文字{hidden}字未收入"] if hidden else []), *pictures.warnings],
        )


def parse_page(text: str, source: str) -> html.HtmlElement:
    """Parse decoded text; no entity is expanded from outside and no network is used."""
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        root = html.document_fromstring(
            _XML_DECLARATION.sub("", text).replace("\0", "").encode("utf-8", "replace"), parser
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as exc:
        raise IngestError(source, f"no text: the page has no readable HTML ({exc})") from exc
    if _depth(root) > _MAX_DEPTH:
        raise IngestError(source, f"elements nested deeper than {_MAX_DEPTH}: refused")
    return root


def _depth(root: html.HtmlElement) -> int:
    """Return how deep the elements of a page are nested."""
    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _metas(root: html.HtmlElement) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").strip().lower()
        content = (meta.get("content") or "").strip()
        if name and content:
            metas.setdefault(name, content)
    return metas


def _title(root: html.HtmlElement, metas: dict[str, str]) -> str:
    """Return the article's title, the one <h1> that is no item, a meta field or <title>."""
    if len(metas.get(_ARTICLE_META, "")) >= 4:
        return metas[_ARTICLE_META]
    headings = [" ".join(h1.text_content().split()) for h1 in root.iter("h1")]
    headings = [
        heading for heading in headings if 4 <= len(heading) <= 120 and not numbered_style(heading)
    ]
    if len(headings) == 1:
        return headings[0]
    for name in _TITLE_METAS:
        if len(metas.get(name, "")) >= 4:
            return metas[name]
    title = " ".join((root.findtext(".//title") or "").split())
    return _SITE_SUFFIX.sub("", title) or title


def _published_on(metas: dict[str, str]) -> str:
    for name in _DATE_METAS:
        if found := _DATE.search(metas.get(name, "")):
            return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}"
    return ""
