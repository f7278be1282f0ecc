"""What is offered to ask next, over a desk that answers every question from its own place."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from chat.ask.exchanges import Conversation, Progress
from chat.ask.offers import Offers
from chat.server.line import Line
from rag.types import Answer, Citation, Document, Evidence, Hit, Passage, Status

TEXT = (
    "场景办法\n首试首用是指新产品第一次在真实环境中试用。\n"
    "沙盒监管是指在限定的地方先试新做法的监管方式。"
)
DOCUMENT = Document("d1", "场景办法", TEXT, "a.txt", "0")
PASSAGE = Passage("p1", "d1", 0, len(TEXT), TEXT, "场景办法", ())
ASKED, OTHER = "什么是首试首用？", "什么是沙盒监管？"


def offered(answer: Answer) -> str:
    desk: Any = SimpleNamespace(document=lambda doc_id: DOCUMENT, answers=lambda *_: True)
    parts: Any = SimpleNamespace(offers="offers")
    talk = Conversation().ask("别的问法").update(answer=answer, reached=Progress.DONE)
    return str(Offers(desk, Line(), parts).find(talk)["offers"])


def test_what_was_just_answered_is_not_offered_again() -> None:
    start = TEXT.index("首试首用")
    quote = TEXT[start : TEXT.index("。") + 1]
    cited = Citation("1", "d1", "场景办法", "", None, start, start + len(quote), quote)
    html = offered(Answer(Status.ANSWERED, "别的问法", quote, citations=(cited,)))
    assert ASKED not in html
    assert OTHER in html


def test_after_an_abstention_the_nearest_documents_tell_what_can_be_asked() -> None:
    abstained = Answer(Status.ABSTAINED, "别的问法", "没有找到。")
    near = replace(abstained, evidence=(Evidence("1", Hit(PASSAGE, 0.1, 1)),))
    assert ASKED in offered(near)
    assert offered(abstained) == ""
