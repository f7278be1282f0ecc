"""Reciprocal rank fusion against sums a reader can do by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.fusion import rrf


def test_scores_are_sums_of_reciprocal_ranks() -> None:
    fused = rrf({"dense": [7, 3], "lexical": [3, 9]}, k=10)
    assert [row for row, _ in fused] == [3, 7, 9]
    assert fused[0][1] == pytest.approx(1 / 12 + 1 / 11)
    assert fused[1][1] == pytest.approx(1 / 11)
    assert fused[2][1] == pytest.approx(1 / 12)


def test_ties_break_by_row() -> None:
    assert [row for row, _ in rrf({"a": [5, 2], "b": [2, 5]}, k=1)] == [2, 5]


def test_weights_count() -> None:
    fused = rrf({"a": [1], "b": [2]}, k=0, weights={"b": 3.0})
    assert fused == [(2, 3.0), (1, 1.0)]


def test_nothing_in_nothing_out() -> None:
    assert rrf({}, k=10) == []
    assert rrf({"a": []}, k=10) == []


@given(st.lists(st.integers(0, 30)), st.lists(st.integers(0, 30)))
def test_every_row_once_and_scores_fall(left: list[int], right: list[int]) -> None:
    fused = rrf({"left": left, "right": right}, k=10)
    assert {row for row, _ in fused} == {*left, *right}
    assert len(fused) == len({*left, *right})
    assert [s for _, s in fused] == sorted((s for _, s in fused), reverse=True)
