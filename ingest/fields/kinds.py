"""Tells policies, laws, reports, news, research, cases and Q&A sheets apart."""

from __future__ import annotations

import re

from ingest.fields.names import END_MARK, read_byline
from ingest.text.lines import text_lines

_DATELINE = re.compile(r"(?:本报|新华社|人民网|中新社|记者)[^。\n]{0,24}(?:[电讯]|报道|获悉)")
_IN_JOURNAL = re.compile(r"在《[^》]{2,30}》(?:\d{4}年)?第?\d+[期卷]")
_POLICY = re.compile(
    r"(?:通知|意见|办法|规定|决定|公告|通告|批复|复函|函|方案|规划|纲要|细则|通报|指引|指南|措施|"
    r"行动计划|若干政策|工作要点|清单|预案|通令|令)(?:[（(][^（）()]*[）)])*$"
)
_QUESTION = re.compile(r"(?:^|\n)(?:\d{1,3}[.、] ?)?(?:问|Q)\d{0,3} ?[:：]")


def find_kind(text: str, title: str, source: str, number: str, issuer: str) -> str:
    """Return the kind of a document from its title, then from the look of its text.

    One of policy, report, news, law, research, case, faq; "" where nothing tells.
    """
    name = title + " " + source.rsplit("/", 1)[-1]
    if len(_QUESTION.findall(text)) >= 2 or "问答" in name:
        return "faq"
    if "案例" in name:
        return "case"
    if re.search(r"工作报告|调研报告|研究报告|发展报告|白皮书|蓝皮书", title):
        return "report"
    if re.search(r"(?:法|条例)(?:[（(].*)?$", title) and re.search("第一条", text[:3000]):
        return "law"
    if number or (_POLICY.search(title) and (issuer or "关于" in title)):
        return "policy"
    if re.search(r"(?:^|\n)\[?【?(?:摘\s*要|关键词|参考文献)", text):
        return "research"
    bylines = [read_byline(line.text) for line in text_lines(text[:600])[1:4]]
    if any(byline and byline.sure for byline in bylines) or _DATELINE.search(text[:300]):
        return "news"
    if len(_IN_JOURNAL.findall(text)) > 1:
        return "research"
    if any(END_MARK.search(line.text) for line in text_lines(text)):
        return "news"
    return "policy" if _POLICY.search(title) else ""
