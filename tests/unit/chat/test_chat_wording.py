from __future__ import annotations

from types import SimpleNamespace

import pytest
from gradio.context import LocalContext

from chat.ask.welcome import welcome_html
from chat.looks.language import english
from chat.looks.wording import advice, confidence, size_text
from chat.server.language import COOKIE, ENGLISH
from rag.errors import (
    CitationError,
    ConfigError,
    IngestError,
    InputError,
    LibraryError,
    LockError,
    ModelError,
    RagError,
)


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (1.0, "依据充分"),
        (0.75, "依据充分"),
        (0.74, "依据一般"),
        (0.5, "依据一般"),
        (0.0, "依据不足"),
    ],
)
def test_confidence_in_words(probability: float, words: str) -> None:
    assert confidence(probability)[0] == words


def test_every_error_has_its_own_advice_in_chinese() -> None:
    errors = [
        RagError("x"),
        LockError("x"),
        LibraryError("x"),
        IngestError("a", "x"),
        InputError("x"),
        ModelError("x"),
        ConfigError("x"),
        CitationError("x"),
    ]
    told = [advice(error) for error in errors]
    assert len(set(told)) == len(errors)
    assert all(words.endswith("。") for words in told)
    assert set(told) <= set(english()), "the page says it in English"


def test_advice_is_chinese_whoever_asks_for_it_is_kept_with_the_conversation() -> None:
    token = LocalContext.request.set(SimpleNamespace(cookies={COOKIE: ENGLISH}))  # type: ignore[arg-type]  # cookies are all it reads
    try:
        assert advice(LockError("x")).startswith("另一个程序")
    finally:
        LocalContext.request.reset(token)


def test_sizes_as_people_write_them() -> None:
    assert [size_text(size) for size in (10, 2048, 200 * 1024 * 1024)] == ["1 KB", "2 KB", "200 MB"]


def test_an_empty_library_names_the_kinds_of_files_that_are_read() -> None:
    told = welcome_html(0, ())
    for ending in ("txt", "docx", "pptx", "xlsx", "csv", "pdf", "图片", "epub", "jsonl", "zip"):
        assert ending in told
