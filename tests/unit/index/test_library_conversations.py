"""Conversations and ratings: kept per user, searched, deleted, brought back."""

from __future__ import annotations

import pytest

from index.ledger import Ledger
from rag.errors import InputError

ANSWER = {"answer": "首试首用是指新产品第一次在真实环境中试用。[1]"}


def asked(ledger: Ledger, user: str, question: str) -> tuple[str, int]:
    kept = ledger.conversations
    conversation = kept.begin(user, question, {})
    exchange = kept.add(user, conversation, question)
    kept.finish(exchange, "done", ANSWER, "")
    return conversation, exchange


def test_a_conversation_is_found_by_title_question_and_answer_by_its_user_only(
    ledger: Ledger,
) -> None:
    kept = ledger.conversations
    first, _ = asked(ledger, "lin", "什么是首试首用？")
    second, _ = asked(ledger, "lin", "目标是什么？")
    kept.rename("lin", second, "  行动计划\n的目标 ")
    assert [one.conversation_id for one in kept.listed("lin")] == [second, first]
    assert kept.listed("lin", "行动计划")[0].title == "行动计划 的目标"
    assert [one.conversation_id for one in kept.listed("lin", "什么是首试")] == [first]
    assert len(kept.listed("lin", "真实环境")) == 2
    assert kept.listed("lin", "100%") == []
    assert kept.listed("wang") == []
    assert kept.load("wang", first) is None
    assert kept.add("wang", first, "偷看") == 0
    kept.rename("wang", first, "改名")
    kept.remove("wang", first)
    loaded = kept.load("lin", first)
    assert loaded is not None
    assert loaded.title == "什么是首试首用？"
    assert loaded.exchanges[0].answer == ANSWER


def test_a_question_asked_again_takes_the_place_of_all_after_it(ledger: Ledger) -> None:
    kept = ledger.conversations
    conversation, _ = asked(ledger, "lin", "甲")
    second = kept.add("lin", conversation, "乙")
    kept.add("lin", conversation, "丙")
    other, _ = asked(ledger, "lin", "旁边的")
    kept.add("lin", conversation, "丁", instead_of=second)
    kept.add("lin", other, "不相干的", instead_of=second)
    loaded = kept.load("lin", conversation)
    assert loaded is not None
    assert [(one.question, one.reached) for one in loaded.exchanges] == [
        ("甲", "done"),
        ("丁", "waiting"),
    ]
    assert [one.exchanges for one in kept.listed("lin")] == [2, 2]


def test_a_question_is_never_put_in_the_place_of_another_unasked(ledger: Ledger) -> None:
    kept = ledger.conversations
    conversation, first = asked(ledger, "lin", "甲")
    for question in ("乙", "丙"):  # from two pages, each of which shows 甲 only
        kept.add("lin", conversation, question)
    gone = kept.add("lin", conversation, "丁", instead_of=first)
    for question in ("戊", "己"):
        kept.add("lin", conversation, question, instead_of=first)
    loaded = kept.load("lin", conversation)
    assert loaded is not None
    assert [one.question for one in loaded.exchanges] == ["丁", "戊", "己"]
    assert loaded.exchanges[0].exchange_id == gone


def test_asking_in_a_deleted_conversation_brings_it_back(ledger: Ledger) -> None:
    kept = ledger.conversations
    conversation, _ = asked(ledger, "lin", "甲")
    kept.remove("lin", conversation)
    kept.add("lin", conversation, "乙")
    assert [one.exchanges for one in kept.listed("lin")] == [2]


def test_what_is_deleted_can_be_brought_back(ledger: Ledger) -> None:
    kept = ledger.conversations
    conversation, _ = asked(ledger, "lin", "甲")
    kept.remove("lin", conversation)
    assert kept.listed("lin") == []
    assert kept.load("lin", conversation) is None
    kept.purge()
    kept.restore("lin", conversation)
    assert len(kept.listed("lin")) == 1
    with pytest.raises(InputError):
        kept.rename("lin", conversation, "  ")


def test_a_rating_keeps_question_answer_and_history_when_its_conversation_is_gone(
    ledger: Ledger,
) -> None:
    kept, log = ledger.conversations, ledger.feedback
    conversation, first = asked(ledger, "lin", "甲")
    second = kept.add("lin", conversation, "乙")
    assert not log.give("lin", second, good=True)  # not answered yet
    kept.finish(second, "done", ANSWER, "")
    assert not log.give("wang", second, good=True)
    assert log.give("lin", second, good=True)
    assert log.give("lin", second, good=False, reason=" 引用不对 ")
    loaded = kept.load("lin", conversation)
    assert loaded is not None
    assert [one.good for one in loaded.exchanges] == [None, False]
    kept.add("lin", conversation, "丙", instead_of=first)
    (rating,) = log.all()
    assert log.counts() == (0, 1)
    assert (rating.good, rating.reason, rating.question) == (False, "引用不对", "乙")
    assert rating.history == (("甲", ANSWER["answer"]),)
    assert rating.answer == ANSWER
    log.withdraw("lin", second)
    assert log.all() == []
    assert log.counts() == (0, 0)
    assert first != second
