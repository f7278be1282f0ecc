"""Marks of HTML in Markdown go, what only looks like them stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.loaders.markdown import MarkdownLoader, plain
from rag.types import Document


def read(text: str, folder: Path) -> Document:
    path = folder / "a.md"
    path.write_text(text, encoding="utf-8")
    (document,) = MarkdownLoader().load(path, path.name)
    return document


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("12<br>34", "12 34"),
        ("<table><tr><td>项目</td><td>金额</td></tr></table>", "项目 金额"),
        ("<font color='red' size=3>重点</font>任务<br/>", "重点任务"),
        ("<details open><summary>说明</summary>内容 <input disabled></details>", "说明内容"),
        ("<a href='x' target=_blank>链接</a><o:p></o:p>", "链接"),
        ("当x<y且z>w时按a<b 处理 c>d 的情形", "当x<y且z>w时按a<b 处理 c>d 的情形"),
    ],
)
def test_tags(written: str, read: str) -> None:
    assert " ".join(plain(written).split()) == read


def test_footnotes_are_read_and_their_marks_are_not(tmp_path: Path) -> None:
    text = "接入系统[^1]不少于60个。\n\n[^1]: 含区县系统。\n\n[链接]: http://example.org\n"
    assert read(text, tmp_path).text == "接入系统不少于60个。\n［注］含区县系统。"


@pytest.mark.parametrize(
    ("author", "issuer", "authors"),
    [("云州市数据局", "云州市数据局", ()), ("张三、李四", "", ("张三", "李四"))],
)
def test_the_block_over_a_text_says_title_date_and_author(
    tmp_path: Path, author: str, issuer: str, authors: tuple[str, ...]
) -> None:
    block = f"---\ntitle: '云州夜游方案'\ndate: 2026-02-02\nauthor: {author}\n---\n"
    found = read(f"{block}每晚20时开灯。\n", tmp_path)
    assert (found.title, found.text) == ("云州夜游方案", "每晚20时开灯。")
    about = found.metadata
    assert (about.published_on, about.issuer, about.authors) == ("2026-02-02", issuer, authors)
