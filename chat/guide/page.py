"""The guide put together: what there is to jump to, and its sections."""

from __future__ import annotations

from chat.guide import facts, texts
from chat.guide.briefing import briefing
from chat.guide.folds import Page
from chat.looks.language import say
from chat.looks.markup import escape, written

_SECTIONS = (
    ("path", "先读什么", "从哪一份读起，为什么，要多久。", texts.path),
    (
        "timeline",
        "政策时间线",
        "大事按先后排列；点图上的旗标或句末的编号看原文。",
        facts.timeline,
    ),
    ("cases", "各地做法", "哪里做了什么、取得什么成效；点地图只看一个省份。", facts.cases),
    ("figures", "关键数据", "数值、年份和增长；同一指标有几年数据的画成图。", facts.figures),
    ("terms", "术语", "定义的原句，以及还用在哪里。", texts.terms),
    ("voices", "谁说了什么", "作者、领导与官员、机构和文件的说法。", texts.voices),
    (
        "network",
        "文件关系",
        "哪份文件依据、印发、转发、修订或废止哪份，以及每份的提纲。",
        texts.network,
    ),
)


def guide_html(page: Page) -> str:
    """Return a guide before the self-test: what is short comes first, then its sections."""
    drawn = [(name, say(title), say(hint), draw(page)) for name, title, hint, draw in _SECTIONS]
    if page.guide.topic:
        drawn = [each for each in drawn if not _empty(each[-1])]
    names = [(name, title) for name, title, _, _ in drawn]
    names = [("briefing", say("一页简报")), *names, ("test", say("自测"))]
    links = "".join(
        f'<button type="button" class="quiet" data-jump="guide-{name}">{title}</button>'
        for name, title in names
    )
    told = say("依据 {n} 份资料；每一条都引自原文，点编号看出处。", n=page.guide.documents)
    sections = "".join(_section(*each) for each in drawn)
    return (
        f'<div class="guide"><p class="basis">{told}</p>{_topics(page)}'
        f'<nav class="jumps" aria-label="{say("导读目录")}">{links}</nav>'
        f"{_briefing(page)}{sections}</div>"
    )


def nothing_html(page: Page) -> str:
    """Say that nothing on the topic can be quoted, and lead to topics on which something can."""
    told = escape(say("关于“{topic}”，资料里没有可以摘进导读的内容。", topic=page.guide.topic))
    return f'<div class="guide"><p class="none">{told}</p>{_topics(page)}</div>'


def _topics(page: Page) -> str:
    """Return the topics worth narrowing to, and the way back from one to everything."""
    here = page.guide.topic
    topics = [("", say("全部"))] if here else []
    topics += [(topic, written(topic)) for topic in page.guide.topics]
    buttons = "".join(
        f'<button type="button" class="topic" data-event="topic" data-topic="{escape(topic)}"'
        f' aria-pressed="{"true" if topic == here else "false"}">{words}</button>'
        for topic, words in topics
    )
    return f"<p class=topics><span>{say('可以缩小到')}</span>{buttons}</p>" if topics else ""


def _empty(body: str) -> bool:
    return (
        "<li>" not in body and "<li " not in body and "<div" not in body.replace("<div></div>", "")
    )


def _section(name: str, title: str, hint: str, body: str) -> str:
    """Return one section; where the documents give nothing it says so."""
    nothing = f'<p class="none">{say("这些资料里没有找到这一类内容。")}</p>'
    return (
        f'<section class="guide-section" id="guide-{name}" aria-labelledby="head-{name}">'
        f'<h3 id="head-{name}">{title}</h3><p class="hint">{hint}</p>'
        f"{nothing if _empty(body) else body}</section>"
    )


def _briefing(page: Page) -> str:
    """Return the briefing with ways to print it and to save the guide."""
    asked = escape(page.address)
    files = (("html", "保存整份导读"), ("md", "保存为 Markdown"), ("json", "保存为 JSON"))
    saves = "".join(
        f'<a class="quiet" href="guide.{ending}?{asked}" download>{say(words)}</a>'
        for ending, words in files
    )
    return (
        '<section class="guide-section" id="guide-briefing" aria-labelledby="head-briefing">'
        f'<h3 id="head-briefing">{say("一页简报")}</h3><p class="tools">'
        f'<button type="button" class="strong" data-print>{say("打印")}</button>{saves}</p>'
        f"{briefing(page)}</section>"
    )
