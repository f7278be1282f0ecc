"""Questions about rules: who does something, for whom, when, and what something is called."""

from __future__ import annotations

import pytest

from rag.types import Answer, Section, Status
from tests.memory_library import make_document, make_pipeline

RULES = (
    "海州市智慧园区管理办法\n第一章 总则\n"
    "第一条 为加强医疗基金智能审核知识库、规则库（以下简称“两库”）管理，制定本办法。\n"
    "第二条 知识库是审核所需知识和依据的集合。规则库是基于知识库判断行为是否合规的逻辑的集合。\n"
    "第二章 申报条件\n第三条 申报智慧园区应具备下列条件：\n（一）有完整的建设规划；\n"
    "（二）入驻企业20家以上；\n（三）有规范的运营机构。\n"
    "第三章 管理\n第四条 有下列情况之一的企业不得申报智慧园区：\n（一）提供虚假信息的；\n"
    "（二）近三年发生过安全事故的；\n（三）有偷税漏税记录的。\n"
    "第五条 有下列情况之一的，撤销智慧园区称号：\n"
    "（一）企业被依法终止；\n（二）发生重大质量事故。\n"
    "第六条 各区应制定发现疑点信息的处理程序。处理程序应包括初审、复审、申诉、调查核实等环节。\n"
    "第七条 助老行动的范围扩大至石家庄、太原、福州等14个城市，开展培训。\n"
)
CHAPTERS = ("第一章 总则", "第二章 申报条件", "第三章 管理")


def _sections() -> tuple[Section, ...]:
    starts = [RULES.index(heading) for heading in CHAPTERS]
    ends = [*starts[1:], len(RULES)]
    return tuple(
        Section(heading=heading, level=1, start=start, end=end)
        for heading, start, end in zip(CHAPTERS, starts, ends, strict=True)
    )


DOCUMENT = make_document(RULES, title="海州市智慧园区管理办法", sections=_sections())


def ask(question: str) -> Answer:
    answer = make_pipeline([DOCUMENT]).ask(question)
    assert answer.status is Status.ANSWERED
    return answer


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("哪些企业不能申报智慧园区？", "提供虚假信息的", "完整的建设规划"),
        ("申报智慧园区要什么条件？", "完整的建设规划", "虚假信息"),
        ("智慧园区的申报条件是什么？", "入驻企业20家以上", "虚假信息"),
        ("智慧园区称号在什么情况下会被撤销？", "企业被依法终止", "虚假信息"),
        ("医疗基金的“两库”指什么？", "知识库、规则库（以下简称“两库”）", "偷税"),
        ("助老行动扩大到哪些城市？", "石家庄、太原、福州等14个城市", "疑点"),
    ],
)
def test_the_rule_asked_for(question: str, said: str, unsaid: str) -> None:
    answer = ask(question)
    assert said in answer.text
    assert unsaid not in answer.text
