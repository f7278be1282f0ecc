"""Marks of HTML in Markdown go, what only looks like them stays."""

from __future__ import annotations

import pytest

from ingest.loaders.markdown import plain


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
