"""The pipeline: what it refuses, what it times, threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from rag.errors import InputError
from rag.focus import may_follow, pointed_out
from rag.types import Document, Filter, Metadata, Status, Turn
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


FIRST = make_document(
    "粮油联席会议由粮食局等九个部门组成。联席会议办公室设在粮食局。", "粮油联席会议制度"
)
SECOND = make_document(
    "职教联席会议由教育局牵头。联席会议办公室设在教育局。", "职教联席会议制度（2024—2026年）"
)
OTHER = make_document(
    "关于联席会议办公室的公告\n海教发〔2024〕7号\n联席会议办公室设在体育局。",
    "公告",
    Metadata(number="海教发〔2024〕7号"),
)
TALKS = make_pipeline([FIRST, SECOND, OTHER, NORTH, SOUTH])


@pytest.mark.parametrize("cited", [FIRST, SECOND])
def test_a_follow_up_is_asked_of_what_was_just_cited(cited: Document) -> None:
    history = [Turn("哪个部门牵头？", "……", (cited.doc_id,))]
    answer = TALKS.ask("联席会议办公室设在哪里？", history)
    assert answer.doc_ids == (cited.doc_id,)


@pytest.mark.parametrize(
    ("question", "follows"),
    [
        ("有问题打哪个电话问？", True),
        ("办公室设在哪儿？", True),
        ("体育竞赛表演产业总规模达到多少？", False),
        ("北京的补贴是多少？", False),
        ("海教发〔2024〕7号讲了什么？", False),
    ],
)
def test_what_names_its_own_subject_follows_nothing(question: str, follows: bool) -> None:
    assert may_follow(question, question) is follows


@pytest.mark.parametrize("question", ["建成示范田多少个？", "北岭市开放场景多少项？"])
def test_a_new_topic_finds_its_own_document(question: str) -> None:
    answer = TALKS.ask(question, [Turn("哪个部门牵头？", "……", (FIRST.doc_id,))])
    assert (answer.short_answer, answer.notes) == (TALKS.ask(question).short_answer, ())


def test_a_document_is_asked_by_its_number_alone() -> None:
    assert TALKS.ask("海教发〔2024〕7号的办公室设在哪里？").doc_ids == (OTHER.doc_id,)


@pytest.mark.parametrize(
    ("question", "understood"),
    [
        ("这份文件还有效吗？", "《职教联席会议制度》还有效吗？"),
        ("还有效吗", "《职教联席会议制度》还有效吗？"),
        ("哪个单位发的", "《职教联席会议制度》哪个单位发的？"),
    ],
)
def test_what_points_at_the_document_cited_is_asked_of_it_alone(
    question: str, understood: str
) -> None:
    history = [Turn("教育局牵头什么？", "……", (SECOND.doc_id,)), Turn("谢谢", "不客气")]
    answer = TALKS.ask(question, history)
    assert answer.question == understood
    assert {item.passage.doc_id for item in answer.evidence} == {SECOND.doc_id}


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("这份文件是哪次会通过的？", "《开放条例》是哪次会通过的？"),
        ("该办法的附件有什么？", "《开放条例》的附件有什么？"),
        ("它现在还管用吗？", "《开放条例》现在还管用吗？"),
        ("发给谁的？", "《开放条例》发给谁的？"),
        ("因此决定由谁作出？", "因此决定由谁作出？"),
        ("资本方案是什么？", "资本方案是什么？"),
        ("《促进条例》是谁发的？", "《促进条例》是谁发的？"),
        ("北岭市的补贴发给谁？", "北岭市的补贴发给谁？"),
    ],
)
def test_what_only_a_document_can_be_asked_means_the_one_cited(question: str, meant: str) -> None:
    assert pointed_out(question, "开放条例（2024—2026年）") == meant


def test_a_document_cited_before_that_is_gone_changes_nothing() -> None:
    history = [Turn("哪个部门牵头？", "……", ("gone",))]
    assert TALKS.ask("建成示范田多少个？", history).short_answer == "45个"


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
