"""The words by which one document speaks of another: before its name, after it, or both.

Each entry is (kind, what must stand before the name, what must stand after it).
"""

from __future__ import annotations

import re

from rag.types import RelationKind

_OVER = r"(?:废止|停止执行|停止施行|停止使用|失效|不再执行|不再施行)"
_NO_NAME = "[^，。；：《》]"
_WHEN = rf"(?:[，,]?(?:自|于|从|经){_NO_NAME}{{2,30}}?(?:起|日|后|批准|决定|同意|研究))?[，,]?"
_ALSO = r"(?:也|即|将|均|现|已经|已|同时|即行|自行|一并|相应|全部|予以|随之|宣布|决定|作|为)*"
_PRINT = r"(?:印发|公布|发布|颁布|下发)"
_SEND = r"(?:转发|批转)"
_NOTICE = rf"^(?:等{_NO_NAME}{{0,12}})?(?:的)?(?:通知|公告|通告|决定|命令|函)"
_ANYTHING = ""
_MAKES = r"(?!" + rf"{_NO_NAME}*(?:制定|起草|编制|修订|出台|形成|提出|研究)(?!的))"

PLANNED = re.compile(
    r"拟|适时|研究|建议|推动|加快|抓紧|定期|滚动|尽快|逐步|计划|促进|不得|未|不予|应当|需要|可以|清理"
)
OVER_LIST = re.compile(
    rf"(?:下列|以下|如下|附件所列)[^。；]{{0,40}}{_OVER}[^。；]{{0,10}}[：:]$"
    rf"|{_OVER}[^。；]{{0,20}}(?:下列|以下|如下)[^。；]{{0,30}}[：:]$"
    rf"|{_OVER}的?[^。；，]{{0,20}}(?:目录|清单|文件|规章|法规)(?:目录|清单)?[：:]?$"
)


def _entry(
    kind: RelationKind, before: str, after: str
) -> tuple[RelationKind, re.Pattern[str], re.Pattern[str]]:
    return kind, re.compile(before), re.compile(after)


AFTER = (
    _entry(
        RelationKind.REPEALS,
        r"(?<!被)(?<!根据)(?<!按照)$",
        rf"^(?:等{_NO_NAME}{{0,14}}|文件|同时)?{_WHEN}{_ALSO}{_OVER}(?!的|程序|条件)",
    ),
    _entry(
        RelationKind.AMENDS,
        r"(?:^|将|对|现|决定|把)" + f"{_NO_NAME}{{0,20}}$",
        rf"^{_NO_NAME}{{0,24}}?(?:[作做]出?|进行)(?:如下|以下|部分|相应)*(?:修改|修订|修正|调整)"
        rf"|^(?:中)?(?:的)?第[\d〇一二三四五六七八九十百]+[章条款项]{_NO_NAME}{{0,30}}(?:修改|调整|改)为"
        rf"|^(?:中)?(?:的)?第[\d〇一二三四五六七八九十百、至和]+[章条款项]{_ALSO}{_OVER}"
        rf"|^(?:的)?(?:有效|试行|实施|执行|施行)期限?{_NO_NAME}{{0,10}}?(?:延长|延续|顺延|延至)"
        r"|^[，,]?(?:有效期)?(?:届满|到期|期满)后?[，,]?继续(?:有效|执行|施行|实施)",
    ),
    _entry(RelationKind.FORWARDS, r"将" + f"{_NO_NAME}{{0,20}}$", rf"^{_NO_NAME}{{0,8}}?{_SEND}"),
    _entry(RelationKind.ISSUES, r"将" + f"{_NO_NAME}{{0,20}}$", rf"^{_NO_NAME}{{0,8}}?{_PRINT}"),
    _entry(RelationKind.FORWARDS, _ANYTHING, rf"^(?:已|业)[^。；《》]{{2,70}}?现(?:予以?)?{_SEND}"),
    _entry(RelationKind.ISSUES, _ANYTHING, rf"^(?:已|业)[^。；《》]{{2,70}}?现(?:予以?)?{_PRINT}"),
    _entry(
        RelationKind.EXPLAINS,
        _ANYTHING,
        r"^(?:的)?(?:有关|政策|图文|专家|文件)*(?:解读|答记者问|问答|释义|起草说明|图解)",
    ),
    _entry(
        RelationKind.CARRIES_OUT,
        _ANYTHING,
        r"^(?:的)?(?:贯彻|宣传)*(?:落实|实施|执行)工作|^落地"
        r"|^(?:已|业)[^。；《》]{2,30}?(?:同意|批准|通过)[，,]请[^。；《》]{0,30}?(?:贯彻|执行|落实)",
    ),
)
BEFORE = (
    _entry(
        RelationKind.REPEALS,
        rf"(?:废止|代替|替代|取代)(?:了|原|下列|以下)*{_NO_NAME}{{0,12}}$",
        rf"^(?!{_NO_NAME}{{0,6}}第[\d一二三四五六七八九十]+[条款])",
    ),
    _entry(
        RelationKind.AMENDS,
        rf"(?:关于|决定|现|对)(?:修改|修订|修正){_NO_NAME}{{0,10}}$",
        rf"^(?:等{_NO_NAME}{{0,14}})?(?:的)?(?:部分|有关|个别|相关|若干)?(?:条款|条文|内容|规定)?(?:的)?"
        r"(?:决定|通知|公告|通告|修正案|批复|命令|[，。；]|$)",
    ),
    _entry(
        RelationKind.AMENDS,
        f"(?:延长|延续|顺延){_NO_NAME}{{0,12}}$",
        r"^(?:的)?(?:有效|试行|实施|执行|施行)期",
    ),
    _entry(RelationKind.FORWARDS, rf"{_SEND}{_NO_NAME}{{0,24}}$", _NOTICE),
    _entry(RelationKind.ISSUES, rf"{_PRINT}{_NO_NAME}{{0,24}}$", _NOTICE),
    _entry(RelationKind.FORWARDS, rf"现{_SEND}{_NO_NAME}{{0,24}}$", _ANYTHING),
    _entry(RelationKind.ISSUES, rf"现{_PRINT}{_NO_NAME}{{0,24}}$", _ANYTHING),
    _entry(RelationKind.EXPLAINS, r"(?:解读|一图读懂|图解)[:：]?$", _ANYTHING),
    _entry(
        RelationKind.APPROVES,
        rf"(?:原则)?(?:同意|批准)(?:实施|印发)?(?:你|由)?{_NO_NAME}{{0,20}}$",
        r"^(?!.{0,20}(?:征求|修改))",
    ),
    _entry(
        RelationKind.BASIS,
        rf"(?:根据|依据|依照|按照|遵照|遵循|(?<!不)适用){_MAKES}{_NO_NAME}{{0,40}}$",
        _ANYTHING,
    ),
    _entry(
        RelationKind.CARRIES_OUT,
        rf"(?:贯彻(?:落实|执行|实施)?|落实|(?<!不再)(?<!停止)(?<!不)执行){_MAKES}{_NO_NAME}{{0,24}}$",
        r"^(?!的(?:重要)?(?:批示|指示|请求))",
    ),
)
