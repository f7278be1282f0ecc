from __future__ import annotations

from chat.ask.suggestions import suggest
from rag.types import Answer, Citation, Document, Metadata, Section, Status


def document(doc_id: str, text: str, title: str = "场景培育行动计划") -> Document:
    text = f"{title}\n{text}"
    sections = []
    for line in text.split("\n"):
        if line.startswith(("一、", "二、", "1.", "2.")):
            start = text.index(line)
            sections.append(Section(line, 1, start, start + len(line)))
    known = Metadata(written_on="2026-03-01")
    return Document(doc_id, title, text, f"{doc_id}.txt", "0", known, sections=tuple(sections))


PLAN = document(
    "a",
    "一、基本原则\n（一）需求导向。先有问题再谈技术。\n（二）分类开放。按照风险高低来定。\n"
    "二、现状\n2025年，全国累计建成典型场景260个。首试首用是指新产品第一次在真实环境中试用。",
)
SHEET = document("b", "1.怎样写好场景机会？\n写清五个要素。", "场景工作问答")


def questions(*documents: Document) -> list[str]:
    return [found.question for found in suggest(documents, 9)]


def test_asked_headings_definitions_lists_and_figures_become_questions() -> None:
    assert set(questions(PLAN, SHEET)) == {
        "怎样写好场景机会？",
        "什么是首试首用？",
        "《场景培育行动计划》的基本原则有哪些？",
        "2025年全国累计建成典型场景有多少个？",
    }


def test_half_a_sentence_is_no_term() -> None:
    text = "无论是指令性计划还是指导性计划，都要算账。子女，是指婚生子女和其他依法抚养的人员。"
    assert questions(document("a", text)) == []


def test_what_a_speech_asks_itself_is_not_offered() -> None:
    assert questions(document("a", "1.建设规模能不能够更加扩大呢？\n不能够。")) == []


def test_a_heading_that_only_tells_what_to_do_is_not_asked() -> None:
    assert (
        questions(document("a", "一、落实落细稳就业举措\n加强服务。\n二、保持稳定\n稳中求进。"))
        == []
    )


def test_documents_take_turns_and_each_question_knows_its_own() -> None:
    assert {found.doc_id for found in suggest([PLAN, SHEET], 2)} == {"a", "b"}


def test_the_same_question_is_offered_once() -> None:
    again = Document("c", PLAN.title, PLAN.text, "c.txt", "1", PLAN.metadata, PLAN.sections)
    assert sorted(questions(PLAN, again)) == sorted(questions(PLAN))


def test_nothing_comes_of_nothing() -> None:
    assert suggest([], 6) == []
    assert questions(document("a", "")) == []


def test_an_answer_counts_only_if_it_cites_the_place_that_the_question_was_read_off() -> None:
    (found,) = [one for one in suggest([PLAN], 9) if "首试首用" in one.question]
    at = PLAN.text.index("首试首用是指")

    def answer(start: int, doc_id: str = "a") -> Answer:
        quote = PLAN.text[start : start + 4]
        cited = Citation("1", doc_id, PLAN.title, "a.txt", None, start, start + 4, quote)
        return Answer(Status.ANSWERED, "", quote, citations=(cited,))

    assert found.answered_by(answer(at))
    assert not found.answered_by(answer(0))
    assert not found.answered_by(answer(at, "b"))
    assert not found.answered_by(Answer(Status.ABSTAINED, "", ""))
    assert found.distance(answer(at)) == 0
    assert found.distance(answer(0)) == at - 4
