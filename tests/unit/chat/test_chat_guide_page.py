"""The guide as HTML: what is short first, nothing said twice, every title opens."""

from __future__ import annotations

from chat.guide.briefing import briefing
from chat.guide.folds import Page
from chat.guide.page import guide_html
from rag.guide.findings import find_all
from rag.guide.guide import build_guide
from rag.types import Document, Metadata

TEXT = (
    "智慧港口发展规划\n2024年3月，国务院办公厅印发《智慧港口意见》，作出部署。\n"
    "智慧港口是指利用物联网和自动化装备的现代港口。\n"
)
DOCUMENT = Document("d", "智慧港口发展规划", TEXT, "d.txt", "0", Metadata(written_on="2025-06-01"))


def page(topic: str = "") -> Page:
    return Page(build_guide([find_all(DOCUMENT)], {"d": DOCUMENT}, None, topic))


def test_a_briefing_names_no_date_and_no_term_twice() -> None:
    html = briefing(page())
    assert "2024年3月，国务院办公厅" in html
    assert "<b>2024年3月</b>" not in html
    assert "<b>智慧港口</b>" not in html


def test_what_is_short_comes_first_and_a_title_opens_its_document() -> None:
    html = guide_html(page())
    places = [html.index(f'id="guide-{name}"') for name in ("briefing", "path", "timeline")]
    assert places == sorted(places)
    assert '<h4><button type="button" class="heading" data-event="cite"' in html


def test_of_a_topic_the_sections_that_hold_something_are_drawn() -> None:
    html = guide_html(page("智慧港口"))
    assert 'id="guide-timeline"' in html
    assert "guide-cases" not in html
    assert ">全部</button>" in html
