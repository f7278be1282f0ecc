"""How a document was read, laid out so that a person can check it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rag.printing import shown
from rag.types import Document, Passage, Relation

Record = dict[str, Any]
_SHOWN = 60


def inspection_record(
    document: Document,
    passages: Sequence[Passage],
    targets: Mapping[Relation, str] | None = None,
    status: str = "",
) -> Record:
    """Return all that was read of a document: fields, articles, outline, passages, relations.

    ``targets`` leads from a relation to the document of the library that is meant. Offsets
    are characters of the document's text.
    """
    articles = [section for section in document.sections if section.level == 0]
    return {
        "doc_id": document.doc_id,
        "title": document.title,
        "source": document.source,
        "sha256": document.sha256,
        "chars": len(document.text),
        "pages": max((line.page or 0 for line in document.lines), default=0),
        "lines": len(document.lines),
        "metadata": asdict(document.metadata),
        "standing": status,
        "articles": [asdict(article) for article in articles],
        "outline": [asdict(section) for section in document.sections if section.level > 0],
        "relations": [
            {**asdict(each), "doc_id": (targets or {}).get(each, "")} for each in document.relations
        ],
        "passages": [
            {
                "start": passage.start,
                "end": passage.end,
                "page": passage.page,
                "heading_path": list(passage.heading_path),
                "text": passage.text,
            }
            for passage in passages
        ],
        "warnings": list(document.warnings),
    }


def inspection_text(record: Record) -> str:
    """Return a record of ``inspection_record`` as lines for a terminal."""
    pages = f", {record['pages']} pages" if record["pages"] else ""
    lines = [
        f"{record['title']}",
        f"  source       {shown(record['source'])}",
        f"  doc_id       {record['doc_id']}",
        f"  size         {record['chars']:,} characters, {record['lines']} lines{pages}",
    ]
    lines += [
        f"  {name:<12} {'、'.join(value) if isinstance(value, (list, tuple)) else value}"
        for name, value in record["metadata"].items()
        if value
    ]
    if record["standing"]:
        lines.append(f"  standing     {record['standing']}")
    lines += _listed("warnings", record["warnings"])
    lines += _listed(
        "articles",
        [f"{_span(each)} {each['heading']}  {each['byline']}" for each in record["articles"]],
    )
    lines += _listed(
        "outline",
        [f"{_span(each)} {'  ' * each['level']}{each['heading']}" for each in record["outline"]],
    )
    lines += _listed("relations", [_relation(each) for each in record["relations"]])
    lines += _listed("passages", [_passage(each) for each in record["passages"]])
    return "\n".join(line.rstrip() for line in lines)


def _listed(name: str, items: Sequence[str]) -> list[str]:
    return [f"{name} ({len(items)})", *(f"  {item}" for item in items)] if items else []


def _relation(each: Record) -> str:
    named = f"《{each['title']}》" if each["title"] else ""
    found = f" -> {each['doc_id']}" if each["doc_id"] else ""
    return f"{_span(each)} {each['kind']} {named}{each['number']}{found}"


def _passage(each: Record) -> str:
    page = f"p{each['page']} " if each["page"] else ""
    path = " > ".join(each["heading_path"])
    text = " ".join(each["text"].split())
    more = "…" if len(text) > _SHOWN else ""
    return f"{_span(each)} {page}[{path}] {text[:_SHOWN]}{more}"


def _span(each: Record) -> str:
    return f"{each['start']}–{each['end']}"
