"""The guide put together: what there is to jump to, and its sections."""

from __future__ import annotations

from chat.guide import facts, texts
from chat.guide.briefing import briefing
from chat.guide.folds import Page
from chat.looks.language import say
from chat.looks.markup import escape, written

_SECTIONS = (
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
        "文件之间",
        "哪份文件依据、印发、转发、修订或废止哪份，以及每份的提纲。",
        texts.network,
    ),
    ("path", "先读什么", "从哪一份读起，为什么，要多久。", texts.path),
)
_LATER = (("test", "自测"), ("briefing", "一页简报"))


def guide_html(page: Page) -> str:
    """Return the sections of a guide before the self-test."""
    names = [(name, title) for name, title, _, _ in _SECTIONS] + list(_LATER)
    links = "".join(
        f'<button type="button" class="quiet" data-jump="guide-{name}">{say(title)}</button>'
        for name, title in names
    )
    topics = "".join(
        f'<button type="button" class="topic" data-event="topic" data-topic="{escape(topic)}">'
        f"{written(topic)}</button>"
        for topic in page.guide.topics
    )
    narrowed = (
        f"<p class=topics><span>{say('可以缩小到')}</span>{topics}</p>"
        if topics and not page.guide.topic
        else ""
    )
    told = say("依据 {n} 份资料；每一条都引自原文，点编号看出处。", n=page.guide.documents)
    body = "".join(
        _section(name, say(title), say(hint), draw(page)) for name, title, hint, draw in _SECTIONS
    )
    return (
        f'<div class="guide"><p class="basis">{told}</p>{narrowed}'
        f'<nav class="jumps" aria-label="{say("导读目录")}">{links}</nav>{body}</div>'
    )


def _section(name: str, title: str, hint: str, body: str) -> str:
    """Return one section; where the documents give nothing it says so."""
    empty = (
        "<li>" not in body and "<li " not in body and "<div" not in body.replace("<div></div>", "")
    )
    nothing = f'<p class="none">{say("这些资料里没有找到这一类内容。")}</p>'
    return (
        f'<section class="guide-section" id="guide-{name}" aria-labelledby="head-{name}">'
        f'<h3 id="head-{name}">{title}</h3><p class="hint">{hint}</p>'
        f"{nothing if empty else body}</section>"
    )


def briefing_html(page: Page) -> str:
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
