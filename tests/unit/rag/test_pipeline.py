"""The pipeline: what it refuses, what it times, threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from rag.errors import InputError
from rag.types import Filter, Metadata, Status, Turn
from tests.memory_library import make_document, make_pipeline

NORTH = make_document("北岭市开放场景320项，南坡镇开放场景15项。", title="北岭市公报")
SOUTH = make_document("南溪县建成示范田45个，推广良种8个。", title="南溪县简报")
PIPELINE = make_pipeline([NORTH, SOUTH])


@pytest.mark.parametrize("question", ["", "   \n", "问" * 2001])
def test_bad_questions_are_refused_with_what_is_allowed(question: str) -> None:
    with pytest.raises(InputError, match=r"empty|2,000"):
        PIPELINE.ask(question)
    with pytest.raises(InputError, match=r"empty|2,000"):
        PIPELINE.search(question)


def test_bad_counts_are_refused() -> None:
    with pytest.raises(InputError, match="allowed"):
        PIPELINE.search("场景", top_k=0)


def test_a_long_and_a_foreign_question_get_an_honest_answer() -> None:
    assert PIPELINE.ask("场景" * 1000).status in (Status.ANSWERED, Status.ABSTAINED)
    assert PIPELINE.ask("What is the weather like?").status is Status.ABSTAINED
    assert PIPELINE.ask("！？…").status is not None


def test_follow_up_shows_what_was_understood() -> None:
    history = [Turn("北岭市开放场景多少项？", "320项")]
    answer = PIPELINE.ask("那南坡镇呢？", history)
    assert answer.question == "南坡镇开放场景多少项？"
    assert answer.short_answer == "15项"


@pytest.mark.parametrize(
    "typed", ["北岭市开放场景多少项", "您好，请问北岭市开放场景多少项呢。谢谢"]
)
def test_how_a_question_is_dressed_changes_nothing(typed: str) -> None:
    plain = PIPELINE.ask("北岭市开放场景多少项？")
    answer = PIPELINE.ask(typed)
    assert (answer.text, answer.confidence) == (plain.text, plain.confidence)
    assert answer.question == "北岭市开放场景多少项？"


def test_filter_limits_the_answer() -> None:
    answer = PIPELINE.ask("建成示范田多少个？", wanted=Filter(doc_ids=(NORTH.doc_id,)))
    assert answer.status is Status.ABSTAINED
    assert {item.passage.doc_id for item in answer.evidence} <= {NORTH.doc_id}


def test_where_there_is_nothing_to_search_it_says_so_and_what_to_do() -> None:
    empty = make_pipeline([]).ask("建成示范田多少个？")
    assert empty.status is Status.ABSTAINED
    assert "资料库里还没有资料" in empty.text
    narrowed = PIPELINE.ask("建成示范田多少个？", wanted=Filter(kinds=("law",)))
    assert "限定的范围里没有资料" in narrowed.text
    assert "没有资料" not in PIPELINE.ask("火星上有水吗？").text


def test_times_add_up() -> None:
    times = PIPELINE.ask("建成示范田多少个？").timings_ms
    assert {"understand", "encode", "dense", "lexical", "read", "answer", "total"} <= set(times)
    assert times["total"] >= times["answer"] > 0


def test_many_threads_get_the_answers_of_one() -> None:
    questions = ["北岭市开放场景多少项？", "建成示范田多少个？", "推广良种多少个？"] * 8
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(PIPELINE.ask, questions))
    assert [a.short_answer for a in answers] == ["320项", "45个", "8个"] * 8


def test_what_is_cited_of_a_repealed_document_says_so() -> None:
    gone = make_document("西屏市开放场景77项。", "西屏市公报", Metadata(status="repealed"))
    answer = make_pipeline([gone, SOUTH]).ask("西屏市开放场景多少项？")
    assert answer.short_answer == "77项"
    assert {citation.status for citation in answer.citations} == {"已废止"}
    assert "所引《西屏市公报》已废止" in answer.notes
    in_force = make_pipeline([gone, SOUTH]).ask("建成示范田多少个？")
    assert {citation.status for citation in in_force.citations} == {""}
    assert in_force.notes == ()
