from __future__ import annotations

import ast
from pathlib import Path

import pytest

from chat.library.reasons import damage_reason, form_reason, reading_reason
from rag.errors import InputError, LockError

INGEST = Path(__file__).resolve().parents[3] / "ingest"


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("empty file", "文件是空的"),
        ("unknown format .xyz; known: .txt", "不支持 .xyz 格式，请转成 txt、md、html、docx 或 pdf"),
        ("unknown format .xls; save it as .xlsx", "不支持 .xls 格式，请另存为 .xlsx 再上传"),
        (
            "damaged UTF-8 text at byte offset 17",
            "文字编码有损（UTF-8，第 17 字节），请另存为 UTF-8",
        ),
        ("700 pages, the limit is 500", "页数太多，最多 500 页，请拆分后再上传"),
        ("line 3: not JSON (x)", "第 3 行格式不对"),
        ("something new", "文件无法读取（something new）"),
    ],
)
def test_reasons_are_told_in_chinese(reason: str, words: str) -> None:
    assert reading_reason(reason) == words


def test_every_reason_of_the_ingest_is_told_in_chinese() -> None:
    untold = []
    for path in INGEST.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Name) and called.id == "IngestError":
                assert isinstance(node, ast.Call)
                reason = words_of(node.args[-1])
                if reason and "文件无法读取（" in reading_reason(reason):
                    untold.append(f"{path.name}: {reason}")
    assert not untold, "add them to chat/library/reasons.py"


def words_of(node: ast.expr) -> str:
    """Return a message as it would read, with 7 for every value; "" where it is put together."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    parts = node.values if isinstance(node, ast.JoinedStr) else ()
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in parts)


def test_damage_is_told_with_whether_it_was_mended() -> None:
    assert damage_reason("lexical index: rows.npy cannot be read (repaired)") == (
        "索引与资料不一致（已修复）"
    )
    missing = damage_reason(f"originals/{'a' * 64}: is missing; ingest the file again")
    assert missing == "一份资料的原文件不见了，请重新上传"


def test_a_refused_form_says_how_to_write_it() -> None:
    assert form_reason(InputError("written_on '2025年': expected YYYY, YYYY-MM or YYYY-MM-DD")) == (
        "日期 '2025年' 写法不对，请写成 2025、2025-06 或 2025-06-30。"
    )
    assert form_reason(InputError("title has 999 characters; at most 200 fit")) == (
        "内容太长：共 999 字，最多 200 字。"
    )
    assert "另一个程序正在写入" in form_reason(LockError("held"))
