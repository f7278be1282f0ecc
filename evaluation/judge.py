"""A language model as a second opinion on answers: an option, never the measure.

It is asked whether an answer means what the reference answers mean. Its opinion stands beside
the deterministic figures, with how far the two agree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import prompts
from evaluation.outcome import Outcome
from evaluation.sets import Question
from rag.config import Settings
from rag.errors import ConfigError
from rag.protocols import ChatModel
from rag.types import Answer, Status
from rag.wiring import build_chat_model

_WORDS = re.compile(r"\w+")
_VERDICTS = {"对": 1.0, "正确": 1.0, "错": 0.0, "错误": 0.0, "不对": 0.0, "不正确": 0.0}
_MAX_CHARS = 2000  # of an answer that is shown to the judge
_DIGITS = 4


class Judge:
    """Asks a language model whether answers are right."""

    def __init__(self, model: ChatModel) -> None:
        self._model = model

    @property
    def name(self) -> str:
        """Which model judges."""
        return self._model.name

    def judge(self, question: Question, answer: Answer) -> float | None:
        """Return 1.0 for right, 0.0 for wrong, None for what is not judged or not understood.

        Only answers that have a reference are judged: that the others should have been
        declined needs no opinion. Raises ModelError if the model does not answer.
        """
        if not (question.answerable and question.required) or answer.status is not Status.ANSWERED:
            return None
        asked = prompts.render(
            "judge_user",
            question=question.text,
            answers=" ／ ".join("、".join(group) for group in question.required),
            answer=answer.text[:_MAX_CHARS],
        )
        reply = "".join(self._model.stream(prompts.render("judge_system"), asked))
        return verdict(reply)


def build_judge(settings: Settings) -> Judge:
    """Return the judge of the settings; raise ConfigError if they name no language model."""
    if not settings.chat.base_url:
        raise ConfigError(
            "judging needs a language model: set SCENARIO_QA_CHAT__BASE_URL and "
            "SCENARIO_QA_CHAT__MODEL, or leave out --judge"
        )
    return Judge(build_chat_model(settings))


def verdict(reply: str) -> float | None:
    """Return what a bare verdict (对, 评分：正确) says, None for any other reply.

    None is looked for inside a sentence: 不完全正确 holds 正确, 没有错 holds 错.
    """
    words = _WORDS.findall(reply)
    return _VERDICTS.get(words[-1]) if 1 <= len(words) <= 2 else None


def agreement(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return how many answers were judged and how far that agrees with ``contains``.

    ``agreement`` is the share of equal verdicts, ``kappa`` Cohen's: 1 is perfect, 0 is what
    chance alone would give (None where both always say the same).
    """
    asked = [outcome for outcome in outcomes if outcome.answer and outcome.answered]
    pairs = [(o.judged == 1.0, o.right) for o in asked if o.judged is not None]
    record: dict[str, Any] = {"n": len(pairs), "not_understood": len(asked) - len(pairs)}
    if not pairs:
        return {**record, "right": None, "agreement": None, "kappa": None}
    judged = sum(by_judge for by_judge, _ in pairs) / len(pairs)
    counted = sum(by_figure for _, by_figure in pairs) / len(pairs)
    equal = sum(by_judge == by_figure for by_judge, by_figure in pairs) / len(pairs)
    chance = judged * counted + (1 - judged) * (1 - counted)
    kappa = None if chance == 1.0 else round((equal - chance) / (1 - chance), _DIGITS)
    return {
        **record,
        "right": round(judged, _DIGITS),
        "agreement": round(equal, _DIGITS),
        "kappa": kappa,
    }
