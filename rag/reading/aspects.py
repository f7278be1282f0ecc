"""What is asked of a subject, and the words without which a text does not tell of it.

What a firm must be (条件) is not told by what it is paid, nor the reward by what it must be.
"""

from __future__ import annotations

import re

from rag.question import Question

_ASPECTS = (
    (
        "条件|资格|门槛",
        r"条件|资格|具备|具有|符合|满足|方可|须|不得|不低于|不少于|取得|标准|要求|属于|达到",
    ),
    (
        "奖励|奖补|补贴|补助|资助|优惠",
        r"奖|补|资助|优惠|减免|免征|免收|免费|贴息|扣除|减按|返还|扶持|万元|资金",
    ),
    (
        "材料|手续",
        r"(?<![新原筑合金纳能属磁料])材料|申[请报]书|任务书|承诺书|说明书|[请报记总核信]表|表格|证[书明件照]|许可证|"
        r"身份证|执照|文件|报告|合同(?!额|金额)|协议|复印件|凭|清单",
    ),
    (
        "职责|职能",
        r"负责|职责|职能|承担|牵头|主管|统筹|协调|组织|指导|监督|管理|拟订|起草|审核|制定",
    ),
    ("处罚", r"罚|处分|责任|吊销|撤销|没收|取消|警告|通报"),
)
# The last word, before 有哪些 or 是什么 where they end the question, or what 什么 stands before.
_ASKED = re.compile(
    r"(?<!有利)(?<!良好)(?<!优势)(?P<before>[\u4e00-\u9fff]{2})(?:(?:主要|都|具体)?(?:是|有|包括|包含)(?:什么|哪些)(?:呢|呀|啊)?)?[？?]?$"
    r"|(?:什么样的|什么|哪些|哪几[项种个]|怎样的)(?:\w{0,4})(?P<after>条件|资格|门槛|奖励|奖补|补贴|补助|资助|优惠|材料|手续|职责|职能|处罚)"
)
_KNOWN = tuple((re.compile(names), re.compile(words)) for names, words in _ASPECTS)


def asks_aspect(question: Question) -> bool:
    """Whether the 条件, 奖励, 材料, 职责 or 处罚 of something is asked for."""
    return _told_by(question) is not None


def _told_by(question: Question) -> re.Pattern[str] | None:
    """Return the words of which a text that tells the aspect asked for holds one."""
    asked = _ASKED.search(question.text)
    if asked is None:
        return None
    aspect = asked["before"] or asked["after"]
    return next((words for names, words in _KNOWN if names.fullmatch(aspect)), None)


def tells_aspect(question: Question, text: str) -> bool:
    """Whether a text can tell the aspect asked for (条件, 材料 …); true of all other things."""
    told = _told_by(question)
    return told is None or bool(told.search(text))
