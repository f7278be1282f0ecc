"""The sheet that questions are written into: empty, or with drafts from the library."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from chat.looks.language import say
from chat.looks.markup import escape
from evaluation.drafting.drafting import draft_questions
from evaluation.importers.template import EXAMPLES, write_sheet
from index.library import Library

DRAFTS = 60
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEETS: Mapping[str, Callable[[Library], Iterable[Mapping[str, Any]]]] = {
    "empty": lambda library: EXAMPLES,
    "drafts": lambda library: draft_questions(library, DRAFTS),
}


def sheet(name: str, library: Library) -> bytes:
    """Return the Excel sheet of a name; raise InputError where there is nothing to ask about."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "questions.xlsx"
        write_sheet(path, SHEETS[name](library))
        return path.read_bytes()


def sheets_html() -> str:
    """Return where to save the sheets, and what to do with them."""
    told = say("题目可以写在 Excel 表里，填好直接上传；起草的题先过目，能用的把“采用”改成“是”。")
    named = (("empty", "空白题目表"), ("drafts", "按资料起草的题目表"))
    links = " ".join(
        f'<a class="quiet" href="evaluations/{name}.xlsx" download>{escape(say(words))}</a>'
        for name, words in named
    )
    return f'<p class="ratings"><span>{escape(told)}</span> {links}</p>'
