"""Which hits count as relevant: the text shown, from every document named with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from evaluation.collection import Collection
from evaluation.metrics.retrieval import Wanted
from evaluation.sets import Question
from index.rows import Summary
from rag.types import Document, Filter, Hit, Passage


class Empty:
    """A library without documents: only what is found counts here."""

    def documents(self) -> list[Summary]:
        return []


class Pair:
    """A library of two documents of one passage each, which say the same."""

    TEXT = "招收80名学生。"

    def documents(self) -> list[Listed]:
        return [Listed("a", "a.txt"), Listed("b", "b.txt")]

    def document(self, doc_id: str) -> Document:
        return Document(doc_id, doc_id, self.TEXT, f"{doc_id}.txt", "0" * 64)

    def allowed_rows(self, wanted: Filter) -> list[int]:
        return [row for row, doc_id in enumerate("ab") if doc_id in wanted.doc_ids]

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        return [passage("ab"[row], self.TEXT) for row in rows]


@dataclass(frozen=True)
class Listed:
    doc_id: str
    source: str


def asked(**more: Any) -> Question:
    return Question("q", "招收多少名？", 1, True, **more)


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


def test_a_hit_and_its_copies_are_one_thing_to_find() -> None:
    collection = Collection(Pair())  # type: ignore[arg-type]
    hit = Hit(passage("a", Pair.TEXT), 1.0, 1, copies=(passage("b", Pair.TEXT),))
    wanted = collection.wanted(asked(answers=("80名",), positive_ids=("a.txt", "b.txt")))
    assert collection.retrieval([hit], wanted)["ndcg@10"] == 1.0
    only = collection.wanted(asked(answers=("80名",), positive_ids=("b.txt",)))
    assert collection.retrieval([hit], only)["doc_recall@1"] == 1.0


def test_a_named_document_that_the_library_lacks_is_missed() -> None:
    collection = Collection(Pair())  # type: ignore[arg-type]
    wanted = collection.wanted(asked(answers=("80名",), positive_ids=("gone.txt",)))
    found = collection.retrieval([Hit(passage("a", Pair.TEXT), 1.0, 1)], wanted)
    assert (found["recall@1"], found["doc_recall@1"], found["ndcg@10"]) == (0.0, 0.0, 0.0)


def test_spans_are_evidence_and_name_no_document() -> None:
    collection = Collection(Pair())  # type: ignore[arg-type]
    wanted = collection.wanted(asked(answers=("八十名",), spans=(("a.txt", 0, 7),)))
    assert wanted.quotes == ("招收80名学生",)
    found = collection.retrieval([Hit(passage("a", "别的一段。"), 1.0, 1)], wanted)
    assert found["recall@1"] == 0.0
    assert "doc_recall@1" not in found
