from __future__ import annotations

from chat.ask.suggestions import suggest
from rag.types import Document, Section


def document(doc_id: str, text: str, title: str = "行动计划") -> Document:
    sections = []
    for line in text.split("\n"):
        if line.startswith(("一、", "二、", "1.", "2.")):
            start = text.index(line)
            sections.append(Section(line, 1, start, start + len(line)))
    return Document(doc_id, title, text, f"{doc_id}.txt", "0", sections=tuple(sections))


PLAN = document(
    "a", "一、总体目标\n全市累计建成典型场景260个。\n二、保障措施\n首试首用是指首次试用。"
)
SHEET = document("b", "1.怎样写好场景机会？\n写清五个要素。", "问答")


def test_half_a_sentence_is_no_term() -> None:
    text = "无论是实行指令性计划还是指导性计划，都要算账。综合场景一般是指成片的场景。"
    assert suggest([document("a", text)], 9) == []


def test_definitions_figures_lists_and_asked_headings_become_questions() -> None:
    assert [found.question for found in suggest([PLAN, SHEET], 9)] == [
        "什么是首试首用？",
        "怎样写好场景机会？",
        "《行动计划》提出了哪些总体目标？",
        "全市累计建成典型场景多少个？",
        "《行动计划》提出了哪些保障措施？",
    ]


def test_documents_take_turns_and_each_question_knows_its_own() -> None:
    assert [found.doc_id for found in suggest([PLAN, SHEET], 3)] == ["a", "b", "a"]


def test_a_clause_that_points_elsewhere_is_not_asked() -> None:
    assert suggest([document("a", "其中累计建成典型场景260个。该机制是指轮换。")], 9) == []


def test_the_same_question_is_offered_once() -> None:
    assert len(suggest([PLAN, document("c", PLAN.text)], 9)) == 4


def test_nothing_comes_of_nothing() -> None:
    assert suggest([], 6) == []
    assert suggest([document("a", "")], 6) == []
