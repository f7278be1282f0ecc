"""Chinese or English: what the interface says follows a choice kept in the browser.

The code says everything in Chinese; ``english.toml`` holds the English for each such text.
Answers, titles and quotes stay in the language of the documents.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import gradio as gr
from gradio.context import LocalContext
from gradio.i18n import I18nData

from chat.server.language import CHINESE, COOKIE, ENGLISH
from rag.guide.dates import in_words

__all__ = ["CHINESE", "ENGLISH", "day", "english", "label", "labels", "language", "say"]

_CATALOGUE = Path(__file__).parent / "english.toml"


def say(words: str, /, **values: object) -> str:
    """Return words of the interface in the visitor's language.

    ``words`` is the Chinese text, with ``{name}`` for every one of the ``values``. Outside of
    a request, and where the catalogue has no English, it stays Chinese.
    """
    said = english().get(words, words) if language() == ENGLISH else words
    return said.format(**values) if values else said


def label(words: str) -> I18nData:
    """Return words for a component that is laid out once for all visitors."""
    return I18nData(words)


def day(date: str) -> str:
    """Return an ISO date as the visitor's language writes it."""
    return date if language() == ENGLISH else in_words(date)


def language() -> str:
    """Return the language that the visitor of the present event chose."""
    request = LocalContext.request.get(None)
    chosen = request.cookies.get(COOKIE, "") if request is not None else ""
    return ENGLISH if chosen == ENGLISH else CHINESE


@cache
def english() -> dict[str, str]:
    """Return the catalogue: Chinese -> English."""
    with _CATALOGUE.open("rb") as file:
        catalogue: dict[str, str] = tomllib.load(file)
    return catalogue


def labels() -> gr.I18n:
    """Return both languages for what ``label`` marked."""
    short = {words: said for words, said in english().items() if "{" not in words}
    return gr.I18n(**{CHINESE: {words: words for words in short}, ENGLISH: short})
