"""What happens when people put documents in, correct them or take them out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from chat.desk import Desk
from chat.library.documents import undo_button
from chat.library.intake import intake_html, watch
from chat.library.keeper import Advance
from chat.library.listing import Listing
from chat.library.preview import edit_html
from chat.library.reasons import damage_reason, form_reason
from chat.library.view import View, field, told
from chat.looks.language import say
from chat.looks.markup import escape, trouble_html
from chat.visitors import visitor
from ingest.amending import FILED, TITLE
from ingest.pipeline import Summary
from rag.errors import RagError

Shown = tuple[Any, ...]
MAX_FILES = 1000


class Shelf:
    """The handlers of the tab 资料库.

    Those that change something return what came of it, the list of documents, what lies
    aside and the head of the page, in this order.
    """

    def __init__(self, desk: Desk) -> None:
        self.view = View(desk)
        self._desk = desk
        self._keeper = desk.keeper

    def take_in(self, files: list[str] | None, listing: Listing) -> Iterator[Shown]:
        """Ingest uploaded files; the upload box is emptied at the end."""
        # The same file in two folders of an upload is stored, and told, as one path twice.
        paths = [Path(file) for file in dict.fromkeys(files or ())]
        who = visitor()
        if len(paths) > MAX_FILES:
            words = say("一次最多 {count} 个文件，请分批上传。", count=f"{MAX_FILES:,}")
            yield (trouble_html(words), *[gr.skip()] * 3, None)
            return

        def work(advance: Advance) -> Summary:
            return self._keeper.take_in(paths, advance, who)

        for shown in self._watched(work, [path.name for path in paths], listing):
            yield (*shown, gr.skip())
        yield (*[gr.skip()] * 4, None)

    def load_sample(self, listing: Listing) -> Iterator[Shown]:
        """Ingest the sample documents."""
        who = visitor()

        def work(advance: Advance) -> Summary:
            return self._keeper.ingest_sample(advance, who)

        yield from self._watched(work, [say("示例资料")], listing)

    def retry(self, listing: Listing, event: gr.EventData) -> Iterator[Shown]:
        """Read a file in quarantine once more."""
        source, who = field(event, "source"), visitor()

        def work(advance: Advance) -> Summary:
            return self._keeper.retry(source, advance, who)

        yield from self._watched(work, [Path(source).name], listing)

    def drop(self, listing: Listing, event: gr.EventData) -> Shown:
        """Take a file out of quarantine for good."""

        def work() -> str:
            self._keeper.drop(field(event, "source"), visitor())
            return _note(say("已不再保留这个文件。"))

        return self._done(work, listing)

    def remove(self, listing: Listing, event: gr.EventData) -> Shown:
        """Remove the document whose button was pressed, and offer to undo it."""

        def work() -> str:
            removed = self._keeper.remove(field(event, "doc"), visitor())
            if removed is None:
                return _note(say("这份资料已经不在了。"))
            words = say("已移除《{title}》，不会再被引用。", title=removed[1])
            return _note(words, undo_button(removed[0], "撤销"))

        return self._done(work, listing)

    def restore(self, listing: Listing, event: gr.EventData) -> Shown:
        """Bring a removed document back."""

        def work() -> str:
            number = field(event, "entry")
            title = self._keeper.bring_back(int(number) if number.isdigit() else 0, visitor())
            return _note(say("已恢复《{title}》。", title=title))

        return self._done(work, listing)

    def amend(self, listing: Listing, event: gr.EventData) -> Shown:
        """Save the form that is open; it stays open, and says why, where that cannot be."""
        doc_id = field(event, "doc")
        changes = {name: field(event, name) for name in (TITLE, *FILED)}
        try:
            self._keeper.amend(doc_id, changes, visitor())
        except RagError as error:
            trouble = form_reason(error)
            form = told(lambda: edit_html(self._desk.document(doc_id), changes, trouble))
            return (*[gr.skip()] * 4, form)
        saved = _note(say("已保存《{title}》。", title=changes[TITLE]))
        return (saved, *self.view.overview(listing), "")

    def mending(self) -> str:
        """Say that the check has begun."""
        return _note(say("正在检查资料库、重建索引，资料多时要等几分钟……"))

    def mend(self, listing: Listing) -> Shown:
        """Check the library, mend what can be mended, and build the indexes anew."""

        def work() -> str:
            problems = list(dict.fromkeys(map(damage_reason, self._keeper.mend(visitor()))))
            if not problems:
                return _note(say("检查完毕，没有发现问题；索引已重建。"))
            listed = "".join(f"<li>{escape(problem)}</li>" for problem in problems)
            words = say("检查发现 {count} 处问题：", count=len(problems))
            return _note(words, f"<ul>{listed}</ul>")

        return self._done(work, listing)

    def _done(self, work: Callable[[], str], listing: Listing) -> Shown:
        return (told(work), *self.view.overview(listing))

    def _watched(
        self, work: Callable[[Advance], Summary], names: Sequence[str], listing: Listing
    ) -> Iterator[Shown]:
        """Yield the state of an ingest; when it is finished, the new state of the library too."""
        for intake in watch(work, names):
            if intake.finished:
                yield (intake_html(intake), *self.view.overview(listing))
            else:
                yield (intake_html(intake), *[gr.skip()] * 3)


def _note(words: str, extra: str = "") -> str:
    return f'<div class="told" role="status"><span>{escape(words)}</span>{extra}</div>'
