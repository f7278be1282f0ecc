from __future__ import annotations

import pytest

from chat.library.reasons import reason_in_chinese


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("empty file", "文件是空的"),
        ("unknown format .xyz; known: .txt", "不支持 .xyz 格式，请转成 txt、md、html、docx 或 pdf"),
        (
            "damaged UTF-8 text at byte offset 17",
            "文字编码有损（UTF-8，第 17 字节），请另存为 UTF-8",
        ),
        ("700 pages, the limit is 500", "页数太多，最多 500 页，请拆分后再上传"),
        ("line 3: not JSON (x)", "第 3 行格式不对"),
        ("something new", "something new"),
    ],
)
def test_reasons_are_told_in_chinese(reason: str, words: str) -> None:
    assert reason_in_chinese(reason) == words
