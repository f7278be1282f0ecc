"""Why something could not be read or is damaged, in the visitor's language, with what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat.looks.language import ENGLISH, language
from chat.looks.wording import advice
from rag.errors import InputError, RagError

# The first pattern that is found decides: the narrower ones come first.
_READING: tuple[tuple[str, str], ...] = (
    (r"of [\d,]+ files not read: ", "压缩包里有文件没能读取，其余已载入"),
    (r"empty file", "文件是空的"),
    (r"pip install rapidocr", "只有页面图像，要识别文字需先安装 rapidocr（pip install rapidocr）"),
    (r"no writing was found|images without writing", "图像里没有找到文字"),
    (r"only page images", "只有页面图像，没有文字层；请换带文字的版本"),
    (r"password|encrypted", "文件有密码或是旧格式改了名，请去掉密码、另存为新格式再上传"),
    (r"no pages|broken PDF|not a PDF|no page can be read", "PDF 文件不完好，请重新导出后再上传"),
    (r"Word", "Word 文件打不开，请用 Word 另存为 docx 再上传"),
    (r"PowerPoint|presentation|slides", "演示文稿打不开，请另存为 pptx 再上传"),
    (r"Excel|workbook|spreadsheet", "表格文件打不开，请另存为 xlsx 再上传"),
    (r"EPUB|e-book", "电子书打不开，请换一个版本再上传"),
    (r"readable image|cannot be drawn|long to draw", "图片打不开，请换成 png 或 jpg 再上传"),
    (r"zip bomb|unpacks to", "压缩内容异常庞大，已拒绝"),
    (r"archive inside|nested", "压缩包里还套着压缩包，请先解开再上传"),
    (r"is a link|leads out|unsafe", "压缩包里有指向别处的路径，已拒绝"),
    (r"files, the limit is ([\d,]+)", r"压缩包里文件太多，最多 \1 个，请拆分后再上传"),
    (r"no file of a known format", "压缩包里没有能读取的文件"),
    (r"archive|not a readable", "文件有损，打不开；请重新导出或重新打包后再上传"),
    (r"pages, the limit is ([\d,]+)", r"页数太多，最多 \1 页，请拆分后再上传"),
    (r"too large|pixels, the limit", "文件太大，请拆分后再上传"),
    (r"unknown format (\S+); \w+ it as (\S+)", r"不支持 \1 格式，请另存为 \2 再上传"),
    (r"unknown format ([^\s;]+)", r"不支持 \1 格式，请转成 txt、md、html、docx 或 pdf"),
    (r"binary data|not a text file", "不是文本文件，内容是二进制数据"),
    (r"garbled|convert it back", "文件在保存前就已经是乱码，请找原始文件再上传"),
    (
        r"damaged (\S+) text (?:at|near) byte offset (\d+)",
        r"文字编码有损（\1，第 \2 字节），请另存为 UTF-8",
    ),
    (r"does not read as", "认不出文字编码，请另存为 UTF-8 再上传"),
    (r"changed while it was being read", "读取时文件被改动，请重新上传"),
    (r"took longer than ([\d,]+) s", r"读取超过 \1 秒，已停止；请拆分后再上传"),
    (r"ended as it started", "读取文件的进程一启动就退出；请查看程序的输出"),
    (r"no process to read files", "无法启动读取文件的进程；请关闭其他程序，或调小 ingest.workers"),
    (r"ended the reading process", "读取时程序崩溃，文件可能有损；请重新导出后再上传"),
    (r"line (\d+): the id .* came before", r"第 \1 行的编号与前面重复"),
    (r"line (\d+): ", r"第 \1 行格式不对"),
    (r"no text|no readable", "没有可读的文字"),
    (r"not a regular file", "不是普通文件"),
    (r"cannot be (?:read|listed)", "文件打不开"),
)
_DAMAGE: tuple[tuple[str, str], ...] = (
    (r"^(?:dense|vectors?|lexical)\S* index: (?:holds|its|does not|made|.*)", "索引与资料不一致"),
    (r"belongs to no document", "有一个不属于任何资料的原文件"),
    (r"originals/\w+: is missing", "一份资料的原文件不见了，请重新上传"),
    (r"originals/\w+: is not the file it was", "一份资料的原文件被改动过，请重新上传"),
    (r"passages without vectors", "有段落缺少向量，请把资料重新载入一个新资料库"),
    (r"vector \d+ is not finite", "有向量损坏，请重新上传对应资料"),
    (r"passages, not \d+", "一份资料的段数与记录不符，请重新上传"),
    (r"is not a slice of the text|does not match its hash", "一份资料的段落与原文不符，请重新上传"),
    (r"no source leads to it", "有一份资料没有来源记录"),
    (r"has lost its", "资料库内部记录缺失，请从备份恢复"),
    (r"library\.sqlite: ", "资料库文件有损，请从备份恢复"),
)

_FORM: tuple[tuple[str, str], ...] = (
    (r"^title is empty", "标题不能为空。"),
    (r"^\w+ has (\d+) characters; at most (\d+)", r"内容太长：共 \1 字，最多 \2 字。"),
    (r"^\w+_on (.+): expected YYYY", r"日期 \1 写法不对，请写成 2025、2025-06 或 2025-06-30。"),
    (r"allowed are", "这一项只能从给出的选项里选。"),
)


def form_reason(error: RagError) -> str:
    """Return why a correction was refused; what to do about any other error."""
    told = _told(str(error), _FORM) if isinstance(error, InputError) else ""
    return told if told and told != str(error) else advice(error)


def reading_reason(reason: str) -> str:
    """Return why a file could not be read, and what to do."""
    told = _told(reason, _READING)
    return told if told != reason or language() == ENGLISH else f"文件无法读取（{reason}）"


def damage_reason(problem: str) -> str:
    """Return what ``verify`` found, and whether it was mended."""
    if language() == ENGLISH:
        return problem
    mended = problem.endswith("(repaired)")
    told = _told(problem, _DAMAGE)
    return f"{told}（已修复）" if mended and told != problem else told


def _told(reason: str, known: Sequence[tuple[str, str]]) -> str:
    if language() == ENGLISH:
        return reason
    for pattern, words in known:
        if match := re.search(pattern, reason):
            return match.expand(words)
    return reason
