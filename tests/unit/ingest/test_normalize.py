"""Normalisation: one form for each character and gap, idempotent, nothing visible lost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.text.normalize import hidden_characters, normalise


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("发 展 趋 势 ，场 景 驱 动", "发展趋势，场景驱动"),
        ("2019 年，中国专利", "2019年，中国专利"),
        ("关于申报2 0 2 4 年 度项目的通知", "关于申报2024年 度项目的通知"),
        ("5800 亿 元 ，生 成 式 人 工 智 能", "5800亿元，生成式人工智能"),
        ("15%，市场规模约 14.4 万亿元。", "15%，市场规模约14.4万亿元。"),
        ("机器人 4S 店，构建", "机器人4S店，构建"),
        ("开 —服务”一站式供应链服务的平台，整合近", "开—服务”一站式供应链服务的平台，整合近"),
        ("占 GDP 比重为 18.01%，数", "占 GDP 比重为18.01%，数"),
        ("The quick  brown fox", "The quick brown fox"),
        ("２０２５年ＡＩ＋场景，３．９３％", "2025年AI+场景，3.93%"),
        ("：（）！？；，。“”《》〔〕", "：（）！？；，。“”《》〔〕"),
        ("标　　题：关于", "标题：关于"),
        ("索 引 号：", "索引号："),
        ("第一章　总则", "第一章 总则"),
        ("第 一 章　　总 则", "第一章 总则"),
        ("吴　滨　　高洪玮", "吴滨 高洪玮"),
        ("吴 滨 高洪玮", "吴滨 高洪玮"),
        ("（ 一 ）总体要求", "（一）总体要求"),
        ("3.1 数据来源", "3.1 数据来源"),
        ("1 总则", "1 总则"),
        ("3.93 万亿元", "3.93万亿元"),
        ("2022 年合肥启动", "2022年合肥启动"),
        ("场\u200b景\ufeff创\u00ad新\x07", "场景创新"),
        ("ﬁnal ofﬁce", "final office"),
        ("⽂⺠⼈", "文民人"),
        ("\uf9d1\uf91d", "六欄"),
        ("cafe\u0301", "café"),
        ("  \u3000缩进的段落。", "缩进的段落。"),
        ("臺灣繁體", "臺灣繁體"),
        ("", ""),
    ],
)
def test_examples(raw: str, wanted: str) -> None:
    assert normalise(raw) == wanted


def test_prose_is_what_the_caller_says() -> None:
    assert normalise("人工 智能", prose=True) == "人工智能"
    assert normalise("人工 智能", prose=False) == "人工 智能"


def test_hidden_characters_are_counted() -> None:
    assert hidden_characters("场\u200b景\x07 \U000e0041") == 3
    assert hidden_characters("plain text\twith a tab") == 0


RADICALS = {ord(char): normalise(char) for char in map(chr, range(0x2E80, 0x2EF4))}
LINES = st.text(
    st.one_of(
        st.sampled_from("场景创新驱动，。：（）“”— 　\u200b１Ａ％．3 .a章一"),
        st.characters(codec="utf-8", exclude_categories=["Cs", "Zl", "Zp"]),
    ),
    max_size=40,
)


@given(LINES)
def test_normalising_twice_changes_nothing(line: str) -> None:
    once = normalise(line)
    assert normalise(once) == once


@given(LINES)
def test_only_gaps_and_invisible_characters_are_lost(line: str) -> None:
    def visible(text: str) -> str:
        shown = (c for c in text if not hidden_characters(c) and c.isprintable())
        return "".join(unicodedata.normalize("NFKC", "".join(shown)).translate(RADICALS).split())

    assert visible(normalise(line)) == visible(line)


@given(LINES)
def test_a_line_stays_one_trimmed_line(line: str) -> None:
    done = normalise(line)
    assert done == done.strip()
    assert "\n" not in done
    assert "  " not in done


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("－－坚持场景牵引。", "——坚持场景牵引。"),
        ("--坚持场景牵引。", "——坚持场景牵引。"),
        ("─────坚持场景牵引。", "——坚持场景牵引。"),
        ("― ―", "― ―"),
        ("算谷--算力高地", "算谷——算力高地"),
        ("2021-2023年", "2021-2023年"),
        ("5--6年", "5--6年"),
        ("A--B", "A--B"),
        ("目录——————3", "目录——————3"),
    ],
)
def test_a_dash_is_a_dash_whatever_strokes_it_was_made_of(text: str, normal: str) -> None:
    assert normalise(text) == normal
