"""Asking, as far as it goes without a browser: what is refused, asked again, or left amid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from types import SimpleNamespace
from typing import Any

import pytest

from chat.ask.drawer import Drawer
from chat.ask.exchanges import MAX_EXCHANGES, Conversation, Exchange, Progress
from chat.ask.layout import Parts
from chat.ask.memory import Memory
from chat.ask.ratings import Ratings
from chat.ask.talk import Talk
from chat.server.limits import RateLimit
from index.ledger import Ledger
from rag.types import Answer, Status
from tests.awaiting import awaited

PARTS = Parts(**{field.name: field.name for field in fields(Parts)})
REQUEST: Any = SimpleNamespace(request=SimpleNamespace(scope={}), session_hash="page")
USER = "local"


class FakeDesk:
    """Answers in two pieces, whatever is asked."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.questions = RateLimit(1000, 60.0)

    def ask(self, question: str, *_: object) -> Iterator[Answer]:
        yield Answer(Status.ANSWERED, question, "前一半")
        yield Answer(Status.ANSWERED, question, "前一半，后一半")

    def as_it_stands(self, answer: Answer, as_of: str) -> Answer:
        return answer

    def refuse(self) -> None:
        self.questions = RateLimit(1, 3600.0)
        self.questions.take("page")


@pytest.fixture
def desk(ledger: Ledger) -> Any:
    return FakeDesk(ledger)


@pytest.fixture
def talk(desk: Any) -> Talk:
    return Talk(desk, Memory(desk), PARTS)


def clicked(**data: str) -> Any:
    return SimpleNamespace(_data=data)


def answered(talk: Talk, asked: dict[Any, Any]) -> Conversation:
    """Return the conversation once the question that was begun has its answer."""

    async def last() -> Conversation:
        state: Conversation = asked["state"]
        async for shown in talk.answer(state, REQUEST):
            state = shown["state"]
        return state

    return awaited(last())


def ask(talk: Talk, state: Conversation, *questions: str) -> Conversation:
    for question in questions:
        state = answered(talk, talk.begin(question, state, REQUEST))
    return state


def kept(talk: Talk, state: Conversation) -> list[str]:
    found = talk.memory.open(USER, state.conversation_id)
    assert found
    assert all(one.progress is Progress.DONE for one in found.exchanges)
    return [one.question for one in found.exchanges]


def test_a_refused_question_is_no_part_of_the_conversation_and_costs_none(
    talk: Talk, desk: Any
) -> None:
    state = ask(talk, Conversation(), "一")
    desk.refuse()
    refused = talk.begin("二", state, REQUEST)
    assert "提问太快了" in refused["live"]
    assert 'id="turn-1"' in refused["live"]
    assert 'data-turn="2" data-question="二"' in refused["live"]
    assert "state" not in refused
    assert "question" not in refused
    desk.questions = RateLimit(1000, 60.0)
    again = talk.begin_clicked("二", state, REQUEST, clicked(turn="2", question="二"))
    assert again["question"] == "", "it stood in the box"
    state = answered(talk, again)
    reloaded = talk.memory.open(USER, state.conversation_id)
    assert reloaded
    assert kept(talk, ask(talk, reloaded, "三")) == ["一", "二", "三"]


def test_a_change_that_was_refused_takes_nothing_away(talk: Talk, desk: Any) -> None:
    state = ask(talk, Conversation(), "一", "二", "三")
    desk.refuse()
    refused = talk.begin_clicked("", state, REQUEST, clicked(turn="2", question="二改"))
    assert "state" not in refused
    assert 'id="turn-4"' in refused["live"]
    desk.questions = RateLimit(1000, 60.0)
    assert kept(talk, ask(talk, state, "四")) == ["一", "二", "三", "四"]
    changed = talk.begin_clicked("", state, REQUEST, clicked(turn="2", question="二改"))
    assert kept(talk, answered(talk, changed)) == ["一", "二改"]


def test_a_full_conversation_keeps_its_last_question(talk: Talk) -> None:
    state = Conversation(tuple(Exchange(f"第{n}问") for n in range(MAX_EXCHANGES)))
    state = state.update(reached=Progress.DONE)
    refused = talk.begin("又一问", state, REQUEST)
    assert f"最多 {MAX_EXCHANGES} 个问题" in refused["live"]
    assert f"第{MAX_EXCHANGES - 1}问" in refused["live"]
    assert "state" not in refused


def test_only_what_is_asked_leaves_the_question_box(talk: Talk) -> None:
    assert talk.begin(" 一\ud83d ", Conversation(), REQUEST)["question"] == ""
    offered = talk.begin_clicked("还没写完", Conversation(), REQUEST, clicked(question="二"))
    assert offered["state"].live.question == "二"
    assert "question" not in offered


def test_two_pages_with_one_conversation_lose_none_of_its_turns(talk: Talk) -> None:
    one = ask(talk, Conversation(), "共同")
    other = talk.memory.open(USER, one.conversation_id)
    assert other
    one, other = ask(talk, one, "甲"), ask(talk, other, "乙")
    assert kept(talk, one) == ["共同", "甲", "乙"]
    changed = talk.begin_clicked("", other, REQUEST, clicked(turn="2", question="丙"))
    assert kept(talk, answered(talk, changed)) == ["共同", "甲", "丙"]


def test_a_page_that_is_closed_amid_an_answer_leaves_what_had_come(talk: Talk) -> None:
    def after(pieces: int) -> Exchange:
        state = talk.begin("一", Conversation(), REQUEST)["state"]

        async def leave() -> None:
            answers = talk.answer(state, REQUEST)
            for _ in range(pieces):
                await anext(answers)
            await answers.aclose()

        awaited(leave())
        found = talk.memory.open(USER, state.conversation_id)
        assert found
        assert found.live
        return found.live

    left = after(1)
    assert left.answer
    assert (left.answer.text, left.progress) == ("前一半", Progress.CUT_OFF)
    assert talk.line.idle
    assert after(3).progress is Progress.DONE, "what is shown as finished is kept by then"


def test_enter_pressed_twice_asks_once(talk: Talk) -> None:
    state = talk.begin("一", Conversation(), REQUEST)["state"]

    async def twice() -> list[dict[Any, Any]]:
        first = talk.answer(state, REQUEST)
        await anext(first)
        pressed = talk.begin("", state, REQUEST)
        assert pressed == PARTS.unchanged
        shown = [shown async for shown in talk.answer(state, REQUEST)]
        await first.aclose()
        return shown

    assert awaited(twice()) == [PARTS.unchanged]


def test_the_open_conversation_opened_again_amid_an_answer_does_not_wait_for_it(talk: Talk) -> None:
    state = talk.begin("一", Conversation(), REQUEST)["state"]
    clicked_again = clicked(id=state.conversation_id)
    shown = Drawer(talk, talk.memory, PARTS).open(state, REQUEST, clicked_again)
    assert not shown["state"].busy
    assert "已停止" in shown["live"]


def test_a_title_given_while_an_answer_comes_stays(talk: Talk) -> None:
    state = talk.begin("原来的问题", Conversation(), REQUEST)["state"]

    async def rename_meanwhile() -> Conversation:
        answers = talk.answer(state, REQUEST)
        shown = await anext(answers)
        given = clicked(id=state.conversation_id, title=" 我的标题 ")
        drawn = Drawer(talk, talk.memory, PARTS).rename(shown["state"], REQUEST, given)
        assert "我的标题" in drawn["heading"]
        return [shown["state"] async for shown in answers][-1]

    state = awaited(rename_meanwhile())
    asked = talk.begin("又一问", state, REQUEST)
    assert "<h2>我的标题</h2>" in asked["heading"]
    again = talk.begin_clicked(
        "", answered(talk, asked), REQUEST, clicked(turn="1", question="改了")
    )
    assert again["state"].title == "我的标题"


def test_rating_an_early_answer_does_not_fold_it_away(talk: Talk) -> None:
    state = Conversation()
    for number in range(30):
        state = state.ask(f"第{number}问").update(reached=Progress.DONE)
    ratings = Ratings(talk.memory, PARTS)
    rated = ratings.rate(state, REQUEST, clicked(turn="9", value="bad"))
    assert 'id="turn-9"' in rated["finished"]
    rated = ratings.rate(state, REQUEST, clicked(turn="10", value="bad"))
    assert 'id="turn-9"' not in rated["finished"]
    assert 'id="turn-10"' in rated["finished"]
