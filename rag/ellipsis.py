"""Questions that leave out what they are about, and what they take over from the last one."""

from __future__ import annotations

import re

from rag.language.terms import TermKind, find_terms
from rag.parts import ASKS, LEADING, subject_of

# A short question that begins with what is asked and leaves out of what: 由哪个部门牵头.
_ELLIPSIS = re.compile(
    r"^(?:由哪|归谁|[向跟找]谁|哪些?部门|[干用花]了多|[要能]不能|可不可以|需不需要|依据(?!《)|出处|从什么时候|怎么申请|如何申请|期限(?!届满)|同比|环比|比上年|(?:增长|下降|提高)(?=[率了到至]|.{0,4}(?:多|几|目标|原因|吗))|占比|占(?![用道地])|完成了?多少|是多少|有多少|多少|什么时候|何时|在哪|由谁|谁|哪个部门|哪一?年|有什么|有哪些|"
    r"(?:具体)?(?:都)?(?:包括|包含|分为|分别)|最[多少高低长短迟早](?!人民|[法检院的]|工资|生活|气温)|至少|还有(?:什么|哪些|其他|别的)|多久|要(?:多久|交|花|收))"
)
# It begins with what is to be done, and names no thing: 要留什么凭证, not 能申请专项债吗.
_DOES = re.compile(
    r"^(?:还|也|都)?(?:需要|要(?![素求点闻害件])|能(?![源力耗效量繁])|可以|会(?![议计展员务长场籍]))"
)
_LITTLE = 4  # characters of key terms that name nothing by themselves
# It asks for what everything may have: 有效期多久, 申请条件是什么.
_ATTRIBUTE = re.compile(
    r"^(?:申请|申报|办理|补贴|奖励|收费|处罚|认定|验收|报名)?"
    r"(?:有效期|期限|时限|流程|程序|手续|材料|条件|标准|费用|金额|额度|比例|费率|利率|上限|下限|名额|"
    r"范围|对象|负责人|补贴|奖励|罚款)(?:都|大概|一般)?(?:是|为|有|到|要|能|由)?(?:多[少久长大高]|几|什么|怎|如何|谁|哪)"
)
# It asks for how many of what was spoken of: 一个省最多推荐几个.
_EACH = re.compile(
    r"^[一每]一?[个家户名]?(?:省|市|县|区|企业|单位|公司|机构|人|户)?(?:最[多少]|至少|能|可以?)+"
    r"[\u4e00-\u9fff]{1,3}(?:几|多少)[\u4e00-\u9fff]?[？?]?$"
)
# It sets something beside what was spoken of: 跟房贷利息能一起享受吗.
_WITH = re.compile(
    r"^(?:跟|和(?![平谐解])|与(?!会))[^，。？]{2,10}"
    r"(?:[能可]|是否|是不是|冲突|一样|有什么(?:区别|不同|关系))"
)
# The verb that a subject ends in, with what stands before it: 选 of 试点选 before 由哪个部门牵头,
# 每月能扣除 of 租房每月能扣除; but it is no verb at the end of a word.
_WORDS = (
    "智能|功能|职能|性能|产能|技能|节能|赋能|效能|动能|潜能|储能|才能|可能|热能|核能|电能|主要|重要|需要|必要|"
    "纲要|概要|摘要|成都|首都|古都|优先|率先|许可|认可|部分|积分|学分|成分|百分|国办|主办|承办|举办|协办|开办|"
    "基建|新建|在建|扩建|福建|所有|国有|私有|公有|特有|现有|行为|作为|华为|发达|传达|开放|发放|投放|供给|"
    "自由|理由|棉花|评选|精选|候补|折扣|回归"
)
_VERB = re.compile(
    r"(?:(?:[每一]个?[年月天人]|最[高多少低长短]|都|先|能|可以?|要)+(?:扣除|[扣抵补给花投建办放贷罚拿领试])?|"
    rf"[要应需]?(?:具备|满足|符合)|扣除|[选扣抵补给花投建办放有是为达归由分死帮挂])(?<!{_WORDS})了?$"
)
OBJECT = re.compile(
    r"(?:多少|几|哪|什么)(?P<sort>[个项家组架些种条所名座处件台套支款辆份类]?)"
    r"(?P<of>[\u4e00-\u9fff]{2,12})[？?]?$"
)
# What was asked of a document before, which is not what is asked about next.
_ABOUT_DOCUMENT = re.compile(
    r"的(?:发文字号|文号|有效期|成文日期|(?:发文|印发|发布)(?:机关|单位|部门|时间|日期))$"
)
_SHORT = 14  # characters of a question that may leave something out


def lacks_subject(text: str) -> bool:
    """Whether a question lacks what it is about: it begins with what is done or asked of it."""
    if _ATTRIBUTE.match(text) or _EACH.match(text) or _WITH.match(text):
        return True
    if _ELLIPSIS.match(text) and len(text) <= _SHORT:
        return True
    terms = find_terms(text)
    little = sum(len(term.text) for term in terms) <= _LITTLE
    return bool(_DOES.match(text)) and little and all(t.kind is TermKind.WORD for t in terms)


def asked_about(last: str) -> str:
    """Return what a question was about, without the verb before what it asked for."""
    return _VERB.sub("", subject_of(last))


def topic_of(last: str) -> str:
    """Return what comes before the asking word where nothing does after it, else the subject.

    租金补贴 with whose it is (产业园的企业房租怎么补), not 产业园 alone.
    """
    asked = ASKS.search(last)
    before = LEADING.sub("", last[: asked.start()]) if asked else ""
    whole = len(before) > 1 and not OBJECT.search(last) and not before.endswith("了")
    topic = _VERB.sub("", before) if whole and "的" in before else asked_about(last)
    return _ABOUT_DOCUMENT.sub("", topic)


def joined(subject: str, text: str, last: str) -> str:
    """Return a question after its subject, with a comma where either is a clause."""
    same = next((n for n in (4, 3, 2) if subject.endswith(text[:n])), 0)
    comma = "，" if f"{subject}，" in last or _EACH.match(text) else ""
    return f"{subject}{comma}{text[same:]}"
