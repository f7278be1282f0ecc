"""What a question takes for granted and the text denies, undoes or turns round."""

from __future__ import annotations

import re

from rag.kinds import Kind
from rag.language.sentences import bigrams, comparable
from rag.question import Question

_UNDONE = re.compile(
    r"放弃|取消|终止|停止|废止|关闭|关停|停办|撤销|撤回|退出|叫停|暂停|裁撤|解散|失败|倒闭|破产|禁止|拒绝|推翻|否决|排除|不同意"
)
_OPPOSITES = (
    ("延长", "缩短"),
    ("增加", "减少"),
    ("增长", "下降"),
    ("上升", "下降"),
    ("提高", "降低"),
    ("扩大", "缩小"),
    ("放宽", "收紧"),
    ("支持", "反对"),
    ("开放", "关闭"),
    ("允许", "禁止"),
    ("拖慢", "缩短"),
    ("拖慢", "加快"),
    ("拖延", "缩短"),
    ("鼓励", "不得"),
    ("免费", "收费"),
)
# An amount with the word right before it that says what is done with it.
_AMOUNT = re.compile(
    r"(?P<verb>出资|投资|投入|奖励|补贴|补助|资助|拨款|收取|罚款|给予)(?P<amount>\d+(?:\.\d+)?[万亿]{0,2}(?P<unit>元|%|美元|欧元))"
)
_FROM_TO = re.compile(r"从([^，。；]{1,12}?)(?:[一-鿿]{0,4})?[到至]了?([^，。；？]{1,12})")
_UNDENIED = re.compile(
    r"(?:不(?!足|断|仅|但|同|久|论|管|少)|未(?!来)|没有|并非|不得|不能|不再|禁止)(?:会|应|可|予|宜)?([\u4e00-\u9fff]{3,12})"
)

# What asks when something is so, and takes nothing for granted.
_WHEN = re.compile(r"(?:什么|哪些|何种|哪种)(?:情况|情形|条件)")
_NEGATES = re.compile(r"不(?!断|仅|同|足)|未(?!来)|没有|无(?!人)|禁止")
_DENIED = 0.6  # share of what the text denies that the question says


def false_premise(question: Question, cited: str) -> str:
    """Return what the question takes for granted and the text contradicts, "" if nothing.

    会取消吗 and 什么情况下取消 ask; 为什么取消 takes for granted.
    """
    if question.kind is Kind.YES_NO or _WHEN.search(question.text):
        return ""
    undone = _UNDONE.search(question.text)
    if undone and undone.group() not in cited:
        return undone.group()
    if turned := _turned_round(question.text, cited):
        return turned
    if figure := _other_figure(question.text, cited):
        return figure
    explains = question.kind in (Kind.REASON, Kind.METHOD) or "理由" in question.text
    return _asserts_denied(question.text, cited) if explains else ""


def _other_figure(asked: str, cited: str) -> str:
    """Return an amount taken for granted where the text gives another: 出资2亿元 for 出资1亿元."""
    for told in _AMOUNT.finditer(asked):
        if told["amount"] in cited:
            continue
        others = [other for other in _AMOUNT.finditer(cited) if other["verb"] == told["verb"]]
        if len(others) == 1 and others[0]["unit"] == told["unit"]:
            return told["amount"]
    return ""


def _asserts_denied(asked: str, cited: str) -> str:
    """Return what is taken for granted and denied: 作为考核指标 where it says 不作为考核指标."""
    mine, plain = bigrams(comparable(asked)), comparable(asked)
    for match in _UNDENIED.finditer(cited):
        theirs = bigrams(match.group(1))
        if len(mine & theirs) >= _DENIED * len(theirs) and not _NEGATES.search(plain):
            return match.group(1)
    return ""


def _turned_round(question: str, cited: str) -> str:
    """Return what the question says of 延长 or 从A到B where the text says 缩短 or 从B到A."""
    for pair in _OPPOSITES:
        for said, opposite in (pair, pair[::-1]):
            if said in question and said not in cited and opposite in cited:
                return said if opposite not in question else ""
    asked = _FROM_TO.search(question)
    if asked:
        start = comparable(asked.group(1))
        for match in _FROM_TO.finditer(cited):
            if start in comparable(match.group(2)) and start not in comparable(match.group(1)):
                return asked.group()
    return ""
