"""A follow-up made a question that stands alone: by a language model, else by rules."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from prompts import render
from rag.answerers.generation.patience import Bounds, within
from rag.answerers.generation.prompting import fenced
from rag.conversation import standalone
from rag.errors import ModelError
from rag.language.orders import gives_orders
from rag.language.sentences import bigrams, comparable
from rag.language.values import years
from rag.protocols import ChatModel
from rag.types import Turn

_BOUNDS = Bounds(first_s=3.0, total_s=5.0, chars=400)
_TURNS = 3  # last turns shown to the model
_ANSWER_CHARS = 300
_MAX_CHARS = 120
_KNOWN = 0.6  # share of the reply's character pairs that were said before; asking words differ

_log = logging.getLogger(__name__)


class Rephraser:
    """Asks a language model what a follow-up means; where it invents or fails, rules say it.

    Safe to share by threads if the model is.
    """

    def __init__(self, model: ChatModel) -> None:
        self._model = model

    def __call__(self, question: str, history: Sequence[Turn]) -> str:
        """Return the question as it would be asked without the conversation before it."""
        by_rules = standalone(question, history)
        if not history or not question.strip():
            return by_rules
        turns = "\n".join(
            f"问：{fenced(turn.question)}\n答：{fenced(turn.answer[:_ANSWER_CHARS])}"
            for turn in history[-_TURNS:]
        )
        user = render("standalone_user", turns=turns, question=fenced(question))
        try:
            pieces = within(self._model.stream(render("standalone_system"), user), _BOUNDS)
            reply = "".join(pieces).strip().removeprefix("问：").strip("“”\"' ")
        except ModelError as exc:
            _log.warning("%s", " ".join(str(exc).split()))
            return by_rules
        said = "\n".join((question, *(f"{turn.question}\n{turn.answer}" for turn in history)))
        return reply if _holds(reply, question, said) else by_rules


def _holds(reply: str, question: str, said: str) -> bool:
    """Whether a reply is one short question made of words that were said."""
    if not reply or "\n" in reply or len(reply) > _MAX_CHARS or gives_orders(reply):
        return False
    mine, known = bigrams(comparable(reply)), bigrams(comparable(said))
    return (
        len(mine & known) >= _KNOWN * len(mine)
        and years(question) <= years(reply) <= years(said)
        and bool(bigrams(comparable(question)) & mine)
    )
