from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.comparison import AlignedText, comparable, comparables, holds, holds_half

TEXTS = st.text(alphabet="合肥场景机会超约１1400项。，《》“” .%2.8Ａa\n", max_size=60)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("超１４００ 项。", "超1400项"),
        ("“两张清单”模式", "两张清单模式"),
        ("《经济纵横》2026年第6期", "经济纵横2026年第6期"),
        ("AI、ＧＰＴ", "aigpt"),
        ("由1.98%提高到2.8％", "由1.98%提高到2.8%"),
        ("1. 程序合规", "1程序合规"),
        ("10～20人", "1020人"),
        ("，。 \u200b", ""),
    ],
)
def test_texts_are_compared_without_width_case_space_and_punctuation(
    text: str, expected: str
) -> None:
    assert comparable(text) == expected


def test_a_decimal_is_not_an_integer() -> None:
    assert comparable("2.8%") not in comparable("28家，占28%")


@given(TEXTS)
def test_folding_again_changes_nothing_but_points(text: str) -> None:
    once = comparable(text)
    assert comparable(once) == once


@given(TEXTS)
def test_aligned_text_is_the_comparable_text(text: str) -> None:
    aligned = AlignedText.of(text)
    assert aligned.text == comparable(text)
    assert len(aligned.offsets) == len(aligned.text)
    assert list(aligned.offsets) == sorted(aligned.offsets)


def test_a_quote_is_found_at_its_characters() -> None:
    text = "合肥：超 1400 项；杭州：15组。再说合肥。"
    found = AlignedText.of(text).find_all(comparable("超1400项"))
    assert [text[offsets[0] : offsets[-1] + 1] for offsets in found] == ["超 1400 项"]
    assert len(AlignedText.of(text).find_all("合肥")) == 2
    assert AlignedText.of(text).find_all("") == []


def test_a_long_answer_is_held_by_half() -> None:
    answer = "一二三四五六七八九十" * 4
    assert holds(answer[:20], answer)
    assert holds("前文" + answer[13:33] + "后文", answer)
    assert not holds(answer[:5] + "断" + answer[5:14], answer)
    assert not holds("一二三", "一二三四")
    assert not holds("任何文字", "")


@given(st.text(alphabet="甲乙丙丁", max_size=12), st.text(alphabet="甲乙丙丁", max_size=24))
def test_half_is_half_of_the_characters_in_one_stretch(quote: str, text: str) -> None:
    half = (len(quote) + 1) // 2
    plain = bool(quote) and any(
        quote[at : at + half] in text for at in range(len(quote) - half + 1)
    )
    assert holds_half(text, quote) == plain


def test_empty_and_repeated_forms_are_left_out() -> None:
    assert comparables(["15组", "15 组。", "，。"]) == ("15组",)
