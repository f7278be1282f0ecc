"""Fusion of rankings against sums a reader can do by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.fusion import fuse

HALVES = {"dense": 0.5, "lexical": 0.5}
Row = st.tuples(st.integers(0, 30), st.floats(-50, 50))
Rows = st.lists(Row, unique_by=lambda pair: pair[0])


def test_scores_are_weighted_sums_of_stretched_scores() -> None:
    dense = [(7, 0.9), (3, 0.8), (4, 0.7)]
    lexical = [(3, 30.0), (9, 20.0), (5, 10.0)]
    fused = dict(fuse({"dense": dense, "lexical": lexical}, {"dense": 0.3, "lexical": 0.7}))
    assert fused[3] == pytest.approx(0.3 * 0.5 + 0.7 * 1.0)
    assert fused[7] == pytest.approx(0.3)
    assert fused[9] == pytest.approx(0.7 * 0.5)
    assert fused[4] == fused[5] == 0.0


def test_ties_break_by_row() -> None:
    ranking = [(5, 1.0), (2, 1.0)]
    assert [row for row, _ in fuse({"dense": ranking}, HALVES)] == [2, 5]


def test_a_single_row_counts_full() -> None:
    assert fuse({"dense": [(4, 0.2)], "lexical": []}, HALVES) == [(4, 0.5)]


def test_nothing_in_nothing_out() -> None:
    assert fuse({}, HALVES) == []
    assert fuse({"dense": []}, HALVES) == []


def test_a_ranking_needs_its_weight() -> None:
    with pytest.raises(KeyError, match="sparse"):
        fuse({"sparse": [(1, 1.0)]}, HALVES)


@given(Rows, Rows)
def test_every_row_once_scores_fall_within_bounds(
    left: list[tuple[int, float]], right: list[tuple[int, float]]
) -> None:
    fused = fuse({"dense": left, "lexical": right}, HALVES)
    assert {row for row, _ in fused} == {row for row, _ in [*left, *right]}
    scores = [score for _, score in fused]
    assert len(fused) == len(set(dict(fused)))
    assert scores == sorted(scores, reverse=True)
    assert all(0.0 <= score <= 1.0 + 1e-9 for score in scores)


@given(Rows, st.floats(0.1, 10), st.floats(-20, 20))
def test_the_scale_of_a_ranking_does_not_matter(
    ranking: list[tuple[int, float]], factor: float, shift: float
) -> None:
    rounded = [(row, round(score, 3)) for row, score in ranking]
    moved = [(row, score * factor + shift) for row, score in rounded]
    before = dict(fuse({"dense": rounded}, HALVES))
    after = dict(fuse({"dense": moved}, HALVES))
    assert all(after[row] == pytest.approx(before[row], abs=1e-6) for row in before)
