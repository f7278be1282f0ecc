"""What happens on the tab 背景导读: the guide is made, narrowed, tested and saved."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from chat.desk import Desk
from chat.guide.exam import Run, exam_html
from chat.guide.folds import Page
from chat.guide.page import guide_html, nothing_html
from chat.looks.language import say
from chat.looks.markup import answer_html, escape, trouble_html
from chat.looks.wording import advice
from rag.errors import RagError
from rag.guide.guide import Guide
from rag.types import Filter, Status

Shown = tuple[Any, ...]
_TICK_S = 0.3


@dataclass(slots=True)
class _Progress:
    """How far the reading of the documents is."""

    done: int = 0
    total: int = 0

    def advance(self, stage: str, done: int, total: int, name: str) -> None:
        """Take note of one more document."""
        self.done, self.total = done, total


class GuideReader:
    """The handlers of the tab; the guides are made from the library of one desk.

    Each returns the state of the making, the guide, the self-test and the visitor's run of the
    self-test, in this order.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def documents(self, chosen: Sequence[str] | None) -> Any:
        """Return the documents to choose from, those chosen before still chosen."""
        titles = self._desk.titles()
        listed = sorted(((title, doc_id) for doc_id, title in titles.items()))
        return gr.update(choices=listed, value=[one for one in chosen or () if one in titles])

    def reopen(self, topic: str | None, chosen: Sequence[str] | None, run: Run) -> Iterator[Shown]:
        """Show the guide as the tab opens; one that still holds stays as its reader left it."""
        self._desk.library.refresh()
        if run.generation == self._desk.library.generation:
            yield (*[gr.skip()] * 4,)
            return
        yield from self.open(topic, chosen, run)

    def open(self, topic: str | None, chosen: Sequence[str] | None, run: Run) -> Iterator[Shown]:
        """Make the guide of a topic and show it; a guide made before is shown at once.

        ``chosen`` are the ids of the documents to read, none for all.
        """
        doc_ids = tuple(chosen or ())
        progress, made = _Progress(), _Made()
        asked = (self, topic or "", doc_ids, progress)
        worker = threading.Thread(target=made.make, args=asked, daemon=True)
        worker.start()
        worker.join(_TICK_S)
        while worker.is_alive():
            yield (_busy(progress), *[gr.skip()] * 3)
            worker.join(_TICK_S)
        if made.guide is None:
            yield (trouble_html(made.trouble), *[gr.skip()] * 3)
            return
        generation = self._desk.library.generation
        page = self._page(made.guide, doc_ids)
        if not made.guide.titles:
            nothing = say("资料库还是空的。先到“资料库”放几份资料，再回来读导读。")
            yield (f'<p class="none">{nothing}</p>', "", "", Run())
            return
        asked_now = (made.guide.topic, doc_ids, made.guide.questions)
        if (run.topic, run.doc_ids, run.questions) != asked_now:
            run = Run(made.guide.topic, doc_ids, questions=made.guide.questions)
        run = replace(run, generation=generation, titles=made.guide.titles)
        if made.guide.documents:
            yield ("", guide_html(page), exam_html(run, page.standing), run)
        else:
            yield ("", nothing_html(page), "", run)
        if overview := self._overview(made.guide.topic, doc_ids):
            yield (overview, *[gr.skip()] * 3)

    def narrow(
        self, chosen: Sequence[str] | None, run: Run, event: gr.EventData
    ) -> Iterator[Shown]:
        """Show the guide of the topic that was clicked, and put it in the box."""
        topic = str(event._data.get("topic", ""))
        for shown in self.open(topic, chosen, run):
            yield (topic, *shown)

    def grade(self, run: Run, event: gr.EventData) -> tuple[str, Run]:
        """Grade the answer that was handed in."""
        return self._exam(run.answered(str(event._data.get("answer", ""))))

    def onward(self, run: Run) -> tuple[str, Run]:
        """Show the next question, or the result after the last one."""
        return self._exam(run.onward())

    def again(self, run: Run) -> tuple[str, Run]:
        """Begin the self-test anew."""
        return self._exam(replace(run, at=0, answers=(), grades=()))

    def guide(
        self, topic: str, doc_ids: Sequence[str] = (), progress: _Progress | None = None
    ) -> Guide:
        """Return the guide of a topic over the newest state of the library.

        Chosen documents that were removed since are left out.
        """
        self._desk.library.refresh()
        titles = self._desk.titles()
        advance = progress.advance if progress else None
        return self._desk.guides.make(topic, [one for one in doc_ids if one in titles], advance)

    def _exam(self, run: Run) -> tuple[str, Run]:
        return exam_html(run, self._standing(run.titles)), run

    def _page(self, guide: Guide, chosen: Sequence[str]) -> Page:
        return Page(guide, self._standing(guide.titles), chosen=chosen)

    def _standing(self, doc_ids: Iterable[str]) -> dict[str, str]:
        """Return what became of some documents, by id."""
        found = self._desk.library.standing(list(doc_ids))
        return {doc_id: one.label for doc_id, one in found.items()}

    def _overview(self, topic: str, doc_ids: tuple[str, ...]) -> str:
        """Return the topic in connected prose; only a language model writes that.

        It goes the way of every answer: what it cannot show in the documents is not said.
        """
        if not topic or not self._desk.settings.chat.base_url:
            return ""
        try:
            *_, answer = self._desk.ask(f"概括介绍{topic}", (), Filter(doc_ids=doc_ids))
        except RagError:
            return ""  # the guide is complete without it
        if answer.status is not Status.ANSWERED:
            return ""
        return f'<div class="overview"><h3>{say("概述")}</h3>{answer_html(answer, 0)}</div>'


class _Made:
    """A guide being made in a thread of its own, so that the page can tell how far it is."""

    def __init__(self) -> None:
        self.guide: Guide | None = None
        self.trouble = ""

    def make(
        self, reader: GuideReader, topic: str, doc_ids: Sequence[str], progress: _Progress
    ) -> None:
        """Make the guide, or say what went wrong."""
        try:
            self.guide = reader.guide(topic, doc_ids, progress)
        except RagError as error:
            self.trouble = advice(error)


def _busy(progress: _Progress) -> str:
    told = say(
        "正在读第 {n} 份资料，共 {total} 份", n=progress.done + 1, total=max(1, progress.total)
    )
    return f'<p class="busy" role="status">{escape(told)}<i></i><i></i><i></i></p>'
