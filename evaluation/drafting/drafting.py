"""From a library to a list of proposed questions: taken in turn from its documents."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice, zip_longest
from typing import Any

from evaluation.collection import Store, corpus_ids
from evaluation.drafting import forms, outlines
from evaluation.drafting.by_model import model_drafts
from evaluation.drafting.draft import Draft
from evaluation.drafting.near_misses import near_misses
from rag.errors import InputError
from rag.protocols import ChatModel
from rag.types import Document, Filter

Record = dict[str, Any]
Advance = Callable[[str, int, int, str], None]
MISSED_SHARE = 0.25  # of the questions are near misses
_DOCUMENTS = 200  # read for one list of questions
_PER_PASSAGE = 2
_SEED = 20261123


def draft_questions(
    store: Store,
    count: int,
    model: ChatModel | None = None,
    advance: Advance | None = None,
) -> list[Record]:
    """Return up to ``count`` records of questions, a quarter of them near misses.

    They are read off definitions, figures, dates, lists and outlines, and proposed by a
    language model where one is given (half of the answerable ones); each has "accepted"
    False and a "note". The same library gives the same questions. Raises InputError if the
    library holds nothing to ask about, ModelError if the model fails.
    """
    tell = advance or (lambda stage, done, total, name: None)
    listed = list(store.documents())
    everywhere = [each.doc_id for each in listed]
    if len(listed) > _DOCUMENTS:
        listed = random.Random(_SEED).sample(listed, _DOCUMENTS)  # noqa: S311 - no secret
    listed.sort(key=lambda each: each.source)
    names = {each.doc_id: _name(each.source) for each in listed}
    wanted = count - round(count * MISSED_SHARE)
    by_hand = wanted // 2 if model else wanted
    read_off = _unlike(_in_turn(store, list(names), tell))
    chosen = list(islice(read_off, by_hand))
    if model:
        chosen += islice(_by_model(store, model, list(names), tell), wanted - len(chosen))
    # Not every question can be missed by a little: those that were not chosen help out.
    bases = (draft for _, draft in chain(list(chosen), read_off))
    missed = near_misses(bases, _holder(store, everywhere))
    chosen += [("", draft) for draft in islice(missed, count - wanted)]
    if not chosen:
        raise InputError(
            "nothing to ask about was found: no definitions, figures, dates or lists; "
            "ingest documents first, or write questions into a sheet (question-sheet)"
        )
    return [
        draft.record(number, names.get(doc_id, ""))
        for number, (doc_id, draft) in enumerate(chosen, 1)
    ]


def _in_turn(store: Store, doc_ids: Sequence[str], tell: Advance) -> Iterator[tuple[str, Draft]]:
    """Yield the drafts of all documents, one of each form of each document at a time."""
    queues = []
    for number, doc_id in enumerate(doc_ids, 1):
        document = store.document(doc_id)
        tell("draft", number, len(doc_ids), document.title)
        queues.append([(doc_id, draft) for draft in _drafts(document)])
    for round_ in zip_longest(*queues):
        yield from (found for found in round_ if found)


def _drafts(document: Document) -> Iterator[Draft]:
    queues = [form(document) for form in (*forms.FORMS, *outlines.FORMS)]
    for round_ in zip_longest(*queues):
        yield from (draft for draft in round_ if draft)


def _unlike(drafts: Iterator[tuple[str, Draft]]) -> Iterator[tuple[str, Draft]]:
    seen: set[str] = set()
    for doc_id, draft in drafts:
        if draft.question not in seen:
            seen.add(draft.question)
            yield doc_id, draft


def _by_model(
    store: Store, model: ChatModel, doc_ids: Sequence[str], tell: Advance
) -> Iterator[tuple[str, Draft]]:
    draw = random.Random(_SEED)  # noqa: S311 - a reproducible draw, no secret
    for number, doc_id in enumerate(doc_ids, 1):
        rows = store.allowed_rows(Filter(doc_ids=(doc_id,)))
        if rows is None or not len(rows):
            continue
        passages = store.passages([int(draw.choice(rows))])
        tell("draft", number, len(doc_ids), passages[0].title if passages else "")
        yield from ((doc_id, draft) for draft in model_drafts(model, passages, _PER_PASSAGE))


def _holder(store: Store, doc_ids: Sequence[str]) -> Callable[[str], bool]:
    """Return what tells whether any of the documents holds a text."""

    def held(text: str) -> bool:
        return any(text in store.document(doc_id).text for doc_id in doc_ids)

    return held


def _name(source: str) -> str:
    """Return the name by which people know a document: its record's id or its file's name."""
    _, *given = corpus_ids("", source)
    return given[0] if given else source
