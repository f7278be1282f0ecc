"""Real answers changed by a script: the checks catch the changes and pass the truth."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from benchmarks.mutations import answers_of, caught, mutate
from benchmarks.recompositions import Case, harmless
from rag.types import Answer, Document

pytestmark = pytest.mark.integration
ROOT = Path(__file__).resolve().parents[2]
Answers = tuple[list[Answer], Mapping[str, Document]]


@pytest.fixture(scope="module")
def answered() -> Answers:
    questions = ROOT / "tests" / "golden" / "sample_questions.jsonl"
    return answers_of(ROOT / "data" / "sample", questions, 1000, backend="rules")


def test_mutations_are_caught(answered: Answers) -> None:
    answers, documents = answered
    cases = mutate(answers, 300)
    assert len(cases) == 300
    assert len({case.kind for case in cases}) >= 15
    missed = [case for case in cases if not caught(case, documents)]
    assert len(missed) <= 6, [f"{case.kind}: {case.text}" for case in missed]


def test_untouched_answers_pass(answered: Answers) -> None:
    answers, documents = answered
    cases = [Case("original", answer.text, answer.citations) for answer in answers]
    assert len(cases) >= 100
    flagged = [case.text for case in cases if caught(case, documents)]
    assert len(flagged) <= 0.02 * len(cases), flagged


def test_harmless_rewordings_pass(answered: Answers) -> None:
    """Checks that refuse everything would catch every mutation too."""
    answers, documents = answered
    cases = [case for answer in answers for case in harmless(answer)]
    assert len(cases) >= 100
    flagged = [case.text for case in cases if caught(case, documents)]
    assert len(flagged) <= 0.05 * len(cases), flagged


def test_a_key_that_nothing_bears_is_reported(answered: Answers) -> None:
    answers, documents = answered
    text = answers[0].text.replace("[1]", "[77]")
    assert caught(Case("unknown key", text, answers[0].citations), documents)
