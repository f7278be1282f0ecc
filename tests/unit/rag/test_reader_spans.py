"""Spans and sentence shares from logits, checked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.adapters.reader_spans import best_span, sentence_shares, snap

OFFSETS = [(0, 2), (2, 4), (4, 5), (5, 8)]


def logits(**high: float) -> np.ndarray:
    found = np.zeros(5, np.float32)
    for name, value in high.items():
        found[int(name[1:])] = value
    return found


def test_the_best_pair_of_start_and_end_is_taken() -> None:
    span = best_span(logits(p2=9.0), logits(p3=9.0), OFFSETS, 120)
    assert (span.first, span.last) == (1, 2)
    assert span.probability > 0.9
    assert span.margin > 5


def test_an_end_before_the_start_is_no_span() -> None:
    span = best_span(logits(p3=5.0), logits(p1=9.0, p4=3.0), OFFSETS, 120)
    assert span.first <= span.last


def test_a_null_span_gives_a_negative_margin() -> None:
    assert best_span(logits(p0=9.0), logits(p0=9.0), OFFSETS, 120).margin < -5


def test_no_span_is_longer_than_allowed() -> None:
    span = best_span(logits(p1=9.0), logits(p4=9.0), OFFSETS, 4)
    assert OFFSETS[span.last][1] - OFFSETS[span.first][0] <= 4


def test_an_empty_text_has_no_span() -> None:
    empty = np.zeros(1, np.float32)
    span = best_span(empty, empty, [], 120)
    assert span.last < span.first
    assert span.probability == 0.0


@pytest.mark.parametrize(
    ("text", "wanted", "snapped"),
    [
        ("投资，3.5亿元。", "，3", "3.5"),
        ("根据《条例》规定", "《条例", "《条例》"),
        ("根据《条例》规定", "条例》", "《条例》"),
        ("增长12.5%，", "12", "12.5%"),
        ("自2022年起", "2022年", "2022年"),
        ("好。", "。", ""),
    ],
)
def test_spans_are_snapped_to_whole_numbers_and_quotes(
    text: str, wanted: str, snapped: str
) -> None:
    start = text.index(wanted)
    left, right = snap(text, start, start + len(wanted))
    assert text[left:right] == snapped


@given(st.text("，。2年%《》（合", max_size=20), st.integers(0, 20), st.integers(0, 20))
def test_a_snapped_span_stays_in_the_text(text: str, one: int, two: int) -> None:
    start, end = sorted((min(one, len(text)), min(two, len(text))))
    left, right = snap(text, start, end)
    assert 0 <= left <= right <= len(text)


def test_sentence_shares_sum_to_one_and_follow_the_span() -> None:
    text = "甲乙。丙丁戊。"
    offsets = [(0, 2), (2, 3), (3, 6), (6, 7)]
    span = best_span(logits(p3=6.0), logits(p3=6.0), offsets, 120)
    shares = sentence_shares(text, [span])
    assert [(start, end) for start, end, _ in shares] == [(0, 3), (3, 7)]
    assert shares[1][2] > 0.9
    assert sum(share for *_, share in shares) == pytest.approx(1.0, abs=1e-6)
