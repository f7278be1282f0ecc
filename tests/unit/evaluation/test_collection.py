"""Which hits count as relevant: the text shown, from every document named with it."""

from __future__ import annotations

from dataclasses import replace

from evaluation.collection import Collection
from evaluation.metrics.retrieval import Wanted
from index.rows import Summary
from rag.types import Hit, Passage


class Empty:
    """A library without documents: only what is found counts here."""

    def documents(self) -> list[Summary]:
        return []


def passage(doc_id: str, text: str) -> Passage:
    return Passage(f"{doc_id}:0", doc_id, 0, len(text), text)


def test_a_hit_comes_from_every_document_that_is_named_with_it() -> None:
    collection = Collection(Empty())  # type: ignore[arg-type]
    wanted = Wanted(answers=("80名",), held={"gold": ("80名",)})
    hit = Hit(passage("other", "招收80名学生。"), 1.0, 1)
    named = replace(hit, copies=(passage("gold", "招收80名学生。"),))
    unsaid = replace(named, passage=passage("other", "招收若干学生。"))
    assert collection.reasons([hit, named, unsaid], wanted) == ["", "answer", ""]
    assert collection.relevance([hit, named, unsaid], wanted) == [False, True, False]
