"""From the reader's logits over pieces to characters: the answer span and sentence scores."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rag.language.sentences import Span, sentence_spans

Floats = npt.NDArray[np.float32]

MAX_ANSWER_CHARS = 120
_EDGE = " \t\n\r　，。、；：！？,.;:!?·—-"
_PAIRS = {"《": "》", "“": "”", "（": "）", "「": "」", "(": ")", "〈": "〉", "【": "】"}
_WORD = re.compile(r"[0-9A-Za-z.,%％‰]")


@dataclass(frozen=True, slots=True)
class SpanScores:
    """One window's probabilities; index 0 of ``start`` and ``end`` is the null span.

    ``offsets`` are the characters of the pieces that follow the null place. ``margin`` is
    the log of the best span's probability over that of the null span.
    """

    start: Floats
    end: Floats
    offsets: Sequence[tuple[int, int]]
    first: int
    last: int
    probability: float
    margin: float


def best_span(
    start: Floats, end: Floats, offsets: Sequence[tuple[int, int]], max_chars: int
) -> SpanScores:
    """Return the most probable span of at most ``max_chars`` among a window's pieces.

    ``start`` and ``end`` are logits of the null place followed by the text's pieces.
    """
    start, end = softmax(start), softmax(end)
    count = len(offsets)
    if count == 0:
        return SpanScores(start, end, offsets, 0, -1, 0.0, -20.0)
    lefts = np.array([left for left, _ in offsets])
    rights = np.array([right for _, right in offsets])
    joint = start[1:, None] * end[None, 1:]
    allowed = (lefts[:, None] < rights[None, :]) & (rights[None, :] - lefts[:, None] <= max_chars)
    joint = np.where(np.triu(allowed), joint, 0.0)
    first, last = divmod(int(joint.argmax()), count)
    best = float(joint[first, last])
    margin = float(np.log(max(best, 1e-9)) - np.log(max(float(start[0] * end[0]), 1e-9)))
    return SpanScores(start, end, offsets, first, last, best, margin)


def softmax(logits: Floats) -> Floats:
    """Return probabilities that sum to 1."""
    raised = np.exp(logits - logits.max())
    return np.asarray(raised / raised.sum(), np.float32)


def snap(text: str, start: int, end: int) -> Span:
    """Return the span without punctuation at its ends, with numbers and quotes whole.

    A span that holds nothing but punctuation becomes empty at its start.
    """
    while start > 0 and _WORD.match(text[start - 1]) and _WORD.match(text[start : start + 1]):
        start -= 1
    while end < len(text) and _WORD.match(text[end]) and _WORD.match(text[end - 1 : end]):
        end += 1
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    for opening, closing in _PAIRS.items():
        inside = text[start:end]
        if inside.count(opening) > inside.count(closing) and text[end : end + 1] == closing:
            end += 1
        elif inside.count(closing) > inside.count(opening) and text[:start].endswith(opening):
            start -= 1
    return start, end


def sentence_shares(text: str, windows: Sequence[SpanScores]) -> list[tuple[int, int, float]]:
    """Return (start, end, share) of each sentence: how much of the span mass lies in it.

    The share is the mean of the start and the end probability inside the sentence, without
    the null span; the shares of a text sum to about 1. With several windows each counts by
    how little it puts on the null span.
    """
    sentences = sentence_spans(text)
    if not sentences:
        return []
    mass = np.zeros(len(text) + 1, np.float64)
    for window in windows:
        for place, (left, right) in enumerate(window.offsets, start=1):
            mass[min(left, len(text))] += 0.5 * window.start[place]
            mass[min(max(left, right - 1), len(text))] += 0.5 * window.end[place]
    total = float(mass.sum())
    if total <= 0:
        return [(start, end, 0.0) for start, end in sentences]
    sums = np.concatenate([[0.0], np.cumsum(mass)])
    return [(start, end, float((sums[end] - sums[start]) / total)) for start, end in sentences]
