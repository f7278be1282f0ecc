"""Digests of whole documents, and the documents that a question names."""

from __future__ import annotations

import pytest

from ingest.outline.structure import find_sections
from rag.answerers.facts import compose_fact
from rag.answerers.pieces import Sources
from rag.naming import name_in
from rag.question import classify
from rag.types import Answer, Evidence, Hit, Metadata, Status, Verdict
from tests.memory_library import MemoryLibrary, make_document, make_pipeline

OPINION = make_document(
    "海州市人民政府关于促进\n夜间集市规范发展的若干意见\n海政发〔2025〕9号\n各区人民政府，市政府各部门：\n"
    "为方便居民生活，现提出如下意见。\n一、总体要求\n"
    "以习近平新时代中国特色社会主义思想为指导，服务居民。坚持便民利民、有序开放、共建共治。\n"
    "二、完善布局\n（一）划定集市范围。在交通便利处划定集市二十处。\n（二）改造设施。配齐照明和排水设施。\n"
    "三、加强管理\n市场监管部门每月抽检食品，公布结果。\n",
    title="海州市人民政府关于促进夜间集市规范发展的若干意见",
    metadata=Metadata(kind="policy", number="海政发〔2025〕9号", issuer="海州市人民政府"),
)
REPORT = make_document(
    "2025年海州市人民政府工作报告\n过去一年，全市新增就业三万人。\n今年重点建设夜间集市和滨水步道。\n",
    title="2025年海州市人民政府工作报告",
)
CONGRESS = make_document("我们胜利召开了大会。\n", title="为建设新海州而奋斗 (十二大)")


def ask(question: str) -> Answer:
    return make_pipeline([OPINION, REPORT]).ask(question)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("海政发〔2025〕9号是什么文件？", "海政发20259号"),
        ("夜间集市的意见是谁发的", "夜间集市的意见"),
        ("总结一下促进夜间集市规范发展的若干意见", "促进夜间集市规范发展的若干意见"),
        ("夜间集市那个文件讲了什么", "夜间集市"),
        ("停车场那个文件讲了什么", ""),
        ("停车场的意见讲了什么", ""),
        ("停车场规范发展的意见讲了什么", ""),
        ("夜间集市什么时候开始", ""),
    ],
)
def test_a_document_is_named_by_number_title_or_a_short_form(text: str, name: str) -> None:
    assert name_in(text, OPINION.title, OPINION.metadata.number) == name


@pytest.mark.parametrize(
    ("text", "short"),
    [("夜间集市的意见是谁发的？", "海州市人民政府"), ("促进夜间集市的补贴谁发？", None)],
)
def test_who_issued_it_is_asked_of_documents_alone(text: str, short: str | None) -> None:
    (passage,) = MemoryLibrary([OPINION]).passages([0])
    sources = Sources(MemoryLibrary([OPINION]), [Evidence("1", Hit(passage, 1.0, 1))])
    draft = compose_fact(classify(text), sources)
    assert (draft.short if draft else None) == short


def test_the_number_of_a_second_letter_in_a_file_is_not_told_as_that_of_the_first() -> None:
    letter = "关于加强{0}管理的通知\n海安〔2026〕{1}号\n各区：\n请认真落实。\n2026年5月{1}日\n"
    first, second = letter.format("电动自行车", 8), letter.format("夏季防火", 9)
    sections = find_sections(first + second)
    about = Metadata(kind="policy", number="海安〔2026〕8号")
    title = "关于加强电动自行车管理的通知"
    bound = make_document(first + second, title=title, sections=sections, metadata=about)
    library = MemoryLibrary([bound])
    evidence = [Evidence("1", Hit(passage, 1.0, 1)) for passage in library.passages([0, 1])]
    asked = classify("电动自行车管理通知的文号是什么"), classify("夏季防火通知的文号是什么")
    drafts = [compose_fact(question, Sources(library, evidence)) for question in asked]
    assert [draft and draft.short for draft in drafts] == ["海安〔2026〕8号", None]


OLD = make_document(
    "海州市人民政府关于粮店换证的通知\n各区人民政府：\n粮店应当换证，证件三年有效。\n"
    "海州市人民政府\n一九九六年二月五日\n发布日期：2018年12月24日\n",
    title="海州市人民政府关于粮店换证的通知",
    metadata=Metadata(
        number="海政发〔1996〕2号", written_on="1996-02-05", addressee="各区人民政府"
    ),
)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("粮店换证的通知是什么时候印发的？", "一九九六年二月五日"),
        ("粮店换证的通知是哪天发的？", "一九九六年二月五日"),
        ("海政发〔1996〕2号是什么时候发的？", "一九九六年二月五日"),
        ("海政发〔1996〕2号发给谁？", "各区人民政府"),
    ],
)
def test_it_was_issued_on_its_own_day_to_its_own_addressees(question: str, short: str) -> None:
    assert make_pipeline([OLD, OPINION]).ask(question).short_answer == short


def test_a_document_that_tells_no_term_is_not_held_valid_by_a_word() -> None:
    answer = make_pipeline([OLD, OPINION]).ask("粮店换证的通知还有效吗？")
    assert answer.status is Status.ABSTAINED
    assert "没有写明有效期" in answer.text


def test_a_document_is_named_by_what_stands_in_brackets() -> None:
    assert name_in("十二大报告讲了什么", CONGRESS.title) == "十二大"
    assert name_in("2025年政府工作报告讲了什么", REPORT.title) == "2025年政府工作报告"


@pytest.mark.parametrize(
    "question",
    [
        "夜间集市那个文件主要讲了哪几块内容？",
        "夜间集市的意见讲了些什么？",
        "海政发〔2025〕9号是什么文件？",
        "介绍一下夜间集市的若干意见",
    ],
)
def test_a_document_is_told_by_its_title_and_its_parts(question: str) -> None:
    answer = ask(question)
    assert answer.status is Status.ANSWERED
    assert answer.text.startswith("海州市人民政府关于促进夜间集市规范发展的若干意见[1]")
    parts = [line.split("[")[0].split("：")[0] for line in answer.text.splitlines()[2:]]
    assert parts == ["1. 总体要求", "2. 完善布局", "3. 加强管理"]
    assert "划定集市范围" in answer.text
    assert "习近平" not in answer.text  # what every document begins with tells nothing of this one
    assert all(said.verdict is Verdict.SUPPORTED for said in answer.statements)
    for one in answer.citations:
        assert OPINION.text[one.start : one.end] == one.quote


def test_headings_below_a_part_are_cited_one_by_one() -> None:
    line = next(
        line for line in ask("夜间集市的意见讲了什么？").text.splitlines() if "布局" in line
    )
    assert line.count("[") == 3


def test_one_of_many_parts_is_told_by_its_short_headings_too() -> None:
    parts = [f"{number}、第{number}部分\n这里说的是第{number}部分。\n" for number in "一二三四五"]
    tasks = "六、重点任务\n（一）改造道路。今年改造道路九条。\n（二）修建桥梁。今年修建桥梁两座。\n"
    text = "海州市修路计划\n" + "".join(parts) + tasks
    plan = make_document(text, title="海州市修路计划", sections=find_sections(text))
    last = make_pipeline([plan]).ask("总结全文").text.splitlines()[-1]
    assert last == "6. 重点任务[7]：改造道路[8]；修建桥梁[9]"


def test_what_a_document_says_of_something_is_no_digest() -> None:
    answer = ask("2025年政府工作报告对滨水步道怎么说？")
    assert all("新增就业" not in one.quote for one in answer.citations)


def test_the_one_document_there_is_need_not_be_named() -> None:
    answer = make_pipeline([OPINION]).ask("总结全文")
    assert answer.status is Status.ANSWERED
    assert "3. 加强管理" in answer.text


def test_a_document_without_headings_is_told_by_its_paragraphs() -> None:
    answer = ask("总结一下2025年政府工作报告")
    assert "新增就业三万人" in answer.text
    assert "滨水步道" in answer.text


def test_a_part_is_told_by_its_figures_and_the_headings_after_them() -> None:
    said = "过去一年，全市上下团结一心，办成了许多大事，解决了不少难题，各项工作都有新的进展。"
    reviewed = f"{said}全市生产总值达到900亿元、增长6%。{said * 16}\n"
    done = "一是改造旧城。改造小区四十个。\n二是疏通河道。疏通河道九条。\n" + f"{said * 14}\n"
    report = make_document(
        f"2024年海州市人民政府工作报告\n一、去年工作回顾\n{reviewed}{done}"
        f"二、今年工作任务\n（一）修路。{said}\n（二）架桥。{said}\n",
        title="2024年海州市人民政府工作报告",
    )
    answer = make_pipeline([report]).ask("2024年政府工作报告讲了什么？")
    first = next(line for line in answer.text.splitlines() if "工作回顾" in line)
    assert "全市生产总值达到900亿元、增长6%。" in first
