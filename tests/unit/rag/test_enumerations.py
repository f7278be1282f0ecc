"""Enumerations of every style, complete and in order."""

from __future__ import annotations

import pytest

from rag.answerers.lists.enumerations import find_series
from rag.answerers.lists.series import item_display
from rag.types import Section
from tests.memory_library import make_document


def lists(text: str, sections: tuple[Section, ...] = ()) -> list[list[str]]:
    document = make_document(text, sections=sections)
    return [
        [text[slice(*item_display(text, item))] for item in series.items]
        for series in find_series(document, 0, len(text))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "要求如下。一是摸清底数。逐项登记造册。二是分类处置。按轻重缓急推进。三是建章立制。形成长效机制。",
        "要求如下：一是摸清底数；二是分类处置；三是建章立制。",
        "其一，摸清底数。逐项登记造册并核对。\n其二，分类处置。按轻重缓急推进。\n其三，建章立制。形成机制。",
        "第一，摸清底数。第二，分类处置。第三，建章立制。",
        "（一）摸清底数。逐项登记造册，及时更新，做到底数清楚、情况明了、数据准确。\n"
        "（二）分类处置。\n（三）建章立制。",
        "一、摸清底数\n逐项登记造册。\n二、分类处置\n按轻重缓急推进。\n三、建章立制\n形成长效机制。",
        "步骤：①摸清底数；②分类处置；③建章立制。",
    ],
)
def test_styles(text: str) -> None:
    found = [[item.split("。")[0].split("\n")[0] for item in items] for items in lists(text)]
    assert ["摸清底数", "分类处置", "建章立制"] in found


def test_run_in_headings_and_one_that_lost_its_line_break() -> None:
    body = "有关部门要加强协同配合，明确责任分工，确保各项任务落到实处。"
    text = (
        f"健全供需对接机制。{body}\n"
        f"拓宽资金筹措渠道。{body}完善成果评价机制。{body}\n"
        f"优化人才培养机制。{body}"
    )
    assert [
        "健全供需对接机制",
        "拓宽资金筹措渠道",
        "完善成果评价机制",
        "优化人才培养机制",
    ] in lists(text)


def test_child_headings_of_a_section() -> None:
    text = "重点任务\n夯实数据底座\n汇聚数据资源。\n培育应用生态\n支持企业参与。"
    sections = (
        Section("重点任务", 1, 0, len(text)),
        Section("夯实数据底座", 2, text.find("夯实"), text.find("培育")),
        Section("培育应用生态", 2, text.find("培育"), len(text)),
    )
    assert ["夯实数据底座", "培育应用生态"] in lists(text, sections)


def test_a_new_first_item_begins_a_new_series() -> None:
    text = "问题：一是资金少；二是人才缺。对策：一是增投入；二是引人才；三是建平台。"
    assert lists(text) == [["资金少", "人才缺"], ["增投入", "引人才", "建平台"]]


def test_no_enumeration_in_plain_prose() -> None:
    assert lists("这是一段普通的话。它没有列举任何东西，第二天也没有。") == []
