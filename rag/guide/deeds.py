"""What sort of thing happened: told by the words around a date."""

from __future__ import annotations

import re
from enum import StrEnum

from rag.guide.dates import Moment, document_year
from rag.types import Document


class EventKind(StrEnum):
    """What sort of thing happened."""

    DOCUMENT = "document"
    EFFECT = "effect"
    MEETING = "meeting"
    ACTION = "action"
    MILESTONE = "milestone"
    GOAL = "goal"


_ISSUED = re.compile(
    r"(?:联合)?(?:印发|出台|发布|公布|颁布|制定|修订|审议通过|批准|批复|批转|转发|下发|签署|签订|通过)"
)
_PAPER = re.compile(
    r"《|规划|意见|办法|条例|方案|纲要|白皮书|指南|倡议|宣言|协定|决定|报告|规则|标准|法案|战略|政策"
)
_EFFECT = re.compile(r"起(?:正式)?(?:施行|实施|执行|生效|废止|失效|停止)")
_MEETING = re.compile(r"召开|举行|举办|开幕(?!式)|(?<!开)闭幕(?!式)|主办|承办|出席")
_ACTION = re.compile(
    r"启动|成立|设立|组建|挂牌|揭牌|开业|开设|开通|开播|开工|建成|投产|投运|投入(?:使用|运行|运营)|上线|落成|落户|"
    r"入选|获批|启用|发射|首飞|试运行|试运营|正式运营|推出|部署|申请加入|加入|设置|授予|评为|列入|确定为"
)
# Growth and size alone are figures; a milestone is passed once.
_MILESTONE = re.compile(r"首次|首个|超过|突破|跃居|位居|位列|完成(?!投资)")
_GOAL = re.compile(
    r"力争|基本|达到|建成|形成|实现|完善|提升|突破|培育|打造|全面|超过|取得|左右|以上|建立"
)
_NOT_TOLD = re.compile(
    r"应当?(?!用|对|急|届|收|付)|须|申报|报送|报名|填写|提交|受理|附件|联系人|有效期|不得|可(?:以)?申请|缴纳|截止|"
    r"起算|补贴|享受|下列|以下|如下|名单|之日起|计算|享有|参保|学士|硕士|毕业于|分析师"
)
_AHEAD = re.compile(
    r"将(?!其|把|对|原|各|产|[\u4e00-\u9fff]{1,8}转化)|力争|拟(?!人|合)|计划(?:在|于|到)|争取|预计"
)
_AHEAD_CHARS = 60  # after a date, in which the deed is named
# What grew since last year has been reached, however it is put (到2025年底，……).
GREW = re.compile(r"(?:同比|比上年|较上年|比去年)[^，。]{0,4}(?:增|降|减|升|提高)")
_DONE = re.compile(r"已|了|完成投资|同比|在[\u4e00-\u9fff]{2,8}(?:召开|举行|举办)")
_PLAN = re.compile(
    r"本(?:行动)?(?:计划|方案|规划|纲要|办法|措施)|主要目标|发展目标|工作目标|重点任务|保障措施"
)
_PERIOD = {"以来", "以前", "之前", "以后", "之后", "前", "后", "期间", "间"}


def deed_kind(moment: Moment, told: str, document: Document) -> EventKind | None:
    """Return what sort of event a date and the words after it tell, None if none."""
    if moment.lead in ("到", "至") or (
        moment.lead == "" and moment.after == "前" and "底" in moment.part
    ):
        written = document_year(document)
        past = written is not None and int(moment.date[:4]) < written
        reached = past or not moment.lead or GREW.search(told)
        return EventKind.GOAL if not reached and _GOAL.search(told) else None
    if moment.lead in ("自", "从") or moment.after == "起":
        return EventKind.EFFECT if _EFFECT.search("起" + told[:14]) else None
    if moment.after in _PERIOD or _NOT_TOLD.search(told[:80]):
        return None
    if moment.lead in ("截至", "截止"):
        return None  # a count up to a day is a figure; nothing happened on that day
    if (issued := _ISSUED.search(told)) and _PAPER.search(told[: issued.end() + 40]):
        unsaid = told.lstrip("，,").startswith(issued.group())
        return (
            EventKind.GOAL if unsaid and is_planned(moment, told, document) else EventKind.DOCUMENT
        )
    kind = _deed(told)
    return EventKind.GOAL if kind and is_planned(moment, told, document) else kind


def _deed(told: str) -> EventKind | None:
    """Return whether people met, did something or passed a mark; None for neither."""
    ahead = told[:_AHEAD_CHARS]
    if _MEETING.search(ahead):
        return EventKind.MEETING
    if _ACTION.search(ahead):
        return EventKind.ACTION
    if _MILESTONE.search(ahead) and (re.search(r"\d", told) or "首" in told):
        return EventKind.MILESTONE
    return None


def is_planned(moment: Moment, told: str, document: Document) -> bool:
    """Whether a plan speaks of its own year or a later one: it tells what is meant to be."""
    year = document_year(document) or document.metadata.year
    if _AHEAD.search(told):
        return True
    if year is None or _DONE.search(told) or not _PLAN.search(document.text):
        return False
    return int(moment.date[:4]) >= year
