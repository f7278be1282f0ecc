"""Search without asking: ranked passages, what was searched for marked in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from chat.looks.language import say
from chat.looks.markup import escape
from index.tokenizer import cut_query
from rag.types import Hit

SHOWN = 20
GROUP = "search"
_RANKS = {"lexical": "词语", "dense": "语义", "reader": "阅读"}


def findings_html(query: str, hits: Sequence[Hit]) -> str:
    """Return the passages found for a query, best first; each opens its source."""
    if not hits:
        words = say("没有找到与“{query}”有关的段落。换个说法试试。", query=query[:40])
        return f'<p class="list-empty">{escape(words)}</p>'
    terms = search_terms(query)
    rows = "".join(_row(hit, terms) for hit in hits)
    asked, count = query[:40], len(hits)
    told = say("“{query}”：{count} 段，最相关的在前", query=asked, count=count)
    if "<mark>" not in rows:
        told = say("没有一段写到“{query}”，以下 {count} 段意思相近", query=asked, count=count)
    return (
        f'<div class="list-head"><p class="list-title">{escape(told)}</p>'
        f'<button type="button" class="quiet" data-event="clear">{escape(say("收起"))}</button>'
        "</div>"
        f'<ol class="nearest found">{rows}</ol>'
    )


def search_terms(query: str) -> re.Pattern[str] | None:
    """Return a pattern that finds the words of a query in a text, longest first."""
    found = cut_query(query)
    words = {word for word in (*found.words, query.strip()) if len(word) > 1 or word.isdigit()}
    if not words:
        return None
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)


def _row(hit: Hit, terms: re.Pattern[str] | None) -> str:
    passage = hit.passage
    parts = dict.fromkeys(part for part in passage.heading_path if part != passage.title)
    path = " › ".join(part for part in parts if part)
    where = f'<span class="path">{escape(path)}</span>' if path else ""
    ranks = "，".join(
        say("{way}第 {rank}", way=say(_RANKS.get(name, name)), rank=rank)
        for name, rank in hit.ranks.items()
    )
    copies = "、".join(hit.titles_of_copies)
    same = f'<span class="copies">{escape(say("同文见{titles}", titles=copies))}</span>'
    return (
        f'<li><button type="button" class="near" data-event="cite" data-turn="{GROUP}"'
        f' title="{escape(ranks)}" data-key="{hit.rank}" data-doc="{escape(passage.doc_id)}"'
        f' data-start="{passage.start}" data-end="{passage.end}">'
        f"<b>{hit.rank}. {escape(passage.title)}</b>{where}"
        f'<span class="excerpt">{"".join(_marked(passage.text, terms))}</span>'
        f"{same if copies else ''}</button></li>"
    )


def _marked(text: str, terms: re.Pattern[str] | None) -> Iterator[str]:
    """Yield a text, escaped, with every term marked."""
    end = 0
    for match in terms.finditer(text) if terms else ():
        yield f"{escape(text[end : match.start()])}<mark>{escape(match[0])}</mark>"
        end = match.end()
    yield escape(text[end:])
