"""Terms of documents and questions must meet, however either is spelled."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import tokenizer
from index.numerals import digit_forms

ROOT = Path(__file__).resolve().parents[3]
CJK = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=30)


def in_chinese(number: int) -> str:
    """Write a number below 100 million as it is written in full."""
    names = "零一二三四五六七八九"

    def below_10000(value: int) -> str:
        out, gap = "", False
        for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit, value = divmod(value, unit)
            if digit:
                out += ("零" if gap and out else "") + names[digit] + name
                gap = False
            else:
                gap = True
        return out

    high, low = divmod(number, 10_000)
    if not high:
        return below_10000(low)
    middle = "零" if 0 < low < 1000 else ""
    return below_10000(high) + "万" + middle + (below_10000(low) if low else "")


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("二〇二五年第三十条", ["2025", "30"]),
        ("十五", ["15"]),
        ("两千零五", ["2005"]),
        ("三万亿元", ["3000000000000"]),
        ("一亿三千万", ["130000000"]),
        ("一万二", ["12000"]),
        ("第三届", ["3"]),
        ("一些", []),
        ("二三十个", []),
        ("三个阶段，一批项目", ["3"]),
        ("万亿级", []),
    ],
)
def test_numerals_by_hand(text: str, forms: list[str]) -> None:
    assert digit_forms(text) == forms


@given(st.integers(min_value=10, max_value=99_999_999))
def test_every_number_is_read_back(number: int) -> None:
    assert digit_forms(in_chinese(number)) == [str(number)]


def test_spellings_share_their_terms() -> None:
    plain = tokenizer.cut("2025年国务院关于人工智能的实施意见")
    assert tokenizer.cut("２０２５年國務院關於人工智能的實施意見") == plain
    assert {"2025", "国务院", "人工智能", "智能"} <= set(plain.words)
    assert "2025" in tokenizer.cut("二〇二五年").words
    assert "30" in tokenizer.cut("第三十条").words


def test_mixed_words_are_found_by_their_parts() -> None:
    assert {"gpt4", "gpt", "4", "5g"} <= set(tokenizer.cut("GPT4与5G").words)
    assert "37" in tokenizer.cut("国办发〔2025〕37号").words


def test_asking_words_are_dropped_and_never_bridged() -> None:
    terms = tokenizer.cut_query("场景创新的目标是什么？")
    assert terms.words == ("场景", "创新", "目标")
    assert terms.bigrams == ("场景", "景创", "创新", "目标")


def test_a_question_of_asking_words_keeps_them() -> None:
    assert tokenizer.cut_query("是什么").words == ("是", "什么")
    assert tokenizer.cut_query("什么").bigrams == ("什么",)


@pytest.mark.parametrize("text", ["", " ", "？！", "\n\u3000"])
def test_nothing_to_find(text: str) -> None:
    assert tokenizer.cut_query(text) == tokenizer.Terms((), ())


@given(CJK)
def test_every_query_bigram_is_among_those_of_a_text_that_holds_it(text: str) -> None:
    assert set(tokenizer.cut_query(text).bigrams) <= set(tokenizer.cut(f"甲{text}乙").bigrams)


@given(st.text(max_size=80))
def test_terms_hold_no_spaces_and_cutting_never_fails(text: str) -> None:
    terms = tokenizer.cut(text)
    tokenizer.cut_query(text)
    assert all(term and not any(char.isspace() for char in term) for term in terms.words)
    assert all(len(term) == 2 for term in terms.bigrams)


def test_fold_is_stable() -> None:
    once = tokenizer.fold("ＡＢｃ　國務院《意見》①")
    assert tokenizer.fold(once) == once
    assert once.startswith("abc 国务院")


def test_simplifying_loads_no_phrase_tables() -> None:
    code = (
        "import sys, time; from index import tokenizer; start = time.process_time();"
        "tokenizer.fold('國'); print(time.process_time() - start)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert float(done.stdout) < 0.5  # 6 ms on an idle machine
