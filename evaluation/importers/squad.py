"""SQuAD 1.1 and 2.0 and what follows them: CMRC 2018 (both shapes), DRCD, DuReader-robust."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from evaluation.importers.entries import (
    Entry,
    Record,
    document_entry,
    mapping,
    read_json,
    sequence,
    strings,
    text_id,
    words,
)
from rag.errors import InputError

_ENDS = "。！？!?\n"


def read_squad(path: Path) -> Iterator[Entry]:
    """Yield a document for each context and its questions; raise InputError for other shapes."""
    found = read_json(path)
    articles = found.get("data") if isinstance(found, dict) else found
    if not isinstance(articles, list) or not articles:
        raise InputError(f'{path}: expected {{"data": [...]}} of SQuAD, or the list of CMRC 2018')
    for at, article in enumerate(map(mapping, articles)):
        title = words(article.get("title"))
        if "context_text" in article:
            yield from _context(f"[{at}]", article, words(article["context_text"]), title)
        for number, paragraph in enumerate(map(mapping, sequence(article.get("paragraphs")))):
            place = f"data[{at}].paragraphs[{number}]"
            yield from _context(place, paragraph, words(paragraph.get("context")), title)


def _context(place: str, paragraph: Record, text: str, title: str) -> Iterator[Entry]:
    if not text:
        yield Entry(place, fault="it has no context")
        return
    doc_id = words(paragraph.get("context_id") or paragraph.get("id")) or text_id(text)
    yield document_entry(place, doc_id, text, title)
    for number, asked in enumerate(map(mapping, sequence(paragraph.get("qas")))):
        yield Entry(f"{place}.qas[{number}]", question=_question(asked, doc_id, text))


def _question(asked: Record, doc_id: str, text: str) -> Record:
    given = [
        each if isinstance(each, dict) else {"text": each}
        for each in sequence(asked.get("answers"))
    ]
    answers = strings([each.get("text") for each in given])
    answerable = bool(answers) and not asked.get("is_impossible")
    question = {
        "id": words(asked.get("id") or asked.get("query_id")),
        "question": words(asked.get("question") or asked.get("query_text")),
        "answerable": answerable,
        "context_id": doc_id,
    }
    if not answerable:
        return question
    evidence = sentence_of(text, words(given[0].get("text")), given[0].get("answer_start"))
    return {**question, "answers": answers, "evidence": strings(evidence), "positive_ids": [doc_id]}


def sentence_of(text: str, answer: str, start: object = None) -> str:
    """Return the sentence that holds an answer, at ``start`` if it is there; "" for none."""
    at = (
        start
        if isinstance(start, int) and text.startswith(answer, max(0, start))
        else text.find(answer)
    )
    if at < 0 or not answer:
        return ""
    first = max(text.rfind(end, 0, at) for end in _ENDS) + 1
    ends = [place for end in _ENDS if (place := text.find(end, at + len(answer) - 1)) >= 0]
    return text[first : min(ends, default=len(text)) + 1].strip()
