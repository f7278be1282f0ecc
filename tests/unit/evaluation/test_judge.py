"""A judge is asked about answers to answerable questions, and stands beside the figures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from evaluation.judge import Judge, build_judge
from evaluation.sets import Question
from rag.config import Settings
from rag.errors import ConfigError
from rag.types import Answer, Status

ASKED = Question("q", "多少组？", 1, True, ("15组",), (("15组", "十五组"), ("杭州",)))


class Scripted:
    """A language model that says what it was told to say."""

    name = "scripted"

    def __init__(self, reply: str) -> None:
        self.reply, self.asked = reply, ""

    def stream(self, system: str, user: str) -> Iterator[str]:
        assert "只输出一个字" in system
        self.asked = user
        yield from self.reply


def answer(text: str, status: Status = Status.ANSWERED) -> Answer:
    return Answer(status, ASKED.text, text)


@pytest.mark.parametrize(("reply", "expected"), [("对", 1.0), ("错", 0.0), ("……", None)])
def test_its_verdict_is_read(reply: str, expected: float | None) -> None:
    model = Scripted(reply)
    assert Judge(model).judge(ASKED, answer("杭州撮合15组。" + "长" * 5000)) == expected
    assert "参考答案：15组、十五组 ／ 杭州" in model.asked
    assert len(model.asked) < 2200


def test_what_needs_no_opinion_is_not_asked() -> None:
    model = Scripted("对")
    judge = Judge(model)
    assert judge.judge(ASKED, answer("没有", Status.ABSTAINED)) is None
    assert judge.judge(Question("q", "？", 1, False), answer("有")) is None
    assert judge.judge(Question("q", "？", 1, True), answer("有")) is None
    assert model.asked == ""


def test_without_a_language_model_it_says_what_to_set() -> None:
    with pytest.raises(ConfigError, match="SCENARIO_QA_CHAT__BASE_URL"):
        build_judge(Settings())
