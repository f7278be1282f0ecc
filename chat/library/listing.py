"""Which documents the table shows, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chat.looks.wording import file_name, kind_name
from index.rows import Summary

# A page of thousands of rows would be slow to draw; the rest comes when it is asked for.
ROWS = 200
HEADS = ("标题", "类型", "日期", "发文机关", "文号", "段数")
_PASSAGES = len(HEADS) - 1


@dataclass(slots=True)
class Listing:
    """How one visitor wants the table: what holds ``words``, by ``column``, so many ``rows``.

    Everything that draws the table of this visitor shares it, so that none undoes another.
    """

    words: str = ""
    column: int | None = None
    down: bool = False
    rows: int = ROWS

    def sort(self, column: int) -> None:
        """Sort by a column; by the same once more, the other way round."""
        self.down = column == self.column and not self.down
        self.column = column

    def of(self, summaries: Sequence[Summary]) -> list[Summary]:
        """Return all documents to be listed; without a column they keep their order."""
        words = self.words.lower().split()
        found = [one for one in summaries if _holds(one, words)]
        column = self.column
        if column is None:
            return found
        return sorted(found, key=lambda one: _rank(one, column), reverse=self.down)


def cells(summary: Summary) -> tuple[str, ...]:
    """Return what the columns show of a document, in the order of ``HEADS``."""
    return (
        summary.title,
        kind_name(summary.kind),
        summary.written_on or summary.published_on,
        " · ".join(part for part in (summary.issuer, summary.region) if part),
        summary.number,
        f"{summary.passages:,}",
    )


def _holds(summary: Summary, words: Sequence[str]) -> bool:
    """Whether each of some lower-case words stands in a row."""
    held = "\n".join((*cells(summary), file_name(summary.source))).lower()
    return all(word in held for word in words)


def _rank(summary: Summary, column: int) -> tuple[int, bytes]:
    if column == _PASSAGES:
        return summary.passages, b""
    # This encoding has the common characters in the order of their pinyin.
    return 0, cells(summary)[column].lower().encode("gb18030", "replace")
