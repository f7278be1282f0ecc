"""What each extractor takes from a document, and what it leaves."""

from __future__ import annotations

import pytest

from rag.guide.cases import find_cases
from rag.guide.events import find_events
from rag.guide.figures import find_figures
from rag.guide.findings import find_all
from rag.guide.glossary import find_definitions
from rag.guide.names import find_name
from rag.guide.series import find_series
from rag.guide.sheets import read_sheet
from rag.guide.voices import find_voices

from .guide_material import article, document, sample


def test_events_with_date_kind_and_who() -> None:
    found = [
        (one.date, one.kind.value, one.who.text if one.who else "")
        for one in find_events(read_sheet(article()))
    ]
    assert ("2021-03", "document", "国务院办公厅") in found
    assert ("2021-09", "action", "") in found  # 云洲 is no place that the table knows
    assert ("2025", "document", "") in found  # 今年 is the year the article bears
    assert ("2030", "goal", "") in found


@pytest.mark.parametrize(
    "text",
    [
        "申报单位应于2024年5月1日前提交材料。",
        "2024年，申请人可以报送下列材料。",
        "2022年的指导意见由哪六个部门联合印发？",
        "自2020年以来，各地做了大量工作。",
    ],
)
def test_deadlines_questions_and_spans_of_time_are_no_events(text: str) -> None:
    assert find_events(read_sheet(document(text))) == []


def test_the_day_of_signing_is_an_event_of_the_document() -> None:
    text = "关于促进云洲港口发展的意见\n各区：\n现提出如下意见。\n云洲市人民政府\n2023年4月5日"
    signed = document(text, written_on="2023-04-05", issuer="云洲市人民政府", kind="policy")
    event = find_events(read_sheet(signed))[0]
    assert (event.date, event.what.text, event.when.text) == (
        "2023-04-05",
        "关于促进云洲港口发展的意见",
        "2023年4月5日",
    )
    assert event.who is not None
    assert event.who.text == "云洲市人民政府"


def test_what_a_plan_says_of_its_own_years_is_an_aim() -> None:
    plan = "港口行动方案\n本方案的重点任务如下。\n2024年，启动三个试点。"
    event = find_events(read_sheet(document(plan, written_on="2023-12-01")))[0]
    assert event.kind.value == "goal"


def test_figures_have_measure_value_year_and_growth() -> None:
    figures = find_figures(read_sheet(article()))
    first = figures[0]
    assert (first.measure.text, first.value.text, first.date) == (
        "全国智慧港口市场规模",
        "1.2万亿元",
        "2024",
    )
    assert (first.number, first.unit) == (1.2e12, "元")
    assert first.growth is not None
    assert first.growth.text == "同比增长15%"
    series = find_series(figures)
    assert [point.date for point in series[0].points] == ["2022", "2024"]


def test_a_change_from_one_year_to_another_gives_two_figures() -> None:
    text = "全国研发投入从2012年的1.03万亿元上升到2025年的3.93万亿元，投入强度从1.98%提升至2.8%。"
    found = [(one.date, one.value.text) for one in find_figures(read_sheet(document(text)))]
    assert found == [
        ("2012", "1.03万亿元"),
        ("2025", "3.93万亿元"),
        ("2012", "1.98%"),
        ("2025", "2.8%"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2024年，对符合条件的企业给予不超过300万元补助。",
        "2021年至2022年6月，企业融资规模近3000亿元。",
        "高新技术产业产值是2015年的3.75倍。",
    ],
)
def test_subsidies_stretches_of_years_and_comparisons_are_no_figures(text: str) -> None:
    assert find_figures(read_sheet(document(text))) == []


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("智慧港口是指利用自动化装备实现一体化作业的现代港口。", "智慧港口"),
        ("第二条 本办法所称园区，是指经认定的产业集聚区域。", "园区"),
        ("（一）基本内涵。智慧林业是指利用云计算管理森林的发展模式。", "智慧林业"),
        ("微电网是一种新的分布式电源运行方式和技术。", "微电网"),
        ("一、适用范围病理软件是指对病理图像进行分析的医疗器械。", "病理软件"),
    ],
)
def test_definitions(text: str, term: str) -> None:
    assert [one.name for one in find_definitions(read_sheet(document(text)))] == [term]


@pytest.mark.parametrize(
    "text",
    [
        "这是指各地要把工作做实做细，不能流于形式。",
        "智慧城市是推进城市治理的重要载体，要加快建设。",
        "市工作指挥部应立即进行研究分析，指导有关地区迅速采取措施稳定市场。",
        "智慧林业的核心是利用现代技术建立一种长效的发展机制。",
    ],
)
def test_praise_orders_and_pronouns_define_nothing(text: str) -> None:
    assert find_definitions(read_sheet(document(text))) == []


def test_cases_say_what_was_done_and_what_came_of_it() -> None:
    (case,) = find_cases(read_sheet(article()))
    assert (case.place.text, case.province) == ("宁波", "浙江")
    assert "无人集卡车队" in case.done.text
    assert [one.text for one in case.outcomes] == ["目前，已有40家企业入驻，作业效率提升32%"]


def test_plans_for_a_place_are_no_cases() -> None:
    plan = "支持济南、青岛等市建设算力中心，到2025年达到100家。济南要建成30家实验室。"
    assert find_cases(read_sheet(document(plan))) == []


def test_cases_under_headings_of_the_sample() -> None:
    places = [case.place.text for one in sample() for case in find_all(one).cases]
    assert {"青屿市", "栖宁市", "朔原市", "云泽市"} <= set(places)


def test_voices_of_authors_and_officials() -> None:
    voices = find_voices(read_sheet(article()))
    assert [(one.kind.value, one.who.text) for one in voices] == [
        ("official", "交通运输部水运局局长王建国"),
        ("author", "李明、周兰"),
    ]
    assert voices[1].work is not None
    assert voices[1].work.text == "智慧港口的成本"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("各单位：\n现将《港口数字化指南》印发给你们。\n港口办\n", "港口数字化指南"),
        ("“十四五”港口发展规划\n一、现状\n", "“十四五”港口发展规划"),
        ("一、总体要求\n（一）基本原则\n", None),
    ],
)
def test_a_document_is_called_what_it_calls_itself(text: str, name: str | None) -> None:
    english = document(text)
    found = find_name(type(english)("d", "A Title", text, "d", "s"))
    assert (found.text if found else None) == name
