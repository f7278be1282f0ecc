"""How a question and a passage become one row of piece ids for the reader.

``<s> question </s></s> context </s> text </s>``; without a context that part is left out. The
training uses this module too, so that the reader is asked what it was taught.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from rag.printing import storable

START, PAD, END = 0, 1, 2
QUESTION_PIECES = 72
CONTEXT_PIECES = 40


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text cut to pieces: ids and the characters (start, end) that each stands for."""

    ids: Sequence[int]
    offsets: Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Row:
    """One input row; its pieces from ``first`` on, up to the last one, are the text's.

    ``offsets`` belong to those pieces and count characters of the passage text.
    """

    ids: tuple[int, ...]
    first: int
    offsets: tuple[tuple[int, int], ...]


class PieceCutter:
    """Cuts texts to pieces, without special pieces and without a length limit.

    ``tokenizer`` is the content of a tokenizer.json.
    """

    def __init__(self, tokenizer: str) -> None:
        self._tokenizer = Tokenizer.from_str(tokenizer)
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def cut(self, texts: Sequence[str]) -> list[Pieces]:
        """Return the pieces of each text, in the order given."""
        clean = [storable(text) for text in texts]
        encoded = self._tokenizer.encode_batch(clean, add_special_tokens=False)
        return [Pieces(item.ids, item.offsets) for item in encoded]


def rows(
    question: Pieces, context: Pieces, text: Pieces, max_pieces: int, stride: int
) -> list[Row]:
    """Return the windows over one passage; neighbours share ``stride`` pieces.

    Most passages fit into one window of ``max_pieces``. Questions and contexts longer than
    their share are cut at the end.
    """
    head = [START, *question.ids[:QUESTION_PIECES], END, END]
    if context.ids:
        head += [*context.ids[:CONTEXT_PIECES], END]
    room = max_pieces - len(head) - 1
    if room <= stride:
        raise ValueError(f"{max_pieces} pieces leave no room for a passage")
    found, at = [], 0
    while True:
        part = slice(at, at + room)
        found.append(Row((*head, *text.ids[part], END), len(head), tuple(text.offsets[part])))
        if at + room >= len(text.ids):
            return found
        at += room - stride
