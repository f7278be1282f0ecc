"""The sections of the guide as HTML: the best dozen first, the rest folded away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from chat.guide.charts import series_html
from chat.guide.cited import Chips, words
from chat.guide.graph import network_svg
from chat.guide.map import map_svg
from chat.guide.timeline import timeline_svg
from chat.looks.language import say
from chat.looks.markup import escape
from rag.guide.cases import Case
from rag.guide.dates import in_words
from rag.guide.figures import Figure
from rag.guide.guide import Guide, Outline
from rag.guide.network import Edge
from rag.guide.path import Step
from rag.guide.ranking import Entry, TermEntry
from rag.guide.voices import Voice

Item = TypeVar("Item")
FIRST, MOST = 12, 300
_FIRST_SERIES = 6
KINDS = {
    "document": "文件", "effect": "施行", "meeting": "会议",
    "action": "行动", "milestone": "进展", "goal": "目标",
}  # fmt: skip
SPEAKERS = {"author": "作者", "official": "领导与官员", "institution": "机构", "document": "文件"}


@dataclass(frozen=True, slots=True)
class Page:
    """A guide with what its sources are called and what became of them."""

    guide: Guide
    standing: Mapping[str, str]

    def chips(self, section: str) -> Chips:
        """Return fresh chips for one section."""
        return Chips(f"guide-{section}", self.guide.titles, self.standing)


def folded(items: Sequence[Item], draw: Callable[[Item], str], tag: str, first: int = FIRST) -> str:
    """Return the first items, and the rest below a line that unfolds them."""
    lead = "".join(draw(item) for item in items[:first])
    rest = "".join(draw(item) for item in items[first:MOST])
    if not rest:
        return f"<{tag}>{lead}</{tag}>"
    more = say("展开其余 {n} 条", n=min(len(items), MOST) - first)
    return (
        f'<{tag}>{lead}</{tag}><details class="rest"><summary>{escape(more)}</summary>'
        f"<{tag}>{rest}</{tag}></details>"
    )


def timeline(page: Page) -> str:
    """Return the picture and the list of what happened when."""
    chips = page.chips("timeline")
    entries = page.guide.timeline
    named, others = entries[:FIRST], entries[FIRST:]
    picture = timeline_svg(named, others, chips)
    lead = sorted(named, key=lambda entry: entry.event.date)
    rest = sorted(others[:MOST], key=lambda entry: entry.event.date)

    def row(entry: Entry) -> str:
        event = entry.event
        who = f'<span class="who">{words(event.who)}</span>' if event.who else ""
        cited = dict.fromkeys((event.what, event.when, *entry.also[:2]))
        return (
            f'<li class="{event.kind.value}"><time>{in_words(event.date)}</time>'
            f'<span class="kind">{say(KINDS[event.kind.value])}</span>{who}'
            f"<p>{words(event.what)}{chips.chip(*cited)}</p></li>"
        )

    zoom = _picture(picture, say("政策时间线"))
    return zoom + folded([*lead, *rest], row, 'ol class="events"'.split()[0], FIRST)


def _picture(svg: str, name: str) -> str:
    if not svg:
        return ""
    return (
        f'<div class="picture"><div class="zoom" role="toolbar" aria-label="{escape(name)}">'
        f'<button type="button" class="quiet" data-zoom="1.4" aria-label="{say("放大")}">＋</button>'
        f'<button type="button" class="quiet" data-zoom="0.7" aria-label="{say("缩小")}">－</button>'
        f'<button type="button" class="quiet" data-zoom="0">{say("还原")}</button></div>'
        f'<div class="canvas" tabindex="0" role="region" aria-label="{escape(name)}">{svg}</div></div>'
    )


def cases(page: Page) -> str:
    """Return the map and the table of cases by place."""
    chips = page.chips("cases")

    def row(case: Case) -> str:
        came = "".join(f"<p>{words(one)}{chips.chip(one)}</p>" for one in case.outcomes)
        where = say("国外") if case.abroad else case.province
        place = f"<b>{words(case.place)}</b>" + (
            f"<span>{escape(where)}</span>" if where and where != case.place.text else ""
        )
        return (
            f'<div class="case" data-of="{escape(case.province)}"><div class="place">{place}</div>'
            f'<div class="done"><p>{words(case.done)}{chips.chip(case.done)}</p></div>'
            f'<div class="came">{came or "<p class=none>" + say("原文没有写成效") + "</p>"}</div></div>'
        )

    head = (
        f'<div class="case head" aria-hidden="true"><div>{say("地方")}</div><div>{say("做了什么")}</div>'
        f"<div>{say('取得什么成效')}</div></div>"
    )
    table = folded(page.guide.cases, row, "div")
    shown = f'<p class="narrowed" hidden><button type="button" class="quiet" data-province="">{say("显示全部地方")}</button></p>'
    return f'<div class="by-place">{map_svg(page.guide.cases)}<div>{shown}{head}{table}</div></div>'


def figures(page: Page) -> str:
    """Return the charts of the series and the list of key figures."""
    chips = page.chips("figures")
    charts = "".join(series_html(one, chips) for one in page.guide.series[:_FIRST_SERIES])

    def row(figure: Figure) -> str:
        of = f"{words(figure.of)} · " if figure.of else ""
        growth = f'<span class="trend">{words(figure.growth)}</span>' if figure.growth else ""
        aim = f'<span class="kind goal">{say("目标或预计")}</span>' if figure.target else ""
        return (
            f'<li><b class="value">{words(figure.value)}</b><span class="measure">{of}'
            f"{words(figure.measure)}</span><span class=when>{words(figure.when)}</span>{growth}{aim}"
            f"{chips.chip(figure.told)}</li>"
        )

    drawn = f'<div class="charts">{charts}</div>' if charts else ""
    return drawn + folded(page.guide.figures, row, "ul")


def terms(page: Page) -> str:
    """Return the glossary."""
    chips = page.chips("terms")

    def row(entry: TermEntry) -> str:
        one = entry.definition
        others = "".join(
            f"<li>{words(other.sentence)}{chips.chip(other.sentence)}</li>" for other in entry.others
        )
        uses = "".join(f"<li>{words(use)}{chips.chip(use)}</li>" for use in entry.uses)
        told = say("{n} 份资料用到", n=entry.documents)
        more = (f"<p>{say('别处的定义')}</p><ul>{others}</ul>" if others else "") + (
            f"<p>{say('还用在')}</p><ul>{uses}</ul>" if uses else ""
        )
        unfold = f"<details><summary>{told}</summary>{more}</details>" if more else f"<span>{told}</span>"
        return (
            f"<div><dt>{escape(one.name)}</dt><dd><p>{words(one.sentence)}{chips.chip(one.sentence)}"
            f"</p>{unfold}</dd></div>"
        )

    return folded(page.guide.terms, row, "dl")


def voices(page: Page) -> str:
    """Return who said what."""
    chips = page.chips("voices")

    def row(voice: Voice) -> str:
        work = f"<cite>《{words(voice.work)}》</cite>" if voice.work else ""
        cited = chips.chip(*dict.fromkeys((voice.said, voice.who)))
        return (
            f'<li><p class="speaker"><b>{words(voice.who)}</b>'
            f'<span class="kind">{say(SPEAKERS[voice.kind.value])}</span>{work}</p>'
            f"<blockquote>{words(voice.said)}{cited}</blockquote></li>"
        )

    return folded(page.guide.voices, row, "ul")


def network(page: Page) -> str:
    """Return how the documents relate, and the outline of each."""
    chips = page.chips("network")
    names = {node.key: node.title for node in page.guide.network.nodes}

    def row(edge: Edge) -> str:
        return (
            f"<li><span>《{escape(names[edge.source])}》</span>"
            f'<b class="kind">{say(edge.kind.value)}</b><span>《{escape(names[edge.target])}》</span>'
            f"{chips.chip(edge.words)}</li>"
        )

    svg = network_svg(page.guide.network, chips)
    related = folded(page.guide.network.edges, row, "ul") if page.guide.network.edges else ""
    return _picture(svg, say("文件关系图")) + related + _outlines(page, chips)


def _outlines(page: Page, chips: Chips) -> str:
    def drawn(outline: Outline) -> str:
        lines = "".join(
            f'<li class="level-{heading.level}"><button type="button" class="heading"'
            f" {chips.attributes(heading.words)}>{words(heading.words)}</button></li>"
            for heading in outline.headings
        )
        return f"<details><summary>{escape(outline.title)}</summary><ul>{lines}</ul></details>"

    if not page.guide.outlines:
        return ""
    listed = folded(page.guide.outlines, drawn, "div")
    return f'<h4>{say("每份资料的提纲")}</h4><div class="outlines">{listed}</div>'


def path(page: Page) -> str:
    """Return what to read first, then what, why and for how long."""
    chips = page.chips("path")

    def row(step: Step) -> str:
        chapters = "".join(f"<li>{words(one)}{chips.chip(one)}</li>" for one in step.chapters)
        inside = (
            f"<details><summary>{say('里面写了什么')}</summary><ul>{chapters}</ul></details>" if chapters else ""
        )
        minutes = say("约 {n} 分钟", n=step.minutes)
        return (
            f'<li><p class="stage">{say(step.stage)}<span>{minutes}</span></p>'
            f"<h4>{escape(step.title)}</h4><p>{escape(step.why)}：{words(step.proof)}"
            f"{chips.chip(step.proof)}</p>{inside}</li>"
        )

    return folded(page.guide.path, row, "ol")
