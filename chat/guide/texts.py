"""Terms, voices, relations and the reading path as HTML."""

from __future__ import annotations

from urllib.parse import quote

from chat.guide.cited import words
from chat.guide.folds import Page, folded, picture_html
from chat.guide.graph import network_svg
from chat.looks.language import say
from chat.looks.markup import escape, written
from rag.guide.guide import Outline
from rag.guide.lexicon import TermEntry
from rag.guide.network import Edge
from rag.guide.path import Step
from rag.guide.voices import Voice

SPEAKERS = {"author": "作者", "official": "领导与官员", "institution": "机构", "document": "文件"}


def terms(page: Page) -> str:
    """Return the glossary."""
    chips = page.chips("terms")

    def row(entry: TermEntry) -> str:
        one = entry.definition
        own = chips.chip(one.sentence)
        others = "".join(
            f"<li>{words(other.sentence)}{chips.chip(other.sentence)}</li>"
            for other in entry.others
        )
        uses = "".join(f"<li>{words(use)}{chips.chip(use)}</li>" for use in entry.uses)
        told = say("{n} 份资料用到", n=entry.documents)
        more = (f"<p>{say('别处的定义')}</p><ul>{others}</ul>" if others else "") + (
            f"<p>{say('还用在')}</p><ul>{uses}</ul>" if uses else ""
        )
        alone = f"<span>{told}</span>" if entry.documents > 1 else ""
        unfold = f"<details><summary>{told}</summary>{more}</details>" if more else alone
        return (
            f"<div><dt>{written(one.name)}</dt><dd><p>{words(one.sentence)}{own}"
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
            f"<li><cite>《{escape(names[edge.source])}》</cite>"
            f'<b class="kind">{say(edge.kind.value)}</b>'
            f"<cite>《{escape(names[edge.target])}》</cite>{chips.chip(edge.words)}</li>"
        )

    svg = network_svg(page.guide.network, chips)
    related = folded(page.guide.network.edges, row, "ul") if page.guide.network.edges else ""
    return picture_html(svg, say("文件关系图")) + related + _outlines(page)


def _outlines(page: Page) -> str:
    def drawn(outline: Outline) -> str:
        title = f"<summary>{written(outline.title)}</summary>"
        if page.notes:
            return f"<details>{title}{headings_html(outline)}</details>"
        # Hundreds of outlines would be most of the page: each comes when it is unfolded.
        address = escape(f"guide-outline?{page.address}&of={quote(outline.doc_id)}")
        return f'<details data-outline="{address}">{title}</details>'

    if not page.guide.outlines:
        return ""
    listed = folded(page.guide.outlines, drawn, "div")
    return f'<h4>{say("每份资料的提纲")}</h4><div class="outlines">{listed}</div>'


def headings_html(outline: Outline) -> str:
    """Return the headings of a document, each of which opens its place."""
    lines = "".join(
        f'<li class="level-{heading.level}"><button type="button" class="heading"'
        f' data-event="cite" data-turn="guide-outline" data-doc="{escape(outline.doc_id)}"'
        f' data-start="{heading.words.start}" data-end="{heading.words.end}">'
        f"{words(heading.words)}</button></li>"
        for heading in outline.headings
    )
    return f"<ul>{lines}</ul>"


def path(page: Page) -> str:
    """Return what to read first, then what, why and for how long."""
    chips = page.chips("path")

    def row(step: Step) -> str:
        proof = chips.chip(step.proof)
        chapters = "".join(f"<li>{words(one)}{chips.chip(one)}</li>" for one in step.chapters)
        inside = (
            f"<details><summary>{say('里面写了什么')}</summary><ul>{chapters}</ul></details>"
            if chapters
            else ""
        )
        minutes = say("约 {n} 分钟", n=step.minutes)
        opens = f'<button type="button" class="heading" {chips.attributes(step.proof)}>'
        title = f"{opens}{written(step.title)}</button>" if not page.notes else written(step.title)
        return (
            f'<li><p class="stage">{say(step.stage)}<span>{minutes}</span></p>'
            f"<h4>{title}</h4><p><span>{escape(step.why)}</span>：{words(step.proof)}"
            f"{proof}</p>{inside}</li>"
        )

    return folded(page.guide.path, row, "ol")
