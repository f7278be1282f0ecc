"""What happens when people put documents in or take them out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from chat.ask.exchanges import Conversation
from chat.ask.talk import Talk
from chat.ask.welcome import masthead_html
from chat.desk import Advance, Desk
from chat.library.documents import documents_html
from chat.library.intake import intake_html, watch
from chat.looks.markup import trouble_html
from chat.looks.wording import advice
from ingest.pipeline import Summary
from rag.errors import RagError

Shown = tuple[Any, ...]


class Shelf:
    """The handlers of the tab 资料库.

    Each returns the state of an ingest, the list of documents, the invitation to ask and
    the head of the page, in this order.
    """

    def __init__(self, desk: Desk, talk: Talk) -> None:
        self._desk = desk
        self._talk = talk

    def take_in(self, files: list[str] | None, talk: Conversation) -> Iterator[Shown]:
        """Ingest uploaded files; the upload box is emptied at the end."""
        paths = [Path(file) for file in files or ()]

        def work(advance: Advance) -> Summary:
            return self._desk.take_in(paths, advance)

        for shown in self._watched(work, [path.name for path in paths], talk):
            yield (*shown, gr.skip())
        yield (*[gr.skip()] * 4, None)

    def load_sample(self, talk: Conversation) -> Iterator[Shown]:
        """Ingest the sample documents and say so in the invitation meanwhile."""
        yield from self._watched(self._desk.ingest_sample, ["示例资料"], talk)

    def remove(self, talk: Conversation, event: gr.EventData) -> Shown:
        """Remove the document whose button was confirmed."""
        try:
            removed = self._desk.remove(str(event._data.get("doc", "")))
            status = "" if removed else '<p class="list-title">这份资料已经不在了。</p>'
        except RagError as error:
            status = trouble_html(advice(error), error)
        return (status, *self.overview(talk))

    def overview(self, talk: Conversation) -> tuple[str, str, str]:
        """Return the list of documents, the invitation to ask and the head of the page."""
        try:
            summaries = self._desk.documents()
        except RagError as error:
            return trouble_html(advice(error), error), "", masthead_html(0, 0)
        passages = sum(summary.passages for summary in summaries)
        return (
            documents_html(summaries),
            self._talk.first_page(talk),
            masthead_html(len(summaries), passages),
        )

    def _watched(
        self, work: Callable[[Advance], Summary], names: Sequence[str], talk: Conversation
    ) -> Iterator[Shown]:
        """Yield the state of an ingest; when it is finished, the new state of the library too."""
        for intake in watch(work, names):
            if intake.finished:
                yield (intake_html(intake), *self.overview(talk))
            else:
                yield (intake_html(intake), *[gr.skip()] * 3)
