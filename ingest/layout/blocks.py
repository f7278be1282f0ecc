"""Parts of a newspaper page: column blocks of running text, and headlines over them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from ingest.layout.gutters import Fragment, rows_of

Rect = tuple[float, float, float, float]

_BIG = 1.25
_BETWEEN_LINES = 0.9
_BETWEEN_HEADS = 0.9
_INSIDE = 0.8
_INDENT = 2.5
_MIN_ROWS, _MIN_EMS = 5, 6.0


@dataclass(slots=True)
class Block:
    """Fragments that stand together; coordinates in points from the page's top left."""

    fragments: list[Fragment] = field(default_factory=list)

    @property
    def x0(self) -> float:
        """The left edge."""
        return min(item.x0 for item in self.fragments)

    @property
    def x1(self) -> float:
        """The right edge."""
        return max(item.x1 for item in self.fragments)

    @property
    def y0(self) -> float:
        """The upper edge."""
        return min(item.y0 for item in self.fragments)

    @property
    def y1(self) -> float:
        """The lower edge."""
        return max(item.y1 for item in self.fragments)

    @property
    def size(self) -> float:
        """The size of its largest letters."""
        return max(item.size for item in self.fragments)


def overlap(one: Block, other: Block) -> float:
    """Return how far two blocks overlap from left to right, in points; negative if apart."""
    return min(one.x1, other.x1) - max(one.x0, other.x0)


def is_upright(block: Block) -> bool:
    """Tell a title that runs down the page; it was gathered at its first character."""
    first = block.fragments[0]
    return len(first.text.strip()) >= 3 and first.x1 - first.x0 < 1.6 * first.size


def parts_of(fragments: Sequence[Fragment], usual: float) -> tuple[list[Block], list[Block]]:
    """Return (headlines, blocks of text in columns) of a page whose text is ``usual`` points."""
    big = [item for item in fragments if item.size >= _BIG * usual]
    heads = _heads(big)
    blocks = _columns([item for item in fragments if item.size < _BIG * usual], usual)
    return heads, blocks


def is_column(block: Block) -> bool:
    """Tell running text, most lines of which fill the column."""
    rows = rows_of(block.fragments)
    widths = [row[-1].x1 - row[0].x0 for row in rows]
    full = block.x1 - block.x0
    return (
        len(rows) >= _MIN_ROWS
        and full >= _MIN_EMS * median(item.size for item in block.fragments)
        and median(widths) >= _INSIDE * full
    )


def _heads(big: Iterable[Fragment]) -> list[Block]:
    """Gather large lines that stand close below each other: kicker, headline, subtitle."""
    heads: list[Block] = []
    for item in sorted(big, key=lambda item: item.y0):
        alone = Block([item])
        near = [
            head
            for head in heads
            if overlap(head, alone) > 0
            and item.y0 - head.y1 <= _BETWEEN_HEADS * max(item.size, head.fragments[-1].size)
            and not (is_upright(head) or is_upright(alone))
        ]
        if near:
            near[-1].fragments.append(item)
        else:
            heads.append(alone)
    return heads


def _columns(small: Iterable[Fragment], usual: float) -> list[Block]:
    """Gather lines of text that follow each other in one column."""
    done: list[Block] = []
    growing: list[tuple[Block, Rect]] = []
    for item in sorted(small, key=lambda item: (item.middle, item.x0)):
        still = [(b, r) for b, r in growing if item.y0 - r[3] <= _BETWEEN_LINES * usual]
        done += [b for b, r in growing if item.y0 - r[3] > _BETWEEN_LINES * usual]
        growing = still
        for place, (block, (x0, y0, x1, y1)) in enumerate(growing):
            shared = min(item.x1, x1) - max(item.x0, x0)
            aligned = -0.5 * usual <= item.x0 - x0 <= _INDENT * usual
            if shared >= _INSIDE * min(item.x1 - item.x0, x1 - x0) or aligned:
                block.fragments.append(item)
                grown = (min(x0, item.x0), y0, max(x1, item.x1), max(y1, item.y1))
                growing[place] = (block, grown)
                break
        else:
            growing.append((Block([item]), (item.x0, item.y0, item.x1, item.y1)))
    return done + [block for block, _ in growing]


def parted(one: Block, other: Block, rules: Sequence[Rect]) -> bool:
    """Tell whether an upright rule stands between two blocks at the height of the lower one."""
    low, high = sorted(((one.x0 + one.x1) / 2, (other.x0 + other.x1) / 2))
    top = max(one.y0, other.y0)
    return any(
        low < (rule[0] + rule[2]) / 2 < high and rule[1] <= top <= rule[3]
        for rule in rules
        if rule[2] - rule[0] < rule[3] - rule[1]
    )
