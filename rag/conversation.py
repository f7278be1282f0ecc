"""A follow-up made a question that stands alone, by rules."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.ellipsis import OBJECT, asked_about, joined, lacks_subject, topic_of
from rag.kinds import find_kind
from rag.language.sentences import bigrams
from rag.language.terms import find_terms
from rag.language.values import han_number
from rag.mentions import YEAR, replaceable, same_sort
from rag.parts import ASKS, LEADING
from rag.types import Turn

# What may follow 这 or 那 where they point at something: 那个城市, but not 那个税, 那项目.
_SORT = (
    "(?:个(?![人体税])|项(?!目)|种(?!植)|些|类|部(?![门分])|"
    "条(?![件例])|份(?!额)|家(?!庭)|座(?!谈))"
)
_THEN = rf"那么|那(?!一?{_SORT}|[里儿样时次曲年])"
# 那杭州呢: another thing is asked the same; 制造业方面呢: the same of one side of it.
_WHAT_ABOUT = re.compile(
    rf"^(?:{_THEN}|再问|还有|换成|如果是|要是|至于)?[，,]?(?P<new>[^，。？?]{{1,24}}?)(?P<side>方面)?(?:的话)?(?:呢|又如何|又是多少|怎么样|又怎样)?[？?。]*$"
)
_IS_WHAT_ABOUT = re.compile(rf"^(?:{_THEN}|换成|如果是|要是|至于)|呢[？?。]*$|又如何|又是多少")
_DEFINES = re.compile(r"什么是|何为|何谓|什么叫")
_NAMES = (
    r"政策|文件|意见|模式|计划|战略|城市|地区|机制|法案|文章|公司|企业|机构|项目|"
    r"方案|办法|规定|通知|做法|平台|目标|标准|制度|比例|措施|条件|原则|数字|指标"
)
_PRONOUN = re.compile(
    rf"它们|那[里儿]|他们|她们|(?<!其)它|(?<![其吉排利作])他(?![人国项用方处])|她|(?<![尤极与耳])其(?![一二三四五六七八九十他它次中实余])|"
    r"(?:(?P<points>(?<![刹支])[这那])(?![样里儿次时么曲年])|(?<![应不本就早])该(?![怎如何由向找不]|[办做](?!法)|提(?!案)|交(?!易))|(?<![因在由彼就如从至特])此(?![外次后前时刻]))"
    rf"(?:一?{_SORT}|一(?![年季月日般体线]))?(?P<noun>{_NAMES})?"
)
# 为什么, 具体怎么做: asks more of the last question without naming anything.
_BARE = re.compile(
    r"^(?:那|那么)?(?:请)?(?:为什么|为何|原因是什么|什么原因|具体呢|具体(?:怎么|如何)?(?:说|做|讲)?(?:的)?|详细(?:说说|讲讲|说明|介绍)(?:一下)?|"
    r"展开(?:说说|讲讲)|还有(?:吗|呢|别的吗)|怎么(?:说|做)(?:的)?|然后呢|举个例子|有(?:什么)?例子吗|依据是什么|出处(?:是|在)(?:什么|哪里))"
    r"(?:一下|呢|吗|的)?[？?。]*$"
)
# 第二点: an item of the last answer; not 第二产业, 第一季度, 第三批.
_POINT = re.compile(
    r"第(?P<n>[一二三四五六七八九十\d]+)(?:个(?![月季五])|条(?!规定)|点|项(?!目)|方面|种|步|部分|环节|"
    r"(?=[，？?呢]|$|具体|详细|怎么|如何|是什么|是指))(?P<rest>[^。]*)$"
)
_NUMBERED = re.compile(
    r"^(?:\d{1,2}[.、．]|[（(]?[一二三四五六七八九十]{1,2}[）)、]|[-*]\s)\s*(?:《[^》]*》：)?(.+)$",
    re.MULTILINE,
)
_SERIES = re.compile(
    r"(?:[一二三四五六七八九十]是|其[一二三四五六七八九]，?|第[一二三四五六七八九十]，)([^；。]+)"
)
_HEADING = 40  # characters of what stands before ： in an item, by which it is called
# A name of something measured, and where a question for a number has one: 2024年末常住人口是多少.
_MEASURE = re.compile(
    r"(?:[总产价均]值|[金总限税余差]额|率|量|数|人口|收入|规模|面积|比重|占比|经费|资金|投资|成本|价格|期限|周期|目标)$"
)
_MEASURED = re.compile(
    r"(?:的|年[底末初]?|[省市县区州])(?P<what>[\u4e00-\u9fff]{2,8}?)(?=(?:是|有|为|达到?了?)?(?:多少|几|多[大高长]))"
)
_WHO = re.compile(r"谁|哪位|哪[一几]?[个家所]")
# What a person may be called, and no body: 它 is no person.
_PERSON = re.compile(r"[\u4e00-\u9fff]{2,4}(?<![部委局厅署办院校会司团行府室处所站心业队馆])")
_POINTS_AT_END = re.compile(rf"(?<=..)那{_SORT}$")  # 智慧港口那个
# When or under which condition the last question is asked again: 募捐结束之后.
_WHEN = re.compile(r"(?:之?后|之?前|以[后前]|期间|的?时候?|情况下)$")
# What may take the place of a place, a body or a person: 朔原, 临港新片区, not 智慧港口.
_PLACE = re.compile(r".{1,3}|.{2,8}[省市县区州镇乡村岛湾城园国]")
_SHORT_ANSWER = re.compile(r"^\*\*([^*\n]{2,24})\*\*$", re.MULTILINE)
_SAME = re.compile(r"[\s，。？！、“”《》?!,.]")


def standalone(question: str, history: Sequence[Turn]) -> str:
    """Return the question as it would be asked without the conversation before it.

    Handled are 那杭州呢？ (the like thing of the last question is replaced), 它/其/这个…
    (becomes the subject of the last question, or the one it asked for), 第二点具体怎么说
    (becomes that item of the last answer) and bare 为什么？/具体怎么说？ A question that stands
    alone is returned unchanged, and so is any question without a history.
    """
    last = answer = ""
    for turn in history:
        if find_kind(turn.question).needs_documents:  # 谢谢 in between changes no subject
            last, answer = _follow_up(turn.question, last, answer), turn.answer
    return _follow_up(question, last, answer)


def _follow_up(question: str, last: str, answer: str) -> str:
    """Return a question as it stands alone, the last one standing alone already."""
    text = question.strip()
    if not last or not text:
        return question
    if point := _POINT.match(LEADING.sub("", text)):
        item = _item(answer, point.group("n"))
        if item:
            rest = point.group("rest").strip("，。？? ") or "具体内容是什么"
            return f"{item}{rest}？"
    if _BARE.match(text):
        return _bare(text, last)
    if _IS_WHAT_ABOUT.search(text) and (match := _WHAT_ABOUT.match(text)):
        new = _POINTS_AT_END.sub("", match.group("new").strip())
        if _PRONOUN.search(new):
            asks = "" if ASKS.search(new) else "是什么"
            return _with_subject(f"{new}{asks}？", last, answer)
        if not _asks(new):
            return _of_side(new, last) if match.group("side") else _replaced(new, last)
        return _asked_whole(new, last)
    return _with_subject(text, last, answer)


def _asks(text: str) -> bool:
    return bool(re.search(r"多少|几[个项家条种年月]|什么|哪|谁|如何|怎|为何|是否", text))


def _asked_whole(new: str, last: str) -> str:
    """Return a whole question asked of the last subject, unless it has one of its own."""
    subject, pair = asked_about(last), same_sort(new, last)
    own = subject in new or _DEFINES.match(new) or (pair and pair[0] != pair[1])
    return f"{new}？" if own else f"{joined(subject, new, last)}？"


def _bare(text: str, last: str) -> str:
    stem = last.rstrip("？?。 ")
    if "为什么" in text or "为何" in text or "原因" in text:
        return f"为什么{_statement(stem)}？"
    return f"{stem}？具体内容是什么？"


def _statement(stem: str) -> str:
    """Drop the asking words of a question so that 为什么 can be put before it."""
    plain = re.sub(r"(?:有|是|达到?)?(?:多少|什么|哪|几)[个项家条些种]?|吗$|是否", "", stem)
    return plain if len(plain) >= 4 else stem


def _of_side(side: str, last: str) -> str:
    """Return the last question asked of one side of its subject: 制造业方面呢."""
    subject = asked_about(last)
    return last.replace(subject, f"{subject}在{side}方面", 1) if subject else f"{side}，{last}"


def _replaced(new: str, last: str) -> str:
    """Put a new thing in the place of the one of its class in the last question."""
    if YEAR.search(new):
        old = YEAR.search(last)
        return last.replace(old.group(), new, 1) if old else f"{new}{last}"
    if pair := same_sort(new, last):
        return last.replace(*pair, 1)
    if _MEASURE.search(new) and (measured := _MEASURED.search(last)):
        return f"{last[: measured.start('what')]}{new}是多少？"
    if _WHEN.search(new):
        return f"{new}，{last}"
    subject, asked = asked_about(last), OBJECT.search(last)
    if asked and _common(new, asked.group("of")) > _common(new, subject):
        return last.replace(asked.group("of"), new, 1)
    if asked and not YEAR.sub("", subject).strip("到至截在"):  # 到2022年要建多少所学校
        return f"{last[: asked.start('sort')]}{new}{last[asked.end('of') :]}"
    old_name = replaceable(last)
    if old_name and _PLACE.fullmatch(new):
        return last.replace(old_name, new, 1)
    subject = topic_of(last) if old_name else subject
    if not subject:
        return f"{new}，{last}"
    like = _like(subject, new)
    # 国庆节 asked after 2019年春节 is that of 2019, 智慧港口 after 北岭市低空物流 of 北岭市.
    place = rf"{re.escape(old_name)}的?(?=.)" if old_name else "(?!)"
    stays = YEAR.match(like) or re.match(place, like)
    return last.replace(like, f"{stays.group()}{new}" if stays else new, 1)


def _like(subject: str, new: str) -> str:
    """Return the part of a subject that a new thing of its kind takes: 子女教育 of 子女教育费.

    Of 自己创业想贷款 it is 自己, which may be anyone.
    """
    if subject.startswith("自己"):
        return "自己"
    for size in (4, 3, 2):
        if len(new) >= size and (at := subject.rfind(new[-size:])) > 0:
            return subject[: at + size]
    return subject


def _common(left: str, right: str) -> int:
    return len(bigrams(left) & bigrams(right))


def _with_subject(text: str, last: str, answer: str) -> str:
    match, subject = _PRONOUN.search(text), asked_about(last)
    if subject and not match and lacks_subject(text):
        return joined(topic_of(last), text, last)
    if not match or match.start() > 12:
        return text
    if match.group("points") and not match.group("noun") and find_terms(text[: match.start()]):
        return text  # 太钢那套设施, 三甲这类医院: what is pointed at is named before it
    subject = _meant(match, last, answer) or subject
    if not subject or _SAME.sub("", subject) in _SAME.sub("", text):
        return text
    return f"{text[: match.start()]}{subject}{text[match.end() :]}"


def _meant(pronoun: re.Match[str], last: str, answer: str) -> str:
    """Return what a pronoun stands for: who was asked for, or the 目标 of 定这个目标; else ""."""
    noun = pronoun.group("noun")
    if noun and (at := last.find(noun)) > 0:
        return LEADING.sub("", last[: at + len(noun)])
    found = _SHORT_ANSWER.search(answer) if _WHO.search(last) else None
    one = found and _PERSON.fullmatch(found.group(1))
    if not found or (one and pronoun.group().startswith(("它", "他们", "她们"))):
        return ""
    return found.group(1)


def _item(answer: str, number: str) -> str:
    wanted = han_number(number)
    items = [m.group(1) for m in _NUMBERED.finditer(answer)]
    if len(items) < 2:
        items = _SERIES.findall(answer)
    if wanted is None or not 1 <= wanted <= len(items):
        return ""
    item = re.sub(r"\[\d+\]", "", items[wanted - 1]).strip("；。 ")
    heading = item.partition("：")[0]
    return heading if len(heading) <= _HEADING else item
