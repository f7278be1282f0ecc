"""The report page in a real browser: it filters, explains, prints, and loads nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright import sync_api
from playwright.sync_api import expect

from evaluation.metrics.citation import CitationCounts
from tests.run_material import outcome, page_record, page_report, write_report_page

pytestmark = pytest.mark.browser
HOSTILE = "</script><img src=x onerror=\"document.title='hacked'\"><b>多少组？"


@pytest.fixture
def page(chromium: sync_api.Browser, tmp_path: Path) -> Iterator[sync_api.Page]:
    rows = [
        outcome("right"),
        replace(outcome("wrong", contains=0.0), type="list"),
        replace(outcome("lost", contains=0.0), retrieval={"recall@10": 0.0}, first_rank=0),
        outcome("invented", answerable=False),
        replace(
            outcome("search"),
            **{"type": "retrieval", "answer": {}, "answered": False},
            citation=CitationCounts(cited=1, exact=1),  # nobody says what it should hold
        ),
    ]
    questions = ("杭州多少组？", HOSTILE, "找不到的？", "票价？", "只看检索？")
    records = [page_record(each, asked) for each, asked in zip(rows, questions, strict=True)]
    records[-1]["expected"].update(answers=[], required=[])
    records[0]["result"]["answer"] = (
        "| 对象 | 说法 |\n| --- | --- |\n| 杭州 | 15组[1]<br>两批[2] |\n\n另见附件。"
    )
    path = write_report_page(tmp_path, records, page_report(rows))
    opened = chromium.new_page()
    troubles: list[str] = []
    opened.on("console", lambda message: troubles.append(message.text))
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("request", lambda sent: troubles.append(sent.url))
    opened.goto(path.as_uri())
    yield opened
    assert [each for each in troubles if not each.startswith("file:")] == []
    assert len([each for each in troubles if each.startswith("file:")]) == 1
    opened.close()


def test_questions_are_filtered_and_explained(page: sync_api.Page) -> None:
    rows = page.locator("#list .question")
    expect(rows).to_have_count(5)
    expect(page.locator("#kind option:checked")).to_have_text("全部（5）")
    page.select_option("#kind", "*")
    expect(rows).to_have_count(3)
    page.select_option("#kind", "?")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("找不到的？")
    page.select_option("#kind", "answered though not in the documents")
    rows.first.locator("summary").click()
    expect(rows.first).to_contain_text("应当拒答，却回答了")
    page.select_option("#kind", "")
    page.select_option("#type", "列举")
    expect(rows).to_have_count(1)
    rows.first.locator("summary").click()
    expect(rows.first).to_contain_text("前 200 字没有说出“15组”或“十五组”")
    page.select_option("#type", "只看检索")
    rows.first.locator("summary").click()
    expect(rows.first).to_contain_text("第一个相关段落排在第 1 位")
    expect(rows.first).not_to_contain_text("EM")
    expect(rows.first).not_to_contain_text("切题")
    page.select_option("#type", "")
    page.fill("#text", "杭州")
    expect(rows).to_have_count(1)
    rows.first.locator("summary").click()
    expect(rows.first).to_contain_text("前 200 字说出了“15组”")
    expect(rows.first).to_contain_text("1. 通报 › 一、成效")
    expect(rows.first.locator("mark").first).to_have_text("15组")
    expect(rows.first.locator("tr")).to_have_text(["对象说法", "杭州15组[1]\n两批[2]"])
    for told in (
        "另见附件。",
        "✓ 切题",
        "杭州有多少组？",
        "只问这些文档：d1、d2",
        "※ 语言模型无法连接",
    ):
        expect(rows.first).to_contain_text(told)
    expect(page.locator("#count")).to_have_text("1 / 5 题")


def test_what_documents_say_is_never_run(page: sync_api.Page) -> None:
    page.click("#open")
    expect(page.locator("#list")).to_contain_text("<b>多少组？")
    assert page.locator("#list img, #list b b").count() == 0
    assert page.title() == "评测报告 · set.jsonl"


def test_it_prints_without_controls_and_follows_the_dark(page: sync_api.Page) -> None:
    page.emulate_media(media="print")
    expect(page.locator(".controls")).to_be_hidden()
    expect(page.locator("#plots svg")).to_have_count(6)
    page.emulate_media(media="screen", color_scheme="dark")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.emulate_media(color_scheme="light")
    assert dark != page.evaluate("getComputedStyle(document.body).backgroundColor")
