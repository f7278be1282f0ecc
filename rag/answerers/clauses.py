"""Spans that can be what a question asks for, and how far the clause around them goes."""

from __future__ import annotations

import re

from rag.kinds import Kind
from rag.language.sentences import Span, sentence_spans
from rag.question import Question
from rag.reading.asked import TITLE_ASKED

# Where and when an agency reports: 新华社临江2月4日电.
_DATELINE = re.compile(r"^[^。，]{0,8}?(?:社|报|网|讯)[^。，]{0,12}\d{1,2}月\d{1,2}日[电讯]")
_TITLE = re.compile(r"《[^《》、]*》")
# A document is asked for by what it is.
_PAPER_ASKED = re.compile(r"文件|依据|根据|哪部|法律|法规|名称|叫|通知|公告|指南|办法|方案|规划")
# A word, figure or quote by which a few characters tell what is done.
_DOES = re.compile(
    r"要|应|须|不得|可|将|通过|采取|实行|实施|开展|加强|建立|拨打|登录|登陆|办理|提供|给予|免|减|返还|延长|"
    r"设立|开通|组织|支持|推|做|用|由|向|对|按|凭|到|在|\d|“"
)
_STOP = re.compile(r"[；。！]")
_SHORTEST = 5  # characters that can say what is done
_LONGEST = 240  # characters of a clause that is said in short


def fitting(question: Question, text: str, start: int, end: int) -> Span | None:
    """Return the span, widened to its clause where one is asked for; None if it cannot answer.

    A headline that asks answers nothing, nor does the day on which an agency reported, nor
    the title of a notice where its content is asked for. How something is done is told by a
    clause to the end of its sentence; 发热 of 为发热的群众 tells nothing done.
    """
    begin, stop = next(((a, b) for a, b in sentence_spans(text) if a <= start < b), (0, len(text)))
    if text[begin:stop].endswith(("？", "?")):
        return None
    dateline = _DATELINE.match(text[begin:stop])
    if dateline and start < begin + dateline.end():
        return None
    said = text[start:end]
    if _TITLE.fullmatch(said):
        asked = TITLE_ASKED.search(question.text) or _PAPER_ASKED.search(question.text)
        return (start, end) if asked else None
    if question.kind is not Kind.METHOD:
        return start, end
    modifies = text.startswith("的", end) or len(said) < _SHORTEST
    if modifies and not _DOES.search(said):
        return None
    end = max(end, min(_clause_end(text, end, stop), start + _LONGEST))
    return start, end


def _clause_end(text: str, end: int, stop: int) -> int:
    """Return where the sentence or ；-clause that goes on at ``end`` ends, its stop left out."""
    found = _STOP.search(text, end, stop)
    return found.start() if found else stop
