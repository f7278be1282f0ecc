"""发文字号: the number of an official document, in one form whatever brackets it came in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.text.lines import Span

_OPEN, _CLOSE = r"[〔\[【（(［﹝]", r"[〕\]】）)］﹞]"
NUMBER = (
    r"(?P<who>[\u4e00-\u9fff]{1,14}"
    rf"(?:{_OPEN}[\u4e00-\u9fff]{{1,4}}{_CLOSE}[\u4e00-\u9fff]{{0,6}})?) ?"
    rf"{_OPEN} ?(?P<year>(?:19|20)\d{{2}}) ?{_CLOSE} ?(?P<de>第)? ?(?P<n>\d{{1,5}}) ?号"
)
_NUMBER_LINE = re.compile(rf"^(?:发文字号|文号|字号)?[:： ]*[（(]?{NUMBER}[）)]?$")
_NUMBER_ANYWHERE = re.compile(NUMBER)
_DECREE = re.compile(
    r"^(?P<who>[\u4e00-\u9fff]{2,24}(?:令|公告)) ?\n?"
    r"[（(]?(?P<n>(?:(?:19|20)\d{2}年)?第 ?[\d〇一二三四五六七八九十百]+ ?号)[）)]?$",
    re.MULTILINE,
)


def is_number_line(line: str) -> bool:
    """Tell whether a line is the number of a document and nothing else."""
    return _NUMBER_LINE.match(line) is not None


def find_number(given: str, lines: Sequence[Span], text: str) -> str:
    """Return the document's own number, never one that it merely refers to.

    ``given`` is what a table above the document says, ``lines`` are its first lines.
    """
    if given:
        found = _NUMBER_ANYWHERE.search(given)
        return _own_number(found) if found else re.sub(r"\s", "", given)
    for line in lines[:25]:
        if found := _NUMBER_LINE.match(line.text):
            return _own_number(found)
    if decree := _DECREE.search(text[:400]):
        who = decree["who"].removeprefix("中华人民共和国")
        return re.sub(r"\s", "", who + decree["n"])
    opening = re.split("[。；]|[:：]\n", text[:300])[0]
    for found in _NUMBER_ANYWHERE.finditer(opening):
        # A title before it, in whatever marks, says that the number is that one's.
        if not re.search("[《«]", opening[: found.start()]):
            return _own_number(found)
    return ""


def _own_number(found: re.Match[str]) -> str:
    """Return a number without the title that ran into it; 财政部公告〔2023〕12号 has none."""
    who = re.split("通知|公告|意见|办法|方案|规定|决定|措施", found["who"])[-1]
    return write_number(found, who or found["who"])


def write_number(found: re.Match[str], who: str) -> str:
    """Return a match of ``NUMBER`` in one form whatever brackets it came in, by ``who``."""
    return f"{who}〔{found['year']}〕{found['de'] or ''}{found['n']}号"


def decreed_by(number: str) -> str:
    """Return the office that a decree is named after (国务院令第706号)."""
    found = re.match(r"(?P<who>[^〔]{2,20})(?:令|公告)(?:\d{4}年)?第", number)
    return found["who"] if found else ""
