"""Which document a question names: by its number, its title or a short form of the title."""

from __future__ import annotations

import re

from rag.answerers.pieces import Sources
from rag.language.sentences import comparable
from rag.types import Document, Evidence

_SORT = (
    "工作报告|报告|意见|通知|方案|规划|计划|办法|条例|规定|规则|规范|指南|决定|批复|倡议|框架|案例集|摘要|"
    "纲要|措施|问答|预案|要点|标准|复函|通报|文件"
)
# 夜间集市的意见, but not 规范 of 规范发展.
_CALLED = re.compile(
    rf"[^，。？?；：\s]{{2,40}}?(?:{_SORT})(?=$|[的是讲说对中里由哪谁把有，。？?；：、》\s]|主要|什么|怎|提|规定|要求|发[布的]|印|出)"
)
_ENDING = re.compile(rf"(?:{_SORT})$")
_ALIAS = re.compile(r"[（(]([^（）()]{2,12})[）)]")  # of 决胜全面建成小康社会 (十九大)
_THIS = re.compile(
    r"全文|本文|[这本该][篇份个](?:文章|文件|报道|报告|材料|资料|通知|意见)|这是什么文件"
)
_LEAST = 2  # characters besides 报告 or 意见 by which a document is called


def name_in(text: str, document: Document) -> str:
    """Return the words by which a text names a document, "" where it does not.

    政务新媒体的意见 names 国务院办公厅关于推进政务新媒体健康有序发展的意见: its characters
    stand in the title in that order.
    """
    plain, title = comparable(text), comparable(document.title)
    for whole in (comparable(document.metadata.number), title):
        if len(whole) > 1 and whole in plain:
            return whole
    for alias in _ALIAS.findall(document.title):
        if alias in plain:
            return comparable(alias)
    called = [_called(comparable(match.group()), title) for match in _CALLED.finditer(text)]
    return max(called, key=len, default="")


def _called(phrase: str, title: str) -> str:
    """Return the longest end of a phrase whose characters the title has in order, else ""."""
    ending = _ENDING.search(phrase)
    if ending is None or ending.group() not in title:
        return ""
    for start in range(len(phrase) - len(ending.group()) - _LEAST + 1):
        part = phrase[start:]
        rest = iter(title)
        if part[0] != "的" and all(char in rest for char in part if char != "的"):
            return part
    return ""


def find_named(text: str, sources: Sources) -> tuple[Evidence, str] | None:
    """Return the best evidence of the document that a text names, and the words it does so by.

    Of several the one named by most characters is meant; 本文 names the only one there is.
    """
    named = [(name_in(text, sources.document(item)), item) for item in sources.evidence]
    name, evidence = max(named, key=lambda one: len(one[0]), default=("", None))
    if evidence is not None and name:
        return evidence, name
    this, documents = _THIS.search(text), {item.passage.doc_id for item in sources.evidence}
    if this and len(documents) == 1:
        return sources.evidence[0], this.group()
    return None
