"""Two runs side by side: paired tests against plain arithmetic and scipy, wins and losses."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from evaluation.contrast import TIMES, contrast, differences, mcnemar
from evaluation.outcome import Outcome
from evaluation.reports.contrast_table import contrast_record, contrast_table
from evaluation.runs import Run
from rag.errors import InputError
from tests.run_material import outcome, write_run


@settings(max_examples=50)
@given(st.integers(0, 400), st.integers(0, 400))
def test_mcnemar_agrees_with_the_binomial_test(before: int, after: int) -> None:
    found = mcnemar(before, after)
    if before + after:
        assert found == pytest.approx(binomtest(before, before + after, 0.5).pvalue, abs=1e-9)
    else:
        assert found == 1.0


def test_mcnemar_by_hand_and_without_overflow() -> None:
    # one of six discordant pairs: 2 * (1 + 6) / 64
    assert mcnemar(1, 5) == pytest.approx(14 / 64)
    assert mcnemar(0, 0) == 1.0
    assert mcnemar(3000, 3100) == pytest.approx(binomtest(3000, 6100).pvalue, abs=1e-9)


def test_the_bootstrap_interval_is_that_of_the_paired_differences() -> None:
    generator = np.random.default_rng(7)
    scores = generator.random((200, 2))
    before, after = (
        [replace(outcome(str(n)), answer={"f1": float(row[at])}) for n, row in enumerate(scores)]
        for at in (0, 1)
    )
    found = {each.name: each for each in differences(before, after)}["answer f1"]
    gaps = scores[:, 1] - scores[:, 0]
    assert found.difference == pytest.approx(gaps.mean())
    spread = 1.96 * gaps.std() / math.sqrt(len(gaps))
    assert found.low == pytest.approx(gaps.mean() - spread, abs=0.006)
    assert found.high == pytest.approx(gaps.mean() + spread, abs=0.006)
    assert (found.test, found.significant) == ("bootstrap", False)


def test_a_run_against_itself_differs_in_nothing() -> None:
    same = [outcome("a"), outcome("b", contains=0.0), outcome("c", answerable=False)]
    for each in differences(same, same):
        if each.difference is not None:
            assert (each.difference, each.low, each.high) == (0.0, 0.0, 0.0)
            assert each.p == (None if each.name in TIMES else 1.0)
            assert not each.significant


def test_times_are_told_but_never_tested_and_more_recall_is_better() -> None:
    fast = [replace(outcome(str(n), contains=0.0), latency_ms=10.0 + n % 3) for n in range(40)]
    slow = [replace(each, latency_ms=90.0, answer={"contains": 1.0}) for each in fast]
    found = {each.name: each for each in differences(fast, slow)}
    assert found["latency_ms p50"].difference == pytest.approx(79)
    assert found["latency_ms p50"].p is None
    assert not found["latency_ms p50"].significant
    assert found["answer contains"].significant
    assert not found["answer contains"].worse
    assert found["answer contains"].test == "mcnemar"
    assert found["right"].b == 1.0


def test_three_questions_that_are_no_longer_declined_are_no_proof() -> None:
    answered = [outcome(str(n), answerable=False) for n in range(3)] + [outcome("3")]
    declined = [replace(each, answered=False) for each in answered]
    found = {each.name: each for each in differences(declined, answered)}
    for name, p in (("abstention recall", 0.25), ("abstention answered_rate", 1.0)):
        assert (found[name].test, found[name].p) == ("mcnemar", p)
    assert found["abstention recall"].difference == -1.0


@pytest.fixture
def runs(tmp_path: Path) -> tuple[Run, Run]:
    before = [outcome("a"), outcome("b", contains=0.0), outcome("c"), outcome("gone")]
    after = [outcome("a", contains=0.0), outcome("b"), outcome("c"), outcome("new")]
    return (
        write_run(tmp_path / "before", before, {"corpus": "x", "program": "1"}),
        write_run(tmp_path / "after", after, {"corpus": "x", "program": "2"}),
    )


def test_wins_and_losses_are_listed(runs: tuple[Run, Run]) -> None:
    found = contrast(*runs)
    assert (found.n, found.only_a, found.only_b) == (3, 1, 1)
    assert [(each.id, each.before, each.after) for each in found.wins] == [
        ("b", "answer does not name what it should", "")
    ]
    assert [each.id for each in found.losses] == ["a"]
    assert found.losses[0].question == "question a"
    assert found.differing == ("the program",)
    text = contrast_table(found)
    assert "won: 1\n  b  question b" in text
    assert "left out: 1 only in the first, 1 in the second" in text
    told = contrast_record(found)["figures"][0]
    assert (told["name"], told["significant"], told["worse"]) == ("right", False, False)
    assert "\nlatency_ms p50 " in text


def test_runs_of_other_questions_are_refused(tmp_path: Path) -> None:
    first = write_run(tmp_path / "one", [outcome("a")])
    second = write_run(tmp_path / "two", [outcome("b")])
    with pytest.raises(InputError, match="no question in common"):
        contrast(first, second)


def test_outcomes_of_both_kinds_survive(runs: tuple[Run, Run]) -> None:
    assert runs[0].outcomes()[1] == outcome("b", contains=0.0)
    assert isinstance(runs[0].outcomes()[0], Outcome)
