"""The parts of an official letter: whom it is addressed to, what is attached to it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.fields.document_number import is_number_line
from ingest.text.lines import Span, is_date

_LONGEST = 300
_HEAD_LINES = 30
_ADDRESSEE = re.compile(r"^(?P<who>[^。；！？“”：:]{2,300})[：:]$")
_NO_ADDRESSEE = re.compile(
    r"(?:如下|以下|下列|要求|包括|附件|主题词|内容|情况|意见|事项|摘要|关键词|编者按|来源|作者|记者)"
    r"(?:是|为)?$|^(?:第[一二三四五六七八九十\d]+|[一二三四五六七八九十]+、|[（(]|\d)"
)
_BODY = re.compile(r"[。；]")
_ATTACHED = re.compile(r"^附 ?件?[：:] ?(?P<first>\S.*)$")
_NUMBERED = re.compile(r"^(?P<n>\d{1,2}) ?[.．、] ?(?P<title>\S.*)$")
_MAX_ATTACHED = 60


def find_addressee(lines: Sequence[Span], title: str) -> str:
    """Return whom a letter is addressed to (主送机关): the line that opens it, up to its colon.

    Only the title, numbers, dates and notes in brackets may stand above it.
    """
    bare = re.sub(r"\s", "", title)
    for line in lines[:_HEAD_LINES]:
        text = re.sub(r"\s", "", line.text)
        if found := _ADDRESSEE.match(text):
            who = found["who"]
            return who if len(who) <= _LONGEST and not _NO_ADDRESSEE.search(who) else ""
        if text.startswith(("（", "(")) and text.endswith(("）", ")")):
            continue
        if len(line.text) > _LONGEST or (_BODY.search(text) and text not in bare):
            return ""
    return ""


def find_attachments(lines: Sequence[Span]) -> tuple[str, ...]:
    """Return the titles listed after 附件： in front of the signature, in order."""
    for index, line in enumerate(lines):
        found = _ATTACHED.match(line.text)
        if found is None or is_number_line(line.text) or is_date(found["first"]):
            continue
        first = _NUMBERED.match(found["first"])
        if first is None:
            return (_tidy(found["first"]),)
        titles = [_tidy(first["title"])]
        for following in lines[index + 1 : index + _MAX_ATTACHED]:
            more = _NUMBERED.match(following.text)
            if more is None or int(more["n"]) != len(titles) + 1:
                break
            titles.append(_tidy(more["title"]))
        return tuple(titles)
    return ()


def _tidy(title: str) -> str:
    return title.strip().rstrip("。；;")[:200]
