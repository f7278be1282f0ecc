"""Hand tables, and agreement with trec_eval on random rankings."""

from __future__ import annotations

import math

import pytest
import pytrec_eval
from hypothesis import given
from hypothesis import strategies as st

from evaluation.metrics.retrieval import (
    Wanted,
    doc_recall,
    is_relevant,
    ndcg,
    recall,
    reciprocal_rank,
    retrieval_scores,
)


@pytest.mark.parametrize(
    ("relevant", "total", "r1", "r5", "mrr", "gain"),
    [
        ([True, False, False], 1, 1.0, 1.0, 1.0, 1.0),
        ([False, True, False], 1, 0.0, 1.0, 0.5, 1 / math.log2(3)),
        ([True, False, True], 2, 1.0, 1.0, 1.0, (1 + 0.5) / (1 + 1 / math.log2(3))),
        ([False] * 5 + [True], 1, 0.0, 0.0, 1 / 6, 1 / math.log2(7)),
        ([False] * 10 + [True], 1, 0.0, 0.0, 0.0, 0.0),
        ([False, False], 3, 0.0, 0.0, 0.0, 0.0),
        ([], 0, 0.0, 0.0, 0.0, 0.0),
    ],
)
def test_a_table_worked_by_hand(
    relevant: list[bool], total: int, r1: float, r5: float, mrr: float, gain: float
) -> None:
    assert recall(relevant, 1) == r1
    assert recall(relevant, 5) == r5
    assert reciprocal_rank(relevant) == pytest.approx(mrr)
    assert ndcg(relevant, total) == pytest.approx(gain)


@given(st.lists(st.booleans(), min_size=1, max_size=30), st.integers(0, 5))
def test_agreement_with_trec_eval(relevant: list[bool], unfound: int) -> None:
    ranking = {f"p{at}": float(len(relevant) - at) for at in range(len(relevant))}
    judged = {f"p{at}": int(good) for at, good in enumerate(relevant)}
    judged |= {f"unfound{at}": 1 for at in range(unfound)}
    measures = {"success_1,5,10", "recip_rank", "ndcg_cut_10"}
    theirs = pytrec_eval.RelevanceEvaluator({"q": judged}, measures).evaluate({"q": ranking})["q"]
    for k in (1, 5, 10):
        assert recall(relevant, k) == theirs[f"success_{k}"]
    assert ndcg(relevant, sum(relevant) + unfound) == pytest.approx(theirs["ndcg_cut_10"])
    # trec_eval's reciprocal rank has no cut-off.
    if theirs["recip_rank"] >= 0.1:
        assert reciprocal_rank(relevant) == pytest.approx(theirs["recip_rank"])
    else:
        assert reciprocal_rank(relevant) == 0.0


@given(st.lists(st.booleans(), max_size=30), st.integers(0, 5))
def test_figures_are_shares_and_grow_with_depth(relevant: list[bool], more: int) -> None:
    found = [recall(relevant, k) for k in (1, 5, 10)]
    assert found == sorted(found)
    assert found[0] <= reciprocal_rank(relevant) <= found[2]
    assert 0.0 <= ndcg(relevant, sum(relevant) + more) <= 1.0 + 1e-9


def test_documents_are_counted_once_and_copies_are_found_where_they_stand() -> None:
    ranked = ["a", "a", "b", "ad", "ce"]
    assert [doc_recall(ranked, {"c": ()}, k) for k in (1, 2, 3)] == [0.0, 0.0, 1.0]
    assert [doc_recall(ranked, {"e": ()}, k) for k in (1, 2, 3)] == [0.0, 0.0, 1.0]
    # "a" is first, but its passage that "d" shares comes after "b"
    assert [doc_recall(ranked, {"d": ()}, k) for k in (1, 2)] == [0.0, 1.0]


LONG = "把验证费用纳入研发加计扣除优先向小微企业开放验证中心建立跨城市的验证结果互认制度"


@pytest.mark.parametrize(
    ("doc_id", "text", "wanted", "expected"),
    [
        ("d", "撮合15组合作", Wanted(answers=("15组",)), True),
        ("d", "撮合16组合作", Wanted(answers=("15组",)), False),
        # A named document that holds the answer: its other passages do not count.
        ("d", "撮合15组合作", Wanted(answers=("15组",), held={"d": ("15组",)}), True),
        ("d", "别的一段", Wanted(answers=("15组",), held={"d": ("15组",)}), False),
        ("e", "撮合15组合作", Wanted(answers=("15组",), held={"d": ("15组",)}), False),
        # A named document that does not hold it verbatim: any passage of it counts.
        ("d", "别的一段", Wanted(answers=("十五组",), held={"d": ()}), True),
        # Half of a long answer is enough; half of an evidence quote always is.
        ("d", LONG[:25], Wanted(answers=(LONG,), held={"d": (LONG,)}), True),
        ("d", LONG[:15], Wanted(answers=(LONG,), held={"d": (LONG,)}), False),
        ("e", "已经撮合了", Wanted(quotes=("已经撮合了15组合作",), held={"d": ()}), True),
        ("e", "已经撮", Wanted(quotes=("已经撮合了15组合作",), held={"d": ()}), False),
        ("d", "撮合15组合作", Wanted(), False),
    ],
)
def test_when_a_passage_is_relevant(doc_id: str, text: str, wanted: Wanted, expected: bool) -> None:
    assert is_relevant(doc_id, text, wanted) is expected


def test_documents_are_scored_only_where_the_question_names_some() -> None:
    assert "doc_recall@1" not in retrieval_scores([True], 1, ["d"], Wanted(answers=("a",)))
    named = Wanted(held={"d": ()})
    assert retrieval_scores([True], 1, ["d"], named)["doc_recall@1"] == 1.0
