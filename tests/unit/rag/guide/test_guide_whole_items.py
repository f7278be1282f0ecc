"""Every item of the guide means something by itself: no half sentence, no figure of nobody."""

from __future__ import annotations

import pytest

from rag.guide.events import find_events
from rag.guide.figure import told_once
from rag.guide.figures import find_figures
from rag.guide.findings import find_all
from rag.guide.glossary import find_definitions
from rag.guide.names import find_name
from rag.guide.quotes import on_one_line
from rag.guide.ranking import rank_cases, rank_figures
from rag.guide.sheets import read_sheet
from rag.guide.topic import Topic
from rag.guide.voices import find_voices
from rag.types import Document

from .guide_material import document

EVERYTHING = Topic("", {})


@pytest.mark.parametrize(
    "text",
    [
        "该文件于2025年11月7日印发，《新办法》同时公布。",
        "截至2025年底，全国注册无人机超过328万架。",
        "2025年5月，云洲市启动港口试点，其中细",
        "周明2021年加入云洲证券，硕士，首席分析师。",
        "2025年全国智慧港口市场规模达1.2万亿元。",
    ],
)
def test_what_means_nothing_by_itself_is_no_event(text: str) -> None:
    assert find_events(read_sheet(document(f"消息\n{text}"))) == []


def test_a_record_is_an_event() -> None:
    text = "消息\n2023年，全国港口吞吐量首次超过170亿吨。"
    assert [event.date for event in find_events(read_sheet(document(text)))] == ["2023"]


def test_a_figure_that_leans_on_the_one_before_is_told_with_it() -> None:
    text = "消息\n2024年，全国实施更新项目6万个，完成投资2.9万亿元；市场规模达3万亿元。"
    figures = find_figures(read_sheet(document(text)))
    assert [one.value.text for one in figures] == ["6万个", "2.9万亿元"]
    assert figures[1].of is not None
    assert figures[1].of.text == "全国实施更新项目"
    assert figures[1].told.text.startswith("2024年，全国实施更新项目")
    assert told_once(figures) == (figures[0],)


def test_what_grew_since_last_year_is_no_aim_and_half_a_change_no_figure() -> None:
    text = "消息\n到2025年底，全国注册的无人机达到328万架，比上年增长51%；投入强度由1.98%来。"
    (figure,) = find_figures(read_sheet(document(text)))
    assert not figure.target
    assert figure.value.text == "328万架"


def test_what_came_of_a_case_stands_with_its_place_only() -> None:
    text = (
        "各地做法\n宁波以码头为载体，建成无人集卡车队，开放三个作业面。"
        "截至2025年底，合作金额1.26亿元，作业收入达3亿元。\n"
    )
    found = find_all(document(text, written_on="2026-03-01"))
    assert found.figures
    assert found.cases[0].outcomes
    assert rank_figures([found], EVERYTHING) == ()


def test_a_case_told_by_two_documents_is_one() -> None:
    done = "宁波以码头为载体，建成无人集卡车队。目前，已有40家企业入驻，作业效率提升32%。"
    again = "宁波在码头建成无人集卡车队，开放作业面。目前，40家企业入驻，作业效率提升32%。"
    found = [find_all(document(f"做法{n}\n{text}", str(n))) for n, text in enumerate((done, again))]
    assert [len(one.cases) for one in found] == [1, 1]
    assert len(rank_cases(found, EVERYTHING)) == 1


def test_a_verb_of_speech_is_no_part_of_a_name() -> None:
    text = "讲话\n周伯明局长强调指出：港口建设要把数据打通，让货主少跑路，让船舶少等待。"
    assert [voice.who.text for voice in find_voices(read_sheet(document(text)))] == ["周伯明局长"]


def test_whatever_comes_is_no_term() -> None:
    text = "讲话\n无论是指令性计划还是指导性计划，都要按照价值规律的要求来认真办理。"
    assert find_definitions(read_sheet(document(text))) == []


def test_the_contents_are_no_part_of_the_title() -> None:
    text = "智慧港口发展规划\n目录\n一、总则\n"
    named = find_name(Document("d", "Port plan", text, "d.txt", "0"))
    assert named is not None
    assert named.text == "智慧港口发展规划"


def test_a_broken_line_is_no_space_in_chinese() -> None:
    assert on_one_line("标准体系\n建设指南") == "标准体系建设指南"
    assert on_one_line("AI\nplan 计划") == "AI plan 计划"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (
            "局长周伯明提出“让货主少跑路、让船舶少等待”，深入阐释港口的变化，受到欢迎。",
            "“让货主少跑路、让船舶少等待”",
        ),
        (
            "局长周伯明指出，“十五五”时期港口建设要把数据打通，让货主少跑路。",
            "“十五五”时期港口建设要把数据打通，让货主少跑路。",
        ),
        ("局长周伯明提出“海港梦”理念，深入阐释了港口的变化和航运的未来。", ""),
        ("局长周伯明建议，在规划完成后，再研究该项目的审批问题和后续安排。", ""),
    ],
)
def test_a_statement_is_whole_and_no_one_elses(said: str, kept: str) -> None:
    found = [voice.said.text for voice in find_voices(read_sheet(document(f"讲话\n{said}")))]
    assert found == ([kept] if kept else [])


def test_what_is_counted_stands_before_its_number() -> None:
    text = "消息\n2024年，港口协会、船东和科研院所等50余名代表到会，全市港口企业达到320家。"
    figures = find_figures(read_sheet(document(text)))
    assert [one.value.text for one in figures] == ["320家"]


def test_what_was_striven_for_is_no_outcome() -> None:
    text = (
        "典型经验\n1.浙江省宁波市实施“四大工程”，扎实推进港口开放。\n"
        "2.江苏省南通市开展联合审图，施工审查进入“快车道”。\n"
    )
    cases = find_all(document(text, kind="case")).cases
    assert [(one.done.text, [came.text for came in one.outcomes]) for one in cases] == [
        ("浙江省宁波市实施“四大工程”，扎实推进港口开放。", []),
        ("江苏省南通市开展联合审图", ["施工审查进入“快车道”。"]),
    ]
