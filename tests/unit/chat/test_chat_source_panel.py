from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from chat.source.outline import SHOWN, outline_html, outline_path
from chat.source.panel import panel_html, quotation
from chat.source.view import View
from rag.types import Document, Line, Metadata, Section

TEXT = (
    "行动计划\n一、目标\n到2027年建成<b>260</b>个场景。\n二、保障\n一是加强领导。\n二是加大投入。"
)
META = Metadata(kind="policy", issuer="市政府", number="澜政发〔2025〕8号", written_on="2025-03-01")
PLAN = Document(
    "d1",
    "澜江市行动计划",
    TEXT,
    "folder/plan.pdf",
    "0",
    META,
    (
        Section("行动计划", 0, 0, len(TEXT)),
        Section("一、目标", 1, 5, 31),
        Section("二、保障", 1, 31, len(TEXT)),
    ),
    (Line(0, 10, 1, 1), Line(10, 31, 2, 1), Line(31, len(TEXT), 3, 2)),
)


def marked(page: str) -> str:
    """Return the marked text, across paragraphs, as a reader would copy it."""
    return "\n".join(html.unescape(part) for part in re.findall("<mark>(.*?)</mark>", page))


def view(quote: str, **options: int) -> View:
    start = TEXT.index(quote)
    return View("d1", start, start + len(quote), key="1", turn=2, **options)


def test_the_cited_characters_and_no_others_are_marked() -> None:
    assert marked(panel_html(PLAN, view("建成<b>260</b>个"))) == "建成<b>260</b>个"


def test_a_quote_over_several_lines_is_marked_in_each() -> None:
    assert marked(panel_html(PLAN, view("一是加强领导。\n二是加大投入。"))) == (
        "一是加强领导。\n二是加大投入。"
    )


def test_the_head_says_where_the_words_stand() -> None:
    page = panel_html(PLAN, view("二是加大投入"))
    for piece in ("澜江市行动计划", "政策文件", "市政府", "澜政发〔2025〕8号", "2025-03-01"):
        assert piece in page
    assert "<span>第 2 页</span>" in page
    assert '<span lang="zh">plan.pdf</span>' in page
    assert '<p class="crumbs">二、保障</p>' in page


def test_the_outline_leads_from_the_article_down_and_leaves_the_title_out() -> None:
    assert outline_path(PLAN, TEXT.index("二是")) == ["二、保障"]
    assert outline_path(PLAN, TEXT.index("建成")) == ["一、目标"]


def test_pages_are_told_where_they_change() -> None:
    page = panel_html(PLAN, view("加强领导")).partition('class="source-text"')[2]
    assert page.index("第 1 页</p>") < page.index("一、目标") < page.index("第 2 页</p>")


def test_a_long_document_is_cut_at_lines_and_offers_the_rest() -> None:
    text = "\n".join(f"第{number:04}段文字。" for number in range(1000))
    long = Document("d2", "长文", text, "a.txt", "0")
    start = text.index("第0500段")
    page = panel_html(long, View("d2", start, start + 6, radius=1200))
    assert marked(page) == "第0500段"
    assert "上文还有" in page
    assert 'data-radius="4800"' in page
    assert "第0501段文字。" in page
    assert "第0001段" not in page


def test_a_quotation_names_its_source() -> None:
    assert quotation(PLAN, view("一是加强领导。")) == (
        "“一是加强领导。”——《澜江市行动计划》（市政府，澜政发〔2025〕8号，2025-03-01，第 2 页）"
    )


def test_a_repealed_document_says_so() -> None:
    old = Document("d3", "旧办法", "原文", "a", "0", Metadata(status="repealed"))
    assert "已废止" in panel_html(old, View("d3", 0, 2))


@given(st.data())
def test_any_span_of_any_text_is_marked_exactly(data: st.DataObject) -> None:
    text = data.draw(st.text(alphabet="甲乙<&\n\"'", min_size=2, max_size=80))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    page = panel_html(Document("d", "题", text, "s", "0"), View("d", start, end))
    wanted = [line for line in text[start:end].split("\n") if line.strip()]
    assert [line for line in marked(page).split("\n") if line.strip()] == wanted


def long_document(chapters: int, articles: int) -> Document:
    """Return a document of so many chapters, each of so many articles."""
    sections: list[Section] = []
    text = ""
    for chapter in range(chapters):
        began, inside = len(text), []
        text += f"第{chapter}章".ljust(20)
        for article in range(articles):
            heading = f"第{chapter}-{article}条"
            inside.append(Section(heading, 2, len(text), len(text) + 20))
            text += heading.ljust(20)
        sections += [Section(f"第{chapter}章", 1, began, len(text)), *inside]
    return Document("d1", "总规划", text, "plan.txt", "0", Metadata(), tuple(sections))


def outline_at(document: Document, words: str) -> str:
    at = document.text.index(words)
    return outline_html(document, View("d1", at, at + len(words)))


def test_a_long_outline_lists_its_chapters_and_what_is_around_the_place_in_sight() -> None:
    page = outline_at(long_document(200, 12), "第150-7条")
    headings = re.findall(r">(第[^<]+)</button>", page)
    assert len(headings) <= SHOWN
    assert {f"第{chapter}章" for chapter in range(200)} <= set(headings)
    assert {f"第150-{article}条" for article in range(12)} <= set(headings)
    assert "第20-3条" not in headings
    assert re.search(r'aria-current="location"[^>]*>第150-7条<', page)
    assert f"另有 {2600 - len(headings):,} 个标题" in page


def test_a_long_outline_of_one_level_lists_what_is_around_the_place_in_sight() -> None:
    plan = long_document(1000, 0)
    for words, first, last in (("第3章", 0, 399), ("第500章", 300, 699), ("第998章", 600, 999)):
        headings = re.findall(r">(第[^<]+)</button>", outline_at(plan, words))
        assert headings == [f"第{chapter}章" for chapter in range(first, last + 1)]
