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
