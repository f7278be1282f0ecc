"""Pages of official sites: what is text stays, in cells, lists and forms too."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.loaders import load
from rag.types import Document

TITLE = "关于场景创新的通知"
PARAGRAPH = "各区县要加强统筹，推动场景创新，落实责任，确保取得实效。"
BODY = "".join(f"<p>第{number}项：{PARAGRAPH}</p>" for number in "一二三四五六七")


def _page(folder: Path, body: str, head: str = "") -> Document:
    path = folder / "a.html"
    path.write_text(f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>")
    (document,) = load(path, path.name)
    return document


def _lines(folder: Path, body: str) -> list[str]:
    return _page(folder, f"<h1>{TITLE}</h1>{BODY}{body}").text.split("\n")[8:]


def test_a_form_around_the_whole_page_is_the_page(tmp_path: Path) -> None:
    search = "<form><label>站内搜索，请输入</label><input></form>"
    page = _page(
        tmp_path,
        f"{search}<form id='aspnetForm'><h1>{TITLE}</h1>{BODY}</form><div>主办单位：某市政府</div>",
    )
    assert page.text.startswith(f"{TITLE}\n第一项：{PARAGRAPH}")
    assert "搜索" not in page.text
    assert "主办" not in page.text


def test_a_short_notice_in_a_wrapper_of_an_unlucky_name_stays(tmp_path: Path) -> None:
    notice = "因系统升级，自2024年5月1日起暂停办理登记业务，恢复时间另行通知。"
    foot = "<div class='footer'>版权所有：某市人民政府，主办单位：某市人民政府办公室</div>"
    page = _page(tmp_path, f"<div id='print'><h1>停办公告</h1><p>{notice}</p></div>{foot}")
    assert page.text == f"停办公告\n{notice}"


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ("1em", True), ("1.0em", True), ("0.875em", True), (".9rem", True), ("85%", True),
        ("12px", True), ("0", False), ("0px", False), ("1pt", False), ("0.05em", False),
        ("0em", False), ("5%", False),
    ],
)  # fmt: skip
def test_letters_too_small_to_read_are_hidden(tmp_path: Path, size: str, shown: bool) -> None:
    lines = _lines(tmp_path, f"<p style='font-size: {size};'>补贴五百万元。</p>")
    assert lines == (["补贴五百万元。"] if shown else [])


def test_the_names_of_attachments_are_no_menu(tmp_path: Path) -> None:
    names = ["场景机会清单", "场景能力清单", "专家推荐名单", "诚信承诺书"]
    links = "".join(f"<li><a href='x'>{name}</a></li>" for name in names)
    assert _lines(tmp_path, f"<div><p>附件：</p><ul>{links}</ul></div>") == ["附件：", *names]
    assert _lines(tmp_path, f"<div><p>相关阅读</p><ul>{links}</ul></div>") == []


def test_lines_of_a_cell_stay_apart(tmp_path: Path) -> None:
    table = (
        "<table><caption>表1 投资情况（单位：万元）</caption><tr><th>地区</th><th>投资</th></tr>"
        "<tr><td>北京<br>市</td><td>12<br>34</td></tr>"
        "<tr><td>甲区</td><td><p>56</p><p>78</p></td></tr></table>"
    )
    assert _lines(tmp_path, table) == [
        "表1投资情况（单位：万元）", "地区 | 投资",
        "地区：北京市；投资：12 34", "地区：甲区；投资：56 78",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "分享经济发展重点任务", "应当办理ICP备案的网站须报送材料。", "下一篇章要讲数字经济",
        "版权所有者有权要求平台删除侵权内容，平台应当处理。", "字体设计大赛获奖名单",
    ],
)  # fmt: skip
def test_paragraphs_that_begin_like_furniture_stay(tmp_path: Path, text: str) -> None:
    assert _lines(tmp_path, f"<p>{text}</p>") == [text]


@pytest.mark.parametrize(
    "text",
    [
        "分享到：微信 微博", "分享到微信", "字体：大 中 小", "字体[大 中 小]", "上一篇：某市的通知",
        "下一篇", "版权所有 某市人民政府", "皖ICP备05012345号-1",
        "Copyright © 2024 All Rights Reserved",
    ],
)  # fmt: skip
def test_furniture_goes(tmp_path: Path, text: str) -> None:
    assert _lines(tmp_path, f"<p>{text}</p>") == []


def test_preformatted_text_keeps_its_lines(tmp_path: Path) -> None:
    typed = ["一、总体要求", "坚持创新驱动。", "二、主要任务", "开放场景机会。"]
    assert _lines(tmp_path, "<pre>" + "\n".join(typed) + "</pre>") == typed


@pytest.mark.parametrize(
    ("tag", "title"),
    [
        ("关于印发行动计划（2021—2023年）的通知", ""),
        ("关于印发行动方案（2024-2026年）的通知_某市政府", "关于印发行动方案（2024-2026年）的通知"),
        ("低空经济——新质生产力的代表", ""),
        ("低空经济—某市日报", "低空经济"),
        ("2021 - 2023年行动计划", ""),
        ("低空经济 - 某市日报", "低空经济"),
        ("低空经济|某市日报", "低空经济"),
    ],
)
def test_only_the_name_of_the_site_is_cut_from_a_title(
    tmp_path: Path, tag: str, title: str
) -> None:
    assert _page(tmp_path, BODY, f"<title>{tag}</title>").title == (title or tag)


def test_the_title_of_the_article_goes_before_the_name_of_the_site(tmp_path: Path) -> None:
    head = f"<meta name=ArticleTitle content={TITLE}>"
    assert _page(tmp_path, f"<h1>澜江市人民政府</h1>{BODY}", head).title == TITLE


def test_of_several_top_headings_the_one_that_is_no_item_is_the_title(tmp_path: Path) -> None:
    items = "".join(f"<h1>{number}. 场景如何申报？</h1>{BODY}" for number in (1, 2))
    page = _page(tmp_path, f"<h1>{TITLE}</h1>{items}", "<title>某市政务服务网</title>")
    assert page.title == TITLE
