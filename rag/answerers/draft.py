"""A draft: the pieces of an answer and how they are to be laid out."""

from __future__ import annotations

from dataclasses import dataclass

from rag.answerers.pieces import Piece


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled part of an answer; ``pieces`` is empty where the documents say nothing.

    ``shown`` narrows what is displayed to some characters of the first piece (the item of a
    list without its marker); the citation covers the whole piece. Further pieces of a list's
    row are the parts of the first one that say more about the item.
    """

    pieces: tuple[Piece, ...]
    label: str = ""
    shown: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What an answer will say. ``layout`` is text, list or table.

    ``short`` is the short answer (verbatim characters, several joined by ；), None where a
    sentence has to do. ``fit`` in [0, 1] says how well the asked type was met;
    ``structural`` in [0, 1] how sure the structure of the document makes the answer (the
    byline of the article asked about, a series of the length asked for). ``missing`` are
    words asked about of which nothing is said; ``whole`` how many items the enumeration
    quoted has, where it is one.
    """

    rows: tuple[Row, ...]
    short: str | None = None
    layout: str = "text"
    lead: Piece | None = None
    fit: float = 0.5
    structural: float = 0.0
    missing: tuple[str, ...] = ()
    whole: int = 0

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All pieces in order."""
        lead = (self.lead,) if self.lead else ()
        return lead + tuple(piece for row in self.rows for piece in row.pieces)
