"""Paragraphs that a program tore at links and changes of type are whole again."""

from __future__ import annotations

import pytest

from ingest.text.raw import RawLine
from ingest.text.repair import repair


def _text(text: str, *, whole: bool = False) -> str:
    lines = text.split("\n")
    return repair([RawLine(line, n, whole=whole) for n, line in enumerate(lines, 1)]).text


@pytest.mark.parametrize(
    ("torn", "mended"),
    [
        (
            "推动《\n云江协定\n》生效。成果丰硕。\n下一段。",
            "推动《云江协定》生效。成果丰硕。\n下一段。",
        ),
        ("审议了市长所作的\n工作报告\n。会议充分肯定", "审议了市长所作的工作报告。会议充分肯定"),
        ("五年来，我们贯彻\n云江条例\n，成效明显。", "五年来，我们贯彻云江条例，成效明显。"),
        ("细颗粒物（PM\n2.5\n）浓度下降。", "细颗粒物（PM2.5）浓度下降。"),
        ("一是\n调价项目较多。\n二是\n投入不足。", "一是调价项目较多。\n二是投入不足。"),
        ("（\n二\n）\n部署重要工作；\n（\n三\n）\n通报。", "（二）部署重要工作；\n（三）通报。"),
        ("一、\n总体要求\n（一）\n指导思想。坚持。", "一、总体要求\n（一）指导思想。坚持。"),
        ("手术台次数×\n100%\n。\n指标来源：", "手术台次数×100%。\n指标来源："),
        ("推动《\n\n云江协定\n\n》生效。", "推动《云江协定》生效。"),
    ],
)
def test_what_can_only_be_one_line_is_one(torn: str, mended: str) -> None:
    assert _text(torn) == mended


@pytest.mark.parametrize(
    "text",
    [
        "一、指导思想\n中国共产党\n坚持服务大局。",
        "应用软件。“\n三、申请进网的要求",  # a stray mark before a heading
        "市长说：“各位代表：\n我们完成了任务。”",
        "《云江条例\n第一章 总则\n第一条 为了开放",  # a title that never closes
        "（一）\n（二）\n（三）",
        "序号\n1.\n2.",
    ],
)
def test_lines_that_may_stand_alone_do(text: str) -> None:
    assert _text(text) == text


def test_lines_that_their_format_calls_whole_are_left_alone() -> None:
    assert _text("推动《\n云江协定\n》生效。", whole=True) == "推动《\n云江协定\n》生效。"
