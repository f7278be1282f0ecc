"""An article of a newspaper page: its headline and its blocks of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.layout.blocks import Block
from ingest.layout.gutters import Fragment, rows_of, usual_size

_NOTE_ROWS = 2


@dataclass(slots=True)
class Article:
    """One article: its headline as it stands, and its blocks in reading order."""

    head: Block | None
    blocks: list[Block] = field(default_factory=list)

    @property
    def whole(self) -> Block:
        """Everything that belongs to it."""
        parts = [*([self.head] if self.head else []), *self.blocks]
        return Block([item for part in parts for item in part.fragments])

    @property
    def headline(self) -> str:
        """The lines in its largest letters, "" where it has no headline."""
        if self.head is None:
            return ""
        rows = rows_of(self.head.fragments)
        largest = self.head.size
        kept = [row for row in rows if max(item.size for item in row) > 0.9 * largest]
        return "".join(item.text.strip() for row in kept for item in row)

    def in_order(self) -> list[list[Fragment]]:
        """Return the headline, what stands under it, then the columns from the left."""
        usual = usual_size(self.whole.fragments)
        columns = [block for block in self.blocks if not _is_note(block, self.blocks, usual)]
        notes = [block for block in self.blocks if all(block is not other for other in columns)]
        above = [*([self.head] if self.head else []), *notes]
        above.sort(key=lambda block: block.y0)
        lefts: list[float] = []
        for block in sorted(columns, key=lambda block: block.x0):
            if not lefts or block.x0 > lefts[-1] + 4 * usual:
                lefts.append(block.x0)

        def place(block: Block) -> tuple[int, float]:
            return sum(left <= block.x0 + usual for left in lefts), block.y0

        return [block.fragments for block in [*above, *sorted(columns, key=place)]]


def is_short(block: Block) -> bool:
    """Tell a line or two from a column of text."""
    return len(rows_of(block.fragments)) <= _NOTE_ROWS


def _is_note(block: Block, columns: Sequence[Block], usual: float) -> bool:
    """Tell a line or two that stand above all columns: subtitle, author."""
    tops = [other.y0 for other in columns if not is_short(other)]
    return is_short(block) and (not tops or block.y1 <= min(tops) + usual)
