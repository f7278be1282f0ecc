"""Why a file could not be read, in Chinese, with what to do about it."""

from __future__ import annotations

import re

_REASONS: tuple[tuple[str, str], ...] = (
    (r"empty file", "文件是空的"),
    (r"no text layer|no character map", "只有页面图像，没有文字层；请换带文字的版本"),
    (r"password-protected", "文件有密码，请先去掉密码再上传"),
    (r"no pages|broken PDF|not a PDF", "不是完好的 PDF 文件，请重新导出后再上传"),
    (r"not a readable Word", "不是完好的 docx 文件，请用 Word 另存为 docx 再上传"),
    (r"too large: ([\d,]+) bytes", "文件太大，请拆分后再上传"),
    (r"zip bomb", "压缩内容异常庞大，已拒绝"),
    (r"pages, the limit is (\d+)", r"页数太多，最多 \1 页，请拆分后再上传"),
    (r"unknown format ([^\s;]+)", r"不支持 \1 格式，请转成 txt、md、html、docx 或 pdf"),
    (r"binary data|not a text file", "不是文本文件，内容是二进制数据"),
    (
        r"damaged (\S+) text (?:at|near) byte offset (\d+)",
        r"文字编码有损（\1，第 \2 字节），请另存为 UTF-8",
    ),
    (r"line (\d+): ", r"第 \1 行格式不对"),
    (r"no text", "没有可读的文字"),
    (r"cannot be (?:read|listed)", "文件打不开"),
)


def reason_in_chinese(reason: str) -> str:
    """Return the Chinese for a reason of the ingest; the reason itself where none is known."""
    for pattern, words in _REASONS:
        if match := re.search(pattern, reason):
            return match.expand(words)
    return reason
