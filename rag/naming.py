"""Which document a question names: by its number, its title or a short form of the title."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.language.sentences import comparable
from rag.language.terms import find_terms

# What documents are called: the last word of a title or of its short form.
DOCUMENT_SORTS = (
    "工作报告|报告|意见|通知|方案|规划|计划|办法|条例|规定|规则|规范|指南|决定|批复|倡议|框架|案例集|摘要|"
    "纲要|措施|问答|预案|要点|标准|复函|通报|文件"
)
# 夜间集市的意见, but not 规范 of 规范发展.
_CALLED = re.compile(
    rf"[^，。？?；：\s]{{2,40}}?(?:{DOCUMENT_SORTS})(?=$|[的是讲说对中里由哪谁把有，。？?；：、》\s]|主要|什么|怎|提|规定|要求|发[布的]|印|出)"
)
# 消费扶贫那个文件: named by a word of its title and pointed at.
_POINTED = re.compile(
    r"(?:^|[，。？])([^，。？那这]{3,20})[那这]一?[个份篇部本](?:文件|意见|通知|方案|办法|规定|材料)"
)
_ENDING = re.compile(rf"(?:{DOCUMENT_SORTS})$")
# Of 决胜全面建成小康社会 (十九大); a year, a term or a mark of its state is no name.
_ALIAS = re.compile(
    r"[（(](?![\d—–~～\-年至第]+[版批期号]?[）)]|[试暂]|征求|送审|讨论|修[订正改]|草案|已|废)"
    r"([^（）()]{2,12})[）)]"
)
_SURE = 5  # characters of a name that is surely meant
_AFTER = re.compile(r"^》?(?:报告|全文)?(?:里面?|中|上)?的?")  # between a name and what is asked
_LEAST = 2  # characters besides 报告 or 意见 by which a document is called


def name_in(text: str, title: str, number: str = "") -> str:
    """Return the words, in comparable form, by which a text names a document; "" for none.

    政务新媒体的意见 names 国务院办公厅关于推进政务新媒体健康有序发展的意见: its characters
    stand in the title in that order; of 消费扶贫那个文件 the words before 那个.
    """
    plain, whole_title = comparable(text), comparable(title)
    for whole in (comparable(number), whole_title):
        if len(whole) > 1 and whole in plain:
            return whole
    for alias in _ALIAS.findall(title):
        if alias in plain:
            return comparable(alias)
    for pointed in map(comparable, _POINTED.findall(text)):
        if pointed in whole_title:
            return pointed
    called = [_called(comparable(match.group()), whole_title) for match in _CALLED.finditer(text)]
    return max(called, key=len, default="")


def only_named(text: str, titles: Iterable[str]) -> tuple[str, str] | None:
    """Return (title, name) if a text names exactly one of the titles, else None."""
    names = {title: name_in(text, title) for title in titles}
    most = max((len(name) for name in names.values()), default=0)
    best = [(title, name) for title, name in names.items() if len(name) == most]
    if len(best) != 1 or not most:
        return None
    title, name = best[0]
    return best[0] if most >= _SURE or _is_alias(title, name) else None


def asked_of(text: str, title: str, name: str) -> str:
    """Return what a text asks of the document that it names: the text without that name.

    A title that is no 报告 or 意见 stays: it is what is asked about.
    """
    if not _ENDING.search(name) and not _is_alias(title, name):
        return text
    called = re.search(r"\W*".join(map(re.escape, name)), text)
    if called is None:
        return text
    start = called.start() - (text[: called.start()][-1:] == "《")
    return text[:start] + _AFTER.sub("", text[called.end() :])


def _is_alias(title: str, name: str) -> bool:
    return name in map(comparable, _ALIAS.findall(title))


def _called(phrase: str, title: str) -> str:
    """Return the longest end of a phrase whose characters the title has in order, else "".

    The rest of the phrase may be a request (总结一下), but not part of a name: 平台经济发展的意见
    does not name 发展的意见.
    """
    ending = _ENDING.search(phrase)
    if ending is None or ending.group() not in title:
        return ""
    for start in range(len(phrase) - len(ending.group()) - _LEAST + 1):
        part = phrase[start:]
        rest = iter(title)
        if part[0] != "的" and all(char in rest for char in part if char != "的"):
            return "" if find_terms(phrase[:start]) else part
    return ""
