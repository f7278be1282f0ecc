"""Questions that a language model proposes; what it cannot show in the text is dropped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import prompts
from evaluation.comparison import comparable
from evaluation.drafting.draft import Draft
from rag.protocols import ChatModel
from rag.types import Passage

_PARTS = 3
_MAX_CHARS = 1200


def model_drafts(model: ChatModel, passages: Sequence[Passage], each: int) -> Iterator[Draft]:
    """Yield up to ``each`` questions on every passage; raise ModelError if the model fails."""
    for passage in passages:
        asked = prompts.render(
            "draft_user", count=str(each), title=passage.context, text=passage.text[:_MAX_CHARS]
        )
        reply = "".join(model.stream(prompts.render("draft_system"), asked))
        yield from list(read_reply(reply, passage))[:each]


def read_reply(reply: str, passage: Passage) -> Iterator[Draft]:
    """Yield the lines of a reply whose evidence is in the passage and holds the answer."""
    for line in reply.splitlines():
        parts = [part.strip() for part in line.replace("|", "｜").split("｜")]
        if len(parts) != _PARTS:
            continue
        question, answer, evidence = parts
        shown = comparable(evidence) in comparable(passage.text)
        if question and shown and comparable(answer) and comparable(answer) in comparable(evidence):
            yield Draft(question, "fact", (answer,), (evidence,), note="语言模型")
