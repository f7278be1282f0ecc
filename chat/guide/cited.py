"""Chips for the quotes of a guide, numbered through each section."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chat.looks.markup import chip_html, escape, written
from rag.guide.quotes import Quote, on_one_line
from rag.types import Citation


@dataclass(slots=True)
class Chips:
    """Numbers the quotes of one section; ``group`` is what 上一处 and 下一处 step through.

    ``titles`` and ``standing`` say, by document, what it is called and what became of it.
    """

    group: str
    titles: Mapping[str, str]
    standing: Mapping[str, str] = field(default_factory=dict)
    _keys: dict[Quote, str] = field(default_factory=dict)

    def chip(self, *quotes: Quote) -> str:
        """Return the chips of some quotes; a quote keeps its number."""
        return "".join(chip_html(self._citation(one), self.group) for one in quotes)

    def attributes(self, one: Quote) -> str:
        """Return what makes any element open a quote, as attributes."""
        title = escape(self.titles.get(one.doc_id, ""))
        return (
            f'data-event="cite" data-turn="{self.group}" data-key="{self._key(one)}"'
            f' data-doc="{escape(one.doc_id)}" data-start="{one.start}" data-end="{one.end}"'
            f' data-title="{title}" data-quote="{escape(one.text)}"'
        )

    def sources(self) -> str:
        """Return the documents quoted so far, each with the numbers of its quotes."""
        numbers: dict[str, list[str]] = {}
        for one, key in self._keys.items():
            numbers.setdefault(self.titles.get(one.doc_id, one.doc_id), []).append(key)
        told = (
            f"<cite>《{escape(title)}》</cite>{'、'.join(keys)}" for title, keys in numbers.items()
        )
        return f'<p class="sources">{"；".join(told)}</p>'

    def _key(self, one: Quote) -> str:
        return self._keys.setdefault(one, str(len(self._keys) + 1))

    def _citation(self, one: Quote) -> Citation:
        title = self.titles.get(one.doc_id, "")
        status = self.standing.get(one.doc_id, "")
        return Citation(
            self._key(one), one.doc_id, title, "", None, one.start, one.end, one.text, status
        )


class Notes(Chips):
    """Numbers quotes as notes of a document of its own, which has no source panel."""

    def chip(self, *quotes: Quote) -> str:
        """Return links to the notes of some quotes."""
        return "".join(
            f'<sup><a href="#n{self._key(one)}">{self._key(one)}</a></sup>' for one in quotes
        )

    def attributes(self, one: Quote) -> str:
        """Return nothing: a picture on paper opens no source."""
        return ""

    def listed(self) -> str:
        """Return the notes: number, document, characters, quote."""
        lines = "".join(
            f'<li id="n{key}">《{escape(self.titles.get(one.doc_id, one.doc_id))}》'
            f"{one.start}–{one.end}：{words(one)}</li>"
            for one, key in self._keys.items()
        )
        return f'<ol class="notes">{lines}</ol>'


def words(one: Quote) -> str:
    """Return the words of a quote on one line, safe and marked as written."""
    return written(on_one_line(one.text))
