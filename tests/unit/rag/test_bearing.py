"""A figure of another site than the one asked about answers nothing."""

from __future__ import annotations

import pytest

from tests.memory_library import make_document, make_pipeline

REPORT = make_document(
    "关于煤矿事故调查处理情况的通报\n"
    "3月，北岭集团公司青石煤矿发生特大瓦斯事故，造成61名矿工遇难。\n"
    "9月，某市连续发生两起特大煤矿瓦斯爆炸事故：白杨沟煤矿瓦斯爆炸事故造成37人死亡；"
    "红土梁煤矿瓦斯爆炸事故造成22人死亡。\n"
    "青石煤矿年产原煤90万吨。发生事故后，该煤矿停产6个月。",
    title="关于煤矿事故调查处理情况的通报",
)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("青石煤矿瓦斯爆炸死了多少人？", "61名"),
        ("白杨沟煤矿瓦斯爆炸死了多少人？", "37人"),
        ("红土梁煤矿瓦斯爆炸死了多少人？", "22人"),
        ("青石煤矿年产原煤多少万吨？", "90万吨"),
        ("事故发生后煤矿停产几个月？", "6个月"),
    ],
)
def test_the_value_of_the_site_asked_about(question: str, short: str) -> None:
    assert make_pipeline([REPORT]).ask(question).short_answer == short
