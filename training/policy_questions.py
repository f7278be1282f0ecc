"""Questions that policy texts answer in so many words, made by patterns.

No question set asks of policies, reports and news what their readers ask: target values, how
much something grew, from when a measure holds, for how long, who explains it, what a term
means, what is granted. Sentences of a fixed form are turned into such questions; the answer
is the slot that the question asks for.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from ingest.text.normalize import normalise
from training.reader_sources import Question, Text, lines

NEWS_READ = 20_000
NEWS_WITHOUT_QUESTIONS = 800
FIRST_REPORT = 1993
_VALUE = r"(?P<answer>(?:约|近)?\d[\d.,]*(?:[%％]|[万亿]*[一-鿿]{0,2}))"
_SUBJECT = r"(?P<subject>[一-鿿、]{3,18}?)"
# Pattern, then the questions it may become; {name} is a group of the pattern.
FORMS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(pattern), questions)
    for pattern, questions in (
        (
            rf"到(?P<year>20\d\d年)底?，?{_SUBJECT}(?P<verb>达到|超过|突破|不低于|不少于)"
            rf"{_VALUE}(?:以上|左右)?[，。；、]",
            ("到{year}{subject}要{verb}多少？", "{year}{subject}的目标是多少？"),
        ),
        (
            rf"[，。；]{_SUBJECT}(?P<verb>增长|下降|提高|减少|增加){_VALUE}[，。；、]",
            ("{when}{subject}{verb}了多少？", "{when}{subject}{verb}多少？"),
        ),
        (
            rf"[，。；]{_SUBJECT}(?P<verb>达到|达|超过|突破|完成|增加到|降至|共有)"
            rf"{_VALUE}[，。；、]",
            ("{when}{subject}{verb}多少？", "{when}{subject}是多少？"),
        ),
        (
            r"自(?P<answer>(?:20|19)\d\d年\d+月\d+日)起(?P<verb>施行|实施|执行)",
            ("{title}从什么时候起{verb}？", "{title}自何时{verb}？"),
        ),
        (
            r"有效期(?:为)?(?P<answer>[一二三四五六七八九十\d]{1,3}(?:年|个月|天))[，。；]",
            ("{title}有效期多长？", "{title}的有效期是几年？"),
        ),
        (
            r"由(?P<answer>[^，。；\n]{2,16}?(?:局|厅|部|委|办公室|委员会|政府))"
            r"(?:会同[^，。；]{2,20})?负责解释",
            ("{title}由哪个部门负责解释？", "谁负责解释{title}？"),
        ),
        (
            r"[。\n](?P<subject>[一-鿿]{2,10}?)，?是指(?P<answer>[^。\n；]{10,100})[。；]",
            ("什么是{subject}？", "{subject}是指什么？"),
        ),
        (
            r"对(?P<subject>[^，。；\n]{4,30}?)的?，给予[^，。；\n]{0,8}?(?:最高|不超过|一次性)?"
            r"(?P<answer>\d[\d.]*万?元)(?:的)?(?:一次性)?(?P<verb>奖励|补助|补贴|资助)",
            ("对{subject}给予多少{verb}？", "{subject}可以获得多少{verb}？"),
        ),
    )
)
_YEAR = re.compile(r"(?:19|20)\d\d年")
_UNFIT = re.compile(
    r"^(?:其中|这|该|本|其|对于|不管|同比|环比|比|较|分别|累计|也|并|已|将|共|而|在|于|参|当前|目前)"
    r"|了|(?:的|不|则|已|已经|普遍|就|是|超过|升值|是否)$"
)
_NEWS_HEAD = re.compile(r"^[\d\- :]*，?正文：")
_CHINESE = re.compile(r"[一-鿿]{4}")


def questions(text: Text, draw: random.Random) -> Iterator[Question]:
    """Yield what the patterns find in one text."""
    for pattern, forms in FORMS:
        for found in pattern.finditer(text.text):
            asked = _ask(text, found, draw.choice(forms))
            if asked:
                start, end = found.span("answer")
                yield Question(f"{text.key}:{start}", "policy", asked, (text.key,), start, end)


def _ask(text: Text, found: re.Match[str], form: str) -> str | None:
    """Fill a form; None where it would not say what it is about."""
    parts = {name: value or "" for name, value in found.groupdict().items()}
    if _UNFIT.search(parts.get("subject", "") or "无"):
        return None
    if "{title}" in form and not text.title:
        return None
    before = _YEAR.findall(text.text, max(0, found.start() - 60), found.start())
    when = before[-1] if before else ""
    return form.format(**parts, title=_short(text.title), when=when)


def _short(title: str) -> str:
    """Return the name inside 《》 or after 印发, as people call a document."""
    inner = re.search(r"《(.+?)》", title) or re.search(r"印发(.+?)的?(?:通知|函)?$", title)
    return inner[1] if inner else title


def read(corpus: Path, draw: random.Random) -> tuple[list[Text], list[Question]]:
    """Return policies, reports and news with the questions found in them."""
    texts, found = [], []
    for text in _texts(corpus):
        asked = list(questions(text, draw))
        news = text.key.startswith("crud")
        plain = sum(1 for kept in texts if kept.key.startswith("crud")) if not asked else 0
        if asked or not news or plain < NEWS_WITHOUT_QUESTIONS:
            texts.append(text)
            found += asked
    return texts, found


def _texts(corpus: Path) -> Iterator[Text]:
    for folder in ("gov_policies", "gov_reports", "news"):
        for number, row in enumerate(lines(corpus / folder / "corpus.jsonl")):
            title, text = normalise(str(row["title"])), normalise(str(row["text"])).strip()
            if folder == "news" and number >= NEWS_READ:
                return
            if folder == "gov_reports" and title[:4] < str(FIRST_REPORT):
                continue
            title = title if _CHINESE.search(title) else ""
            yield Text(str(row["id"]), title, _NEWS_HEAD.sub("", text))
