"""From when and until when a document holds: 自…起施行, 有效期X年, 有效期至…, 试行期…."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ingest.fields.dates import DATE, read_date
from rag.language.values import han_number

# The document itself: 本办法; what may stand before a clause: 第十五条, 二、.
_KIND = (
    "(?:[\u4e00-\u9fff]{0,6})(?:通知|意见|办法|规定|决定|公告|通告|方案|规划|纲要|条例|细则|指引|指南|"
    "措施|政策|计划|准则|规则|规范|文件|清单|目录|预案|法)"
)
_LABEL = (
    r"[“\"]?(?:第[〇一二三四五六七八九十百\d]+条|[（(]?[一二三四五六七八九十\d.]+[）)、.．]?)?\s*"
)
_SELF = rf"(?P<self>本{_KIND}(?:的)?)?"
# How long (五年, 18个月), from when (自发布之日起), and what then begins.
_COUNT = r"(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3})\s*(?P<unit>年|个?月)"
_BEGIN = r"(?:自|从)(?P<start>[^，。；]{2,24}?)(?:之日)?起"
_ACTS = "(?:正式|开始)?(?:施行|实施|执行|生效|试行)"
_SENTENCE = re.compile(r"[^。；;\n]+")
_CLAUSE = re.compile(r"[^，,（()）:：]+")
# 本办法自2024年1月1日起（30日后）施行.
_EFFECTIVE = re.compile(
    rf"^{_LABEL}{_SELF}{_BEGIN}(?:{_COUNT.replace('年|个?月', '日|天|个?月')}后)?{_ACTS}"
)
# 有效期五年, 自发布之日起试行两年, 有效期至2026年12月31日, 执行期限为2019年1月1日至2023年12月31日.
_LASTING = re.compile(
    rf"^{_LABEL}{_SELF}(?:{_BEGIN}{_ACTS}?)?[，,]?"
    r"(?:(?:有效|试行|实施|执行|施行|适用|暂行)(?:时间|期限|期)?|至)(?:暂定|为|是|共|限)*\s*"
    rf"(?:{_BEGIN.replace('start', 'from')}\s*)?(?:{_COUNT}|(?P<until>.{{6,40}}))"
)
_UNTIL = re.compile(rf"(?:至|到|截至|截止到?|—|－|-)\s*(?P<day>{DATE}|20\d\d年(?=底|末|年底))")
# 至2026年12月31日止; 2026年1月1日起失效, which the day before is the last of.
_CLOSED = re.compile(rf"^(?:至|到)?{DATE}(?P<how>止|起?(?:自行|自动)?(?:废止|失效|终止)|$)")
# Whatever begins to hold: nothing named, or a kind of document, and not what it grants.
_STARTED = re.compile(
    rf"^{_LABEL}(?:[^，。；]*(?:{_KIND}|》)(?:经[^的，。；]{{0,12}})?)?的?{_BEGIN}"
    rf"(?:[^，。；]{{1,6}}后)?{_ACTS}"
)
_GIVEN_OUT = re.compile("发布|印发|公布|下发|颁布|签发|发文|通过|批准")
# Texts that speak of the term of another document, or of one not yet in being.
_OTHER = re.compile("解读|问答|答记者问|征求意见|草案|送审稿|起草说明")


@dataclass(frozen=True, slots=True)
class Validity:
    """The ISO days from which and until which a text holds, "" where it does not say.

    ``quote`` is the sentence, as it stands in the text, that limits it.
    """

    effective_on: str = ""
    expires_on: str = ""
    quote: str = ""


def find_validity(text: str, title: str, given_out: str) -> Validity:
    """Return from when and until when a text says that it holds.

    ``given_out`` is the ISO day on which it was signed or published. Of several terms, as of
    several measures in one file, the one that ends last counts; a term that begins on a day
    unknown has no end.
    """
    if _OTHER.search(title):
        return Validity()
    effective, expires, quote = "", "", ""
    for found in _SENTENCE.finditer(text):
        sentence = found.group().strip()
        begun = _begun(sentence, given_out)
        effective = begun or effective
        end = _end(sentence, begun, effective or given_out)
        if end > expires:
            expires, quote = end, sentence
    return Validity(effective, expires, quote)


def _clauses(sentence: str) -> Iterator[str]:
    """Yield what stands between the commas, colons and brackets of a sentence."""
    return (found.group().strip() for found in _CLAUSE.finditer(sentence))


def _begun(sentence: str, given_out: str) -> str:
    """Return the day from which a sentence puts its own document in force, "" if it does not."""
    if "起" not in sentence:
        return ""
    for index, clause in enumerate(_clauses(sentence)):
        found = _EFFECTIVE.match(clause)
        if found is None:
            continue
        own = found["self"] or index == 0 or re.search(rf"本{_KIND}|现予|现将|印发|公布", sentence)
        start = _start(found["start"], given_out)
        if own and start and found["count"]:
            return _later(start, found["count"], found["unit"])
        if own:
            return start
    return ""


def _end(sentence: str, begun: str, otherwise: str) -> str:
    """Return the last day of the term that a sentence sets its own document, "" for none."""
    started = "起" in sentence and any(map(_STARTED.match, _clauses(sentence)))
    for clause in _clauses(sentence):
        if started and (closed := _CLOSED.match(clause)) and (closed["how"] or clause[0] in "至到"):
            day = _last_day(read_date(clause))
            return _before(day) if closed["how"].startswith("起") else day
        found = _LASTING.match(clause)
        if found is None or not (found["self"] or started):
            continue
        if found["count"]:
            said = _start(found["from"] or found["start"] or "", otherwise)
            start = said or begun or otherwise
            return _before(_later(start, found["count"], found["unit"])) if start else ""
        if until := _UNTIL.search(clause):
            return _last_day(read_date(until["day"]) or until["day"][:4])
    return ""


def _start(words: str, given_out: str) -> str:
    """Return the day that 自…起 names: a date, or that on which the document was given out."""
    if day := read_date(words):
        return day
    return given_out if _GIVEN_OUT.search(words) else ""


def _last_day(iso: str) -> str:
    """Return the last day of a year or month, a day as it is."""
    if len(iso) == 4:
        return f"{iso}-12-31"
    if len(iso) == 7:
        year, month = map(int, iso.split("-"))
        return f"{iso}-{calendar.monthrange(year, month)[1]:02d}"
    return iso


def _later(iso: str, count: str, unit: str) -> str:
    """Return the day that comes so many years, months or days after another."""
    day = _day(iso)
    if day is None:
        return ""
    number = han_number(count) or 0
    if unit in "日天":
        return (day + timedelta(days=number)).isoformat()
    months = day.year * 12 + day.month - 1 + number * (12 if unit == "年" else 1)
    year, month = divmod(months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last)).isoformat()


def _before(iso: str) -> str:
    """Return the day before another, "" where that is none."""
    day = _day(iso)
    return (day - timedelta(days=1)).isoformat() if day else ""


def _day(iso: str) -> date | None:
    """Return the day; a month or year gives its last, so that nothing ends too early."""
    try:
        return date.fromisoformat(_last_day(iso))
    except ValueError:
        return None
