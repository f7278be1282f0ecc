"""A question is the same question however it is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.language.phrasing import uniform

PLAIN = "低空经济有哪些支持政策？"


@pytest.mark.parametrize(
    "typed",
    [
        "低空经济有哪些支持政策",
        "低空经济有哪些支持政策?",
        "低空经济有哪些支持政策？？",
        "低空经济有哪些支持政策。",
        " 低空经济 有哪些支持政策 ",
        "低空经济\n有哪些支持政策",
        "请问低空经济有哪些支持政策",
        "请问一下，低空经济有哪些支持政策呢？",
        "你好，请问低空经济有哪些支持政策？谢谢！",
        "我想知道低空经济有哪些支持政策",
        "想问下低空经济有哪些支持政策啊",
        "麻烦帮我查一下低空经济有哪些支持政策",
        "能不能告诉我低空经济有哪些支持政策？",
    ],
)
def test_what_only_dresses_a_question_changes_nothing(typed: str) -> None:
    assert uniform(typed) == PLAIN


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("你好", "你好"),
        ("谢谢！", "谢谢！"),
        ("2023、2024年产值是多少", "2023年、2024年产值是多少？"),
        ("帮我写一首诗", "帮我写一首诗"),
        ("问题整改台账有什么要求", "问题整改台账有什么要求？"),
        ("问界汽车卖了多少？", "问界汽车卖了多少？"),
        ("老师的职责有哪些", "老师的职责有哪些？"),
        ("问责的情形有哪些？", "问责的情形有哪些？"),
        ("２０２５年５Ｇ基站有多少", "2025年5G基站有多少？"),
        ("AI Act 是什么", "AI Act 是什么？"),
        ("合肥做了什么？杭州呢？", "合肥做了什么？杭州呢？"),
        ("那杭州呢？", "那杭州呢？"),
        ("数据要素的发布时间", "数据要素的发布时间？"),
        ("介绍一下合肥的做法", "介绍一下合肥的做法？"),
        ("？？", "？？"),
        ("", ""),
    ],
)
def test_what_is_asked_stays(typed: str, kept: str) -> None:
    assert uniform(typed) == kept


BEFORE = st.sampled_from(
    ["", " ", "请问", "你好，", "您好！请问一下，", "我想了解一下", "问下", "请告诉我："]
)
AFTER = st.sampled_from(["", "？", "?", "。", "呢？", "啊", "？谢谢！", " ？\n", "……"])


@given(BEFORE, AFTER)
def test_any_dress_comes_off_and_none_is_put_on_again(before: str, after: str) -> None:
    assert uniform(f"{before}{PLAIN.strip('？')}{after}") == PLAIN == uniform(PLAIN)
