"""Where a citation stands on a page, what a page may ask for, and the outline beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chat.source.outline import outline_html
from chat.source.places import cited_boxes, cited_pages, original_name
from chat.source.view import MAX_RADIUS_CHARS, View, view_of
from rag.types import Document, Line, Section

TEXT = "一、范围\n共有17条航线。\n二、<b>保障\n每年300万元。"
DOCUMENT = Document(
    "d1",
    "办法",
    TEXT,
    "/in/办法.pdf",
    "0",
    sections=(Section("一、范围", 1, 0, 14), Section("二、<b>保障", 2, 14, len(TEXT))),
    lines=(
        Line(0, 4, 1, 1, (10, 10, 50, 20)),
        Line(5, 13, 2, 1, (10, 30, 90, 40)),
        Line(14, len(TEXT), 1, 2, (10, 10, 99, 20)),
    ),
)


def test_a_line_cited_in_part_is_marked_in_part() -> None:
    assert cited_boxes(DOCUMENT, 1, 7, 9) == ((30.0, 30, 50.0, 40),)
    assert cited_boxes(DOCUMENT, 1, 0, 13) == ((10, 10, 50, 20), (10, 30, 90, 40))
    assert cited_boxes(DOCUMENT, 3, 0, 13) == ()
    assert cited_pages(DOCUMENT, 6, 20) == [1, 2]
    assert cited_pages(DOCUMENT, 13, 14) == []


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("/in/办法.pdf", "办法.pdf"),
        ("C:\\资料\\a.docx", "a.docx"),
        ("all.jsonl#d1", "all.jsonl"),
        ("/in/报告#1.pdf", "报告#1.pdf"),
        ("in.zip/a#b.jsonl#d1", "a#b.jsonl"),
    ],
)
def test_a_file_is_known_by_its_last_name(source: str, name: str) -> None:
    assert original_name(replace(DOCUMENT, source=source)) == name


def test_the_outline_says_where_one_is_and_leads_on() -> None:
    html = outline_html(DOCUMENT, View("d1", 7, 9, at=15))
    assert html.count("data-event") == 2
    assert html.index("一、范围") < html.index('aria-current="location"')
    assert 'data-start="7" data-end="9" data-at="14">二、&lt;b&gt;保障</button>' in html
    assert 'class="depth-1"' in html


def test_what_a_page_asks_for_is_checked() -> None:
    asked = {"doc": "d1", "start": "7", "end": "9", "turn": "guide", "radius": "999999"}
    assert view_of(asked) == View("d1", 7, 9, turn="guide", radius=MAX_RADIUS_CHARS)
    for wrong in ({"start": "x"}, {"turn": '"><script>'}, {"at": "1e9"}):
        with pytest.raises(ValueError, match=r".+"):
            view_of({**asked, **wrong})
    with pytest.raises(KeyError):
        view_of({"start": "1", "end": "2"})
