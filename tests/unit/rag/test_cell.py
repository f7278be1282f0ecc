"""Of a table the one row that is meant is told, and of that row the cell asked for."""

from __future__ import annotations

import pytest

from rag.language.rows import read, tables
from rag.types import Answer, Status
from tests.memory_library import make_document, make_pipeline

LEDGER = make_document(
    "惠企政策台账\n"
    "序号 | 政策名称 | 文号 | 主要内容 | 牵头部门 | 截止日期\n"
    "序号：1；政策名称：稳岗返还政策；文号：江人社〔2024〕3号；主要内容：中小微企业返还60%。"
    "同一企业一次。；牵头部门：市人社局；截止日期：2024-12-31\n"
    "序号：2；政策名称：科技创新券；文号：江科〔2024〕18号；主要内容：每家企业最高20万元。；"
    "牵头部门：市科技局；截止日期：长期有效",
    title="惠企政策台账",
)
TASKS = make_document(
    "重点任务分工表\n"
    + "\n".join(
        f"序号：{n}；任务：建设第{n}批起降点；目标：新增{4 * n}个；牵头单位：市第{n}局；"
        f"完成时限：2025年{n % 12 + 1}月底前"
        for n in range(1, 18)
    ),
    title="重点任务分工表",
)
DISTRICTS = make_document(
    "分区县情况\n"
    "区县 | 常住人口（万人）| 城镇化率 | 合同额（万元）\n"
    "区县：江东区；常住人口（万人）：88.12；城镇化率：85.3%；合同额（万元）：56000\n"
    "区县：滨湖区；常住人口（万人）：65.4；城镇化率：70%\n"
    "区县：西岭县；常住人口（万人）：30；城镇化率：—",
    title="区县年报",
)
SERIES = make_document(
    "历年指标\n"
    "指标：粮食产量；单位：万吨；2012年：318；2013年：327\n"
    "指标：发电量；单位：亿千瓦时；2012年：954；2013年：981",
    title="历年指标",
)
ECONOMY = make_document(
    "主要指标\n"
    "指标：第一产业；2022年总量：210.3；2022年增速：3.8；2023年总量：219.6；2023年增速：4.0\n"
    "指标：第二产业；2022年总量：1402.2；2022年增速：5.0；2023年总量：1498.7；2023年增速：6.9",
    title="国民经济主要指标",
)
YEARBOOK = make_document(
    "人均产值\n年份：2019；人均产值（元）：58518.9\n年份：2020；人均产值（元）：61728.9；备注：快报",
    title="统计年鉴",
)
CHART = make_document("趋势\n2021 | 场景数（项）：210\n2022 | 场景数（项）：480", title="汇报")
ALL = [LEDGER, TASKS, DISTRICTS, SERIES, ECONOMY, YEARBOOK, CHART]


def ask(question: str) -> Answer:
    return make_pipeline(ALL).ask(question)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("科技创新券截止日期", "长期有效"),
        ("科技创新券由谁牵头？", "市科技局"),
        ("稳岗返还政策的文号", "江人社〔2024〕3号"),
        ("第5批起降点什么时候完成？", "2025年6月底前"),
        ("第17批起降点由谁牵头？", "市第17局"),
        ("江东区常住人口多少万人？", "常住人口（万人）：88.12"),
        ("滨湖区城镇化率", "70%"),
        ("2013年粮食产量是多少？", "327；单位：万吨"),
        ("2013年粮食产量是多少万吨？", "327"),
        ("2023年第二产业增速", "6.9"),
        ("2023年第二产业增加值", "1498.7"),
        ("2020年人均产值是多少？", "人均产值（元）：61728.9"),
        ("2022年场景数", "场景数（项）：480"),
    ],
)
def test_the_cell_that_the_question_names_is_the_answer(question: str, short: str) -> None:
    answer = ask(question)
    assert answer.status is Status.ANSWERED
    assert answer.short_answer == short
    assert [citation.quote.count("\n") for citation in answer.citations] == [0]  # its row alone


@pytest.mark.parametrize(
    "question",
    [
        "第40批起降点由谁牵头？",
        "滨湖区合同额多少万元？",  # only 江东区 has one
        "2013年小麦产量是多少？",
        "2023年第二产业用电量是多少？",
        "2024年人均产值是多少？",
    ],
)
def test_no_other_row_answers_for_the_one_that_is_meant(question: str) -> None:
    assert ask(question).status is Status.ABSTAINED


def test_the_fields_of_a_form_are_no_records() -> None:
    form = "文号：江办函〔1996〕16号 | 发布日期：2018年12月03日"
    assert read(form, tables(form, 0, len(form))[0]) == []
