"""Repair: paragraphs whole, furniture gone, and every line's place kept."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.text.normalize import normalise
from ingest.text.raw import RawLine
from ingest.text.repair import Repaired, repair

PARAGRAPHS = [
    "新一轮科技革命和产业变革加速演进，以人工智能为代表的前沿技术呈现迭代周期缩短、跨界融合态势，"
    "能否有效转化为现实生产力，高度依赖应用场景中的持续试错、反馈修正与迭代优化。",
    "场景驱动创新以应用场景为载体，将用户需求、环境约束及社会价值直接转化为技术攻关与产品设计的重要依据，"
    "并通过迭代验证、数据反馈等实现技术成果转化及规模化应用。",
    "顺应创新范式变革趋势，我国持续完善顶层设计，系统推进场景培育、开放与落地应用，推动科技创新与产业创新融合发展。",
]


def _lines(text: str) -> list[RawLine]:
    return [RawLine(line, number) for number, line in enumerate(text.split("\n"), 1)]


def _wrap(paragraph: str, width: int) -> list[str]:
    """Break a paragraph as a typesetter does: no line begins with a closing mark."""
    lines: list[str] = []
    while paragraph:
        cut = width
        while cut < len(paragraph) and paragraph[cut] in "，。、；：”》）":
            cut += 1
        lines.append(paragraph[:cut])
        paragraph = paragraph[cut:]
    return lines


@pytest.mark.parametrize("blank", ["\n", "\n\n"])
@pytest.mark.parametrize("width", [14, 20, 34])
def test_hard_wrapped_paragraphs_are_rejoined(width: int, blank: str) -> None:
    parts = [PARAGRAPHS[0], "依托资源禀赋探索路径", PARAGRAPHS[1], PARAGRAPHS[2]]
    raw = blank.join(line for part in parts for line in _wrap(part, width))
    done = repair(_lines(raw)).text.split("\n")
    assert "依托资源禀赋探索路径" in done
    # Where a paragraph ends with a full line, nothing tells it from the next one.
    assert "".join(done) == "".join(parts)
    assert len(done) <= len(parts)
    assert PARAGRAPHS[0] in done


def test_spaced_out_lines_of_a_narrow_column() -> None:
    raw = """
        场景驱动创新构筑发展新优势

        推动科技成果高效转化应用

        化路径不清晰等问题，能否有效转化为现实生产

        力，高度依赖应用场景中的持续试错、反馈修正

        市场化推广”的单向线性逻辑难以适配新技术发

        展 趋 势 ，场 景 驱 动 成 为 创 新 范 式 变 革 的 重 要

        方向。

        人 工 智 能 是 场 景 驱 动 创 新 的 重 要 领 域 。

        2019 年，中国人工智能技术专利申请总量首次超

        过美国，成为全球申请数量最多的国家。

        （执笔：吴 滨 高洪玮）"""
    assert repair(_lines(textwrap.dedent(raw))).text.split("\n") == [
        "场景驱动创新构筑发展新优势",
        "推动科技成果高效转化应用",
        "化路径不清晰等问题，能否有效转化为现实生产力，高度依赖应用场景中的持续试错、反馈修正"
        "市场化推广”的单向线性逻辑难以适配新技术发展趋势，场景驱动成为创新范式变革的重要方向。",
        "人工智能是场景驱动创新的重要领域。2019年，中国人工智能技术专利申请总量首次超"
        "过美国，成为全球申请数量最多的国家。",
        "（执笔：吴滨 高洪玮）",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        PARAGRAPHS,
        [
            "一、总体要求",
            "（一）指导思想。",
            "以推动高质量发展为主题。",
            "（二）基本原则",
            "1.问题导向。",
        ],
        ["第一章 总则", "第一条 为了规范场景开放，制定本办法。", "第二条 本办法适用于本市。"],
        ["张三，教授", "李四，研究员", "王五，讲师"],
        ["组长：韩正", "副组长：丁学东", "成员：郭卫民"],
        ["推动科技成果转化", "依托资源禀赋探索", "成为科技竞争赛道", "强化机制创新应用"],
    ],
)
def test_lines_that_are_paragraphs_already_stay(lines: list[str]) -> None:
    assert repair(_lines("\n".join(lines))).text == "\n".join(lines)
    assert repair(_lines("\n\n".join(lines))).text == "\n".join(lines)


def test_list_items_in_wrapped_text_start_their_own_line() -> None:
    items = [f"{mark}{PARAGRAPHS[2]}" for mark in ("一、", "（二）", "3.", "其一，", "一是")]
    raw = "\n".join(line for item in items for line in _wrap(item, 20))
    assert repair(_lines(raw)).text.split("\n") == items


def test_a_number_at_the_start_of_a_wrapped_line_is_no_list_item() -> None:
    raw = (
        "全国研发投入在过去十年里从二〇一二年的水平上升到\n"
        "3.93万亿元，投入强度提升，基础研究投入同步增长，\n"
        "为新技术走向真实场景提供了支撑，也为产业应用提\n"
        "供了保障。"
    )
    assert "\n" not in repair(_lines(raw)).text


def test_indents_start_paragraphs() -> None:
    parts = ["　　" + paragraph for paragraph in PARAGRAPHS]
    raw = "\n".join(line for part in parts for line in _wrap(part, 22))
    assert repair(_lines(raw)).text.split("\n") == PARAGRAPHS


def test_english_words_are_joined_with_a_space_or_at_their_hyphen() -> None:
    raw = (
        "Scenario-driven innovation, the topic of this paper, is a new para-\n"
        "digm of research and development, and it needs real environments\n"
        "to test new technology, to collect data, and to learn from users.\n"
        "It is here to stay."
    )
    text = repair(_lines(raw)).text
    assert "new paradigm of research" in text
    assert "environments to test" in text
    assert text.count("\n") == 0


def test_page_furniture_is_dropped() -> None:
    raw = [
        RawLine(text, number, page)
        for page in range(1, 6)
        for number, text in enumerate(
            [
                "某市场景创新年度报告",
                PARAGRAPHS[page % 3][:page] + "的正文从这里开始，各有各的内容。",
                *_wrap(PARAGRAPHS[page % 3], 20),
                f"— {page} —",
            ],
            1,
        )
    ]
    text = repair(raw).text
    assert "年度报告" not in text
    assert "—" not in text
    assert PARAGRAPHS[0][:3] + "的正文从这里开始" in text


def test_a_number_beside_a_running_head_counts_with_the_pages() -> None:
    heads = ("12 | 第一篇 商品和货币", "第一章 商品 | 13")
    raw = [
        RawLine(text, number, page, (50.0, 40.0 * number, 400.0, 40.0 * number + 12), size=12.0)
        for page, head in enumerate(heads, 1)
        for number, text in enumerate([head, *_wrap(PARAGRAPHS[page], 30)], 1)
    ]
    text = repair(raw).text
    assert "商品" not in text
    assert text.startswith(PARAGRAPHS[1][:10])


@pytest.mark.parametrize("folio", ["第 {} 页", "第{}页 共9页", "- {} -", "Page {} of 9"])
def test_folios_in_files_without_pages(folio: str) -> None:
    raw = "\n".join(f"{PARAGRAPHS[page % 3]}\n{folio.format(page)}" for page in range(1, 5))
    assert repair(_lines(raw)).text.split("\n") == [PARAGRAPHS[page % 3] for page in range(1, 5)]


def test_a_sentence_runs_on_over_a_page_break() -> None:
    wrapped = _wrap(PARAGRAPHS[0], 20)
    raw = [RawLine(text, i + 1, 1 if i < 2 else 2) for i, text in enumerate(wrapped)]
    done = repair(raw)
    assert done.text == PARAGRAPHS[0]
    assert [line.page for line in done.lines] == [1, 1] + [2] * (len(wrapped) - 2)


def test_warnings_name_what_was_lost() -> None:
    done = repair(_lines("场\u200b景创新\ufffd发展"))
    assert done.warnings == (
        "不可见字符1个已去掉",
        "文件送来之前已丢失的字符1处",
    )


def _check_map(done: Repaired, raw: list[RawLine]) -> None:
    sources = {(line.page, line.number): line for line in raw}
    end = 0
    for line in done.lines:
        assert line.start >= end
        end = line.end
        piece = done.text[line.start : line.end]
        source = sources[line.page, line.number].text
        wanted = {normalise(source), normalise(source, prose=True)}
        assert piece in wanted or piece + "-" in wanted
    assert end == len(done.text)
    between = done.text
    for line in reversed(done.lines):
        between = between[: line.start] + between[line.end :]
    assert set(between) <= {"\n", " "}


TEXTS = st.text(
    st.sampled_from(
        "场景创新驱动发展一二三年，。：；、（）“”《》 　\t1234567890.-aBc \u200b第章条"
    ),
    max_size=45,
)


@settings(max_examples=150)
@given(st.lists(st.tuples(TEXTS, st.booleans(), st.integers(1, 3)), max_size=30), st.booleans())
def test_every_line_maps_to_its_source(rows: list[tuple[str, bool, int]], paged: bool) -> None:
    rows = sorted(rows, key=lambda row: row[2]) if paged else rows
    raw = [
        RawLine(text, number, page if paged else None, whole=whole)
        for number, (text, whole, page) in enumerate(rows, 1)
    ]
    _check_map(repair(raw), raw)


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=6),
    st.integers(12, 40),
    st.booleans(),
)
def test_wrapping_loses_and_adds_nothing(parts: list[str], width: int, blank: bool) -> None:
    raw = _lines(
        ("\n\n" if blank else "\n").join(line for part in parts for line in _wrap(part, width))
    )
    done = repair(raw)
    assert done.text.replace("\n", "") == "".join(parts)
    _check_map(done, raw)


def test_numbered_headings_are_not_joined_to_long_paragraphs() -> None:
    """Short numbered headings of one length make no column of running text."""
    heads = ["二、明确工作职责", "三、严格内容保障", "四、强化日常监管"]
    parts = [part for head in heads for part in (head, PARAGRAPHS[0], PARAGRAPHS[1])]
    done = repair(_lines("\n \n".join(parts))).text.split("\n")
    assert done == parts


def test_an_unfinished_line_goes_on_in_a_longer_one() -> None:
    first, rest = PARAGRAPHS[0][:30], PARAGRAPHS[0][30:]
    lines = [*_wrap(PARAGRAPHS[1], 30), first, rest]
    assert PARAGRAPHS[0] in repair(_lines("\n".join(lines))).text


def _page(rows: list[tuple[str, float, float, float]], page: int = 1) -> list[RawLine]:
    """Lines of one page as (text, left, right, top), ten points high."""
    return [
        RawLine(text, number, page, (left, top, right, top + 10), size=10.0)
        for number, (text, left, right, top) in enumerate(rows, 1)
    ]


def _body(count: int, top: float, page: int = 1) -> list[tuple[str, float, float, float]]:
    text = f"第{page}页正文写满一行，逐行往下排，没有一行提前结束，读起来连成一段话"
    return [(text, 50.0, 350.0, top + 16 * row) for row in range(count)]


def test_a_caption_and_the_notes_of_a_paper_begin_lines_of_their_own() -> None:
    """What floats to the foot or head of a column is not part of the sentence it interrupts."""
    for caption in (
        "图3 全省场景项目数量的变化",
        "Tab.2 Number of projects",
        "收稿日期：2026-01-05",
    ):
        rows = [*_body(6, 100), (caption, 50.0, 350.0, 196.0)]
        assert normalise(caption, prose=False) in repair(_page(rows)).text.split("\n")


@pytest.mark.parametrize(
    "words", ["表3的计算结果表明", "图2、图3说明增长放缓", "表1～2。", "表1.4.4。"]
)
def test_a_sentence_that_names_a_table_goes_on(words: str) -> None:
    rows = [*_body(6, 100), (words, 50.0, 50.0 + 10 * len(words), 196.0)]
    assert repair(_page(rows)).text.endswith("话" + words)


def test_a_numbered_heading_over_two_lines_is_one() -> None:
    first, rest = "2.2 创业风险投资的总额在空间上的分布呈现出很大的不均", "衡性"
    rows = [
        *_body(4, 100),
        ("这段话到此结束。", 50.0, 130.0, 164.0),
        (first, 50.0, 350.0, 180.0),
        (rest, 70.0, 90.0, 196.0),
        ("受各地创新能力影响，分布很不均衡，差距也大，", 70.0, 350.0, 212.0),
        *_body(4, 228),
    ]
    assert (first + rest).replace(" ", "") in repair(_page(rows)).text.split("\n")


def test_a_reference_in_wide_brackets_is_an_item() -> None:
    rows = [*_body(5, 100), ("［5］ 王某. 场景创新的若干问题，北京，2020", 50.0, 340.0, 180.0)]
    assert "\n［5］" in repair(_page(rows)).text


def test_two_lines_between_tables_take_their_width_from_the_page() -> None:
    few = [
        ("第十八条 工会独立自主地开展工作，其职", 50.0, 350.0, 700.0),
        ("责包括：", 50.0, 90.0, 716.0),
    ]
    table = [
        RawLine(
            f"甲{row} | 乙{row}", 0, 1, (50.0, 300 + 16 * row, 350.0, 310 + 16 * row), True, 10.0
        )
        for row in range(24)
    ]
    lines = [*_page(_body(8, 100)), *table, *_page(few)]
    assert repair(lines).text.endswith("其职责包括：")


def test_a_running_head_is_known_by_its_cells_and_by_the_middle_of_tall_letters() -> None:
    """Even pages name journal and paper in one row, and some fonts claim twice their height."""
    pages = []
    for page in range(1, 6):
        head = "港口研究2026年第1期" if page % 2 else f"第{page}期 | 港口研究2026年第1期"
        box = (50.0, 40.0, 350.0, 58.0)
        pages += [RawLine(head, 1, page, box, size=10.0), *_page(_body(12, 62, page), page)]
    assert "港口研究" not in repair(pages).text


def test_a_running_head_is_known_beside_a_page_number_of_a_taller_font() -> None:
    pages = []
    for page in range(1, 6):
        number = RawLine(f"·{page}·", 1, page, (50.0, 40.0, 70.0, 58.0), size=16.0)
        head = RawLine("港口研究2026年第1期", 2, page, (150.0, 40.0, 350.0, 58.0), size=9.0)
        pages += [number, head, *_page(_body(12, 64, page), page)]
    assert "港口研究" not in repair(pages).text


def _displayed(first: str, rest: str, gap: float = 3.0, right: float = 350.0) -> str:
    """A page with two lines of 14 points in a column of 10 points."""
    box, below = (50.0, 190.0, right, 204.0), (62.0, 204.0 + gap, 130.0, 218.0 + gap)
    large = [
        RawLine(first, 20, 1, box, size=14.0),
        RawLine(rest, 21, 1, below, size=14.0),
    ]
    return repair([*_page(_body(5, 100)), *large, *_page(_body(5, 240))]).text


def test_a_heading_of_larger_letters_over_two_lines_is_one() -> None:
    mended = _displayed("二、云江沿岸港口货运的时空", "分布特征")
    assert "\n二、云江沿岸港口货运的时空分布特征\n" in mended


@pytest.mark.parametrize(
    ("first", "rest", "gap", "right"),
    [
        ("云江沿岸港口货运的时空", "分布特征", 20.0, 350.0),  # far below
        ("云江沿岸港口货运", "分布特征", 3.0, 200.0),  # ends before the edge
        ("云江沿岸港口货运的时空", "2.1 空间特征", 3.0, 350.0),
        ("云江沿岸港口货运到此结束。", "分布特征", 3.0, 350.0),
    ],
)
def test_two_headings_stay_two(first: str, rest: str, gap: float, right: float) -> None:
    assert f"{first}\n{rest}\n" in _displayed(first, rest, gap, right)


def test_the_signature_pushed_to_the_right_is_line_by_line() -> None:
    margin = " " * 24
    raw = f"    现面向全市征集。\n{margin}云江市科学技术局\n{margin}2026年7月1日\n（联系人：张三）"
    done = repair(_lines(raw)).text.split("\n")
    assert done[1:] == ["云江市科学技术局", "2026年7月1日", "（联系人：张三）"]


@pytest.mark.parametrize(
    "row",
    [
        "2026-05-{n:02} 09:00 接访群众{n}批次，办结0件",
        "5月{n}日 张三 1380000000{n}",
        "市局{n},张三,6200000{n}",
    ],
)
def test_records_of_plain_text_stay_lines(row: str) -> None:
    rows = [row.format(n=number) for number in range(1, 9)]
    assert repair(_lines("\n".join(rows))).text.count("\n") == 7


def test_a_paragraph_whose_lines_hold_figures_and_days_is_joined() -> None:
    """Two lines that chance to begin with a day, and commas of thousands, are no records."""
    text = (
        "自二〇二六年起至二〇二七年全市应急演练安排为\n2026年5月1日至8日在港区进行三次演练并且于\n"
        "2026年6月2日在库区收尾，参加1,200,000人次。"
    )
    assert "\n" not in repair(_lines(text)).text
