"""What changed from another run of the same set, and the choice of that run."""

from __future__ import annotations

from collections.abc import Sequence

from chat.looks.language import say
from chat.looks.markup import escape
from chat.measure.naming import asked, differing_title, failure_title, figure_title, when
from evaluation.contrast import Change, Contrast, Difference
from evaluation.reports.tables import figure_text
from evaluation.runs import Run

LOSSES_SHOWN = 60


def choice_html(run: Run, others: Sequence[Run], before: tuple[Run, Contrast] | None) -> str:
    """Return the runs to compare with, as a choice that takes effect at once."""
    if not others:
        return ""
    chosen = before[0].name if before else ""
    options = "".join(
        f'<option value="{escape(one.name)}"{" selected" if one.name == chosen else ""}>'
        f"{escape(say('{when} · {count} 题', when=when(one), count=asked(one)))}</option>"
        for one in others
    )
    none = "" if chosen else f'<option value="" selected>{escape(say("选一次评测"))}</option>'
    return (
        f'<label class="against" data-form><span>{escape(say("与哪一次比较"))}</span>'
        f'<select name="other" class="at-once">{none}{options}</select><button type="button" hidden'
        f' data-event="compare" data-run="{escape(run.name)}"></button></label>'
    )


def changes_html(before: tuple[Run, Contrast] | None) -> str:
    """Return what changed since another run of the same set."""
    if before is None:
        return f'<p class="note">{escape(say("这个题集在此之前没有评测过。"))}</p>'
    earlier, found = before
    title = say(
        "与 {when} 相比：新答对 {wins} 题，新答错 {losses} 题",
        when=when(earlier),
        wins=len(found.wins),
        losses=len(found.losses),
    )
    moved = [each for each in found.figures if each.difference]
    figures = "".join(_moved(each) for each in moved)
    losses = "".join(_lost(each) for each in found.losses[:LOSSES_SHOWN])
    lost = f"<p>{escape(say('新答错的题：'))}</p><ul>{losses}</ul>" if losses else ""
    same = "" if moved else f'<p class="note">{escape(say("各项指标没有变化。"))}</p>'
    return (
        f'<details class="aside" open><summary>{escape(title)}</summary>{_unlike(found)}{same}'
        f'<ul class="moved">{figures}</ul>{lost}</details>'
    )


def _unlike(found: Contrast) -> str:
    """Return what else was not the same: a figure may have moved because of that."""
    told = []
    if found.differing:
        names = say("、").join(map(differing_title, found.differing))
        told.append(say("两次评测还有这些不同：{names}", names=names))
    if found.only_a or found.only_b:
        told.append(
            say(
                "没有比较只在一次里问过的题：此前 {a} 题，这次 {b} 题",
                a=found.only_a,
                b=found.only_b,
            )
        )
    return "".join(f'<p class="note">{escape(each)}</p>' for each in told)


def _moved(each: Difference) -> str:
    style = "worse" if each.worse else "better" if each.significant else ""
    told = f"{figure_text(each.name, each.a)} → {figure_text(each.name, each.b)}"
    if each.p is not None:
        told += f"（{say('显著') if each.significant else say('可能只是偶然')}）"
    return f'<li class="{style}"><b>{escape(figure_title(each.name))}</b> {escape(told)}</li>'


def _lost(each: Change) -> str:
    return f"<li>{escape(each.question)} — {escape(failure_title(each.after))}</li>"
