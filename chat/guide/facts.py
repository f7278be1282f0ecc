"""Timeline, cases and figures as HTML: the best dozen first, the rest folded away."""

from __future__ import annotations

from chat.guide.charts import series_html
from chat.guide.cited import words
from chat.guide.folds import FIRST, MOST, Page, folded, picture_html
from chat.guide.map import map_svg
from chat.guide.timeline import timeline_svg
from chat.looks.language import day, say
from chat.looks.markup import escape
from rag.guide.case import Case
from rag.guide.chronicle import Entry
from rag.guide.figure import Figure

_FIRST_SERIES = 6
KINDS = {
    "document": "文件", "effect": "施行", "meeting": "会议",
    "action": "行动", "milestone": "进展", "goal": "目标",
}  # fmt: skip


def timeline(page: Page) -> str:
    """Return the picture and the list of what happened when."""
    chips = page.chips("timeline")
    entries = page.guide.timeline
    named, others = entries[:FIRST], entries[FIRST:]
    lead = sorted(named, key=lambda entry: entry.event.date)
    rest = sorted(others[:MOST], key=lambda entry: entry.event.date)

    def row(entry: Entry) -> str:
        event = entry.event
        who = f'<span class="who">{words(event.who)}</span>' if event.who else ""
        cited = dict.fromkeys((*event.proof, *entry.also[:2]))
        return (
            f'<li class="{event.kind.value}"><time>{day(event.date)}</time>'
            f'<span class="kind">{say(KINDS[event.kind.value])}</span>{who}'
            f"<p>{words(event.what)}{chips.chip(*cited)}</p></li>"
        )

    # The list comes first, so that its numbers count from one.
    listed = folded([*lead, *rest], row, "ol")
    return picture_html(timeline_svg(named, others, chips), say("政策时间线")) + listed


def cases(page: Page) -> str:
    """Return the map and the table of cases by place."""
    chips = page.chips("cases")
    untold = f'<p class="none">{say("原文没有写成效")}</p>'

    def row(case: Case) -> str:
        did = f"<p>{words(case.done)}{chips.chip(case.done)}</p>"
        came = "".join(f"<p>{words(one)}{chips.chip(one)}</p>" for one in case.outcomes)
        where = say("国外") if case.abroad else case.province
        place = f"<b>{words(case.place)}</b>" + (
            f"<span>{escape(where)}</span>" if where and where != case.place.text else ""
        )
        return (
            f'<div class="case" data-of="{escape(case.province)}"><div class="place">{place}</div>'
            f'<div class="done">{did}</div>'
            f'<div class="came">{came or untold}</div></div>'
        )

    head = (
        f'<div class="case head" aria-hidden="true"><div>{say("地方")}</div>'
        f"<div>{say('做了什么')}</div><div>{say('取得什么成效')}</div></div>"
    )
    table = folded(page.guide.cases, row, "div")
    whole = f'<button type="button" class="quiet" data-province="">{say("显示全部地方")}</button>'
    shown = f'<p class="narrowed" hidden>{whole}</p>'
    if not page.guide.cases:
        return ""
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
            f'{words(figure.measure)}</span><span class="when">{words(figure.when)}</span>'
            f"{growth}{aim}{chips.chip(figure.told)}{told_in(figure)}</li>"
        )

    def told_in(figure: Figure) -> str:
        # 全市 means nothing without the document that says so.
        title = page.guide.titles.get(figure.told.doc_id, "")
        return "" if figure.national else f"<cite>《{escape(title)}》</cite>"

    drawn = f'<div class="charts">{charts}</div>' if charts else ""
    return drawn + folded(page.guide.figures, row, "ul")
