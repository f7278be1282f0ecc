from __future__ import annotations

import json

import pytest

from evaluation.metrics.citation import CitationCounts
from evaluation.outcome import Outcome
from evaluation.summary import SECTIONS, summarise
from rag.errors import InputError

GOOD = Outcome(
    id="a",
    type="number",
    answerable=True,
    answered=True,
    confidence=0.9,
    latency_ms=10.0,
    retrieval={"recall@1": 1.0, "mrr@10": 1.0},
    answer={"em": 1.0, "contains": 1.0, "chars": 40.0},
    citation=CitationCounts(cited=2, exact=2, quotes=1, covered=1, judged=2, right=1),
)
MISSED = Outcome(
    id="b",
    type="list",
    answerable=True,
    answered=False,
    confidence=0.2,
    latency_ms=30.0,
    retrieval={"recall@1": 0.0, "mrr@10": 0.5},
    answer={"em": 0.0, "contains": 0.0},
    citation=CitationCounts(quotes=3),
)
REJECTED = Outcome("c", "offtopic", False, False, 0.1, 20.0)


def test_figures_of_three_questions_by_hand() -> None:
    report = summarise([GOOD, MISSED, REJECTED])
    assert report["n"] == 3
    assert report["retrieval"]["recall@1"] == 0.5
    assert report["retrieval"]["mrr@10"] == 0.75
    assert report["retrieval"]["doc_recall@1"] is None
    assert report["answer"]["contains"] == 0.5
    assert report["answer"]["chars"] == 40.0
    assert report["abstention"]["precision"] == 0.5
    assert report["abstention"]["recall"] == 1.0
    assert report["abstention"]["auroc"] == 1.0
    assert report["citation"] == {"exact": 1.0, "evidence_recall": 0.25, "precision": 0.5}
    assert report["latency_ms"]["p50"] == 20.0
    assert report["intervals"]["answer"]["contains"]["n"] == 2
    assert report["intervals"]["citation"]["exact"]["n"] == 1


def test_every_type_has_its_own_figures() -> None:
    by_type = summarise([GOOD, MISSED, REJECTED])["by_type"]
    assert list(by_type) == ["list", "number", "offtopic"]
    assert by_type["number"]["answer"]["contains"] == 1.0
    assert by_type["offtopic"]["answer"]["contains"] is None
    assert set(SECTIONS) < set(by_type["list"])


def test_no_question_gives_only_nulls() -> None:
    report = summarise([])
    assert report["n"] == 0
    assert {value for section in SECTIONS for value in report[section].values()} == {None}


@pytest.mark.parametrize("outcome", [GOOD, MISSED, REJECTED])
def test_an_outcome_survives_writing_and_reading(outcome: Outcome) -> None:
    assert Outcome.from_record(json.loads(json.dumps(outcome.record()))) == outcome


def test_a_record_of_something_else_is_refused() -> None:
    with pytest.raises(InputError, match="not the record"):
        Outcome.from_record({"id": "a"})


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (GOOD, ""),
        (REJECTED, ""),
        (MISSED, "abstained though answerable"),
        (Outcome("d", "x", False, True, 0.5, 1.0), "answered though not in the documents"),
        (
            Outcome("e", "x", True, True, 0.5, 1.0, answer={"contains": 0.0}),
            "answer does not name what it should",
        ),
        (Outcome("f", "retrieval", True, True, 0.5, 1.0), "no relevant passage found"),
        (Outcome("g", "retrieval", True, False, 0.5, 1.0, retrieval={"recall@10": 1.0}), ""),
    ],
)
def test_failures_are_named(outcome: Outcome, expected: str) -> None:
    assert outcome.failure == expected
