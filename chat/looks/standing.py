"""Whether a document still holds, in one phrase."""

from __future__ import annotations

from rag.types import RelationKind, Standing

_WORDS = {RelationKind.REPEALS: "已废止", RelationKind.AMENDS: "已修订"}


def standing_words(standing: Standing) -> str:
    """Return one short phrase such as 已废止."""
    return _WORDS.get(standing.kind, "")
