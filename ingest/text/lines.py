"""Lines of a repaired text and what can be told from the look of one line alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Stands before the value of a field: a row that a loader wrote (name：cell；name：cell) has none.
NO_ROW = r"(?![^\n|]*；[^\n|：；]{1,20}：)"
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
SENTENCE_END = "。！？!?…；;"
_PAIRS = ("（）", "《》", "“”", "()", "【】")
_CLOSING = "”’」』）》】〕)]"
_DATE = re.compile(
    r"^(?:[〇○零一二三四五六七八九十]{4}|\d{4}) ?年(?:[一二三四五六七八九十]{1,3}|\d{1,2})月"
    r"(?:(?:[一二三四五六七八九十]{1,3}|\d{1,2})[日号])?$|^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$"
)
_NUMBER = re.compile(r"[〔\[（(【［]\d{4}[〕\])）】］] ?(?:第)?\d{1,5}号|第? ?\d{1,5} ?号$")
_ISSUER = re.compile(
    r"^[^，。：；]{2,30}(?:人民政府|办公厅|办公室|委员会|党委|国务院|管理局|总局|[省市县区国]\S{0,8}局|"
    r"部|厅|委|署|税务局|监局)$"
)
_SPEECH = re.compile(r"，.*：“.*[。！？…?!] ?”$")  # 病好后，我问他：“……？”
_NOT_HEADING = re.compile(
    r"^(?:第?\s*\d{1,4}\s*页|\d{1,4}|[-—]+.*|.*[|\t].*|https?://.*|[(（].*[)）]|【[^】]{2,6}】|.{1,8}[:：].*|"
    r"[图表] ?\d.*|.*[\u4e00-\u9fff] ?\d{6}[)）]?|.*[,，.] ?(?:19|20)\d\d[a-z]?\. .*|"
    r".*\d[-–]\d+\.|各位(?:代表|委员|同志|来宾|领导|朋友).*|同志们.?|扫一扫.*|打印.*|返回.*|下载.*|分享.*|相关(?:链接|阅读|报道).*|.*版权所有.*)$"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text without surrounding white space."""

    start: int
    end: int
    text: str


def text_lines(text: str) -> list[Span]:
    """Return the non-blank lines of ``text``, stripped, with their offsets."""
    spans = []
    for found in re.finditer(r"[^\n]+", text):
        line = found.group()
        stripped = line.strip()
        if stripped:
            start = found.start() + len(line) - len(line.lstrip())
            spans.append(Span(start, start + len(stripped), stripped))
    return spans


def ends_sentence(line: str) -> bool:
    """Tell whether a line ends as a finished sentence (closing quotes set aside)."""
    return line.rstrip(_CLOSING + " ").endswith(tuple(SENTENCE_END + "：:，,、")) or bool(
        re.search(rf"[{SENTENCE_END}][{_CLOSING}]+$", line)
    )


def is_date(line: str) -> bool:
    """Tell whether a line is a date and nothing else."""
    return _DATE.match(line.replace(" ", "")) is not None


def looks_like_heading(line: str, longest: int = 40) -> bool:
    """Tell whether a line could be an unnumbered heading or headline: short, open-ended."""
    if not 3 <= len(line) <= longest or len(_HAN.findall(line)) < max(3, len(line) // 3):
        return False
    if line[-1] in "。；;：:，,、…" or re.search("[。；]", line):
        return False
    if any(line.count(pair[0]) != line.count(pair[1]) for pair in _PAIRS):
        return False
    if is_date(line) or _NUMBER.search(line) or _NOT_HEADING.match(line):
        return False
    if _SPEECH.search(line):
        return False
    return not _ISSUER.match(line)


def is_body(line: str) -> bool:
    """Tell whether a line reads as running text."""
    return len(line) > 60 or (len(line) >= 16 and ends_sentence(line))
