"""Sentences, clauses and the comparable form."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from rag.language.rows import is_row, over
from rag.language.sentences import bigrams, clause_spans, comparable, overlap, sentence_spans


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def test_stops_take_their_closing_quotes_along() -> None:
    text = "他说：“先行先试。”随后启动！\n3.5%是多少？ 完"
    assert pieces(text) == ["他说：“先行先试。”", "随后启动！", "3.5%是多少？", "完"]


def test_a_row_of_a_table_is_one_whatever_its_cells_hold() -> None:
    row = "名称：创新券；内容：最高20万元。同一企业一次。；截止：2025-12-31"
    bars = "创新券 | 最高20万元。| 社区"
    assert pieces(f"甲。乙\n{row}\n{bars}") == ["甲。", "乙", row, bars]
    assert pieces("一是建机制：甲；二是定标准：乙。丙") == [
        "一是建机制：甲；二是定标准：乙。",
        "丙",
    ]


def test_who_is_responsible_belongs_to_the_sentence_before() -> None:
    text = "建设港口。（负责部门：商务部）发展物流。（市港务局牵头，市财政局配合）。完（试行）"
    assert pieces(text) == [
        "建设港口。（负责部门：商务部）",
        "发展物流。（市港务局牵头，市财政局配合）。",
        "完（试行）",
    ]


def test_clauses_end_at_commas_and_semicolons() -> None:
    text = "甲，乙；丙。丁"
    assert [text[s:e] for s, e in clause_spans(text, 0, 5)] == ["甲，", "乙；", "丙"]


def test_comparable_drops_width_case_space_and_punctuation() -> None:
    assert comparable("超 １４００ 项，《AI》！51%") == "超1400项ai51%"


def test_overlap_is_the_share_of_the_smaller_set() -> None:
    assert overlap(bigrams("场景创新"), bigrams("场景")) == 1.0
    assert overlap(bigrams("场景"), frozenset()) == 0.0
    assert bigrams("甲") == {"甲"}


@given(st.text(alphabet="甲乙。！\n ”x.", max_size=60))
def test_spans_are_in_order_and_lose_only_white_space(text: str) -> None:
    spans = sentence_spans(text)
    assert all(start < end for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    kept = "".join(text[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(text.split())


def test_words_of_an_item_that_look_like_a_row_have_no_table_over_them() -> None:
    text = "工作安排\n一、牵头：市发改委；配合：市财政局；时限：年底前"
    start = text.index("牵头")
    assert is_row(text[start:])
    assert over(text, start) == ""
