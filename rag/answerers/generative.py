"""Answers worded by a language model, every sentence checked before it is shown."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NoReturn

from prompts import render
from rag.answerers.generation.answer_cache import AnswerCache
from rag.answerers.generation.manuscript import Manuscript
from rag.answerers.generation.patience import Bounds, LongReplyError, SlowReplyError, within
from rag.answerers.generation.prompting import Prompt, build
from rag.answerers.generation.sentence_stream import sentences
from rag.answerers.pieces import Sources
from rag.config import ChatSettings
from rag.errors import ModelError
from rag.kinds import Kind
from rag.language.sentences import comparable
from rag.language.terms import shares
from rag.protocols import Answerer, ChatModel, PassageStore
from rag.question import classify
from rag.reading.type_fit import type_fit
from rag.types import Answer, Evidence, Status

_CHARS_PER_TOKEN = 4  # a reply longer than this allows has not kept to max_tokens
_GIVEN_UP_AFTER = 8  # sentences in a row that cannot be verified
_FIT = 0.5  # of the type asked for that an answer must hold, if the inner answer does
_ABOUT = 0.6  # share of the question's terms found, of that which the inner answer finds
_REPEATED = 3  # times one sentence may be written

_log = logging.getLogger(__name__)


class Generative:
    """Has a language model word what the evidence says (implements the Answerer protocol).

    ``inner`` answers first, without the model: where it abstains or needs no documents, that
    is the answer and the model is not asked. Where the model fails, is slow, rambles or says
    nothing that can be verified, the inner answer stands, with a note that says so. Safe to
    share by threads.
    """

    def __init__(
        self, inner: Answerer, model: ChatModel, store: PassageStore, settings: ChatSettings
    ) -> None:
        self._inner = inner
        self._model = model
        self._store = store
        self._settings = settings
        self._bounds = Bounds(
            settings.first_s, settings.total_s, settings.max_tokens * _CHARS_PER_TOKEN
        )
        self._cache = AnswerCache(settings.cached_answers)

    def stream(self, question: str, evidence: Sequence[Evidence]) -> Iterator[Answer]:
        """Yield ever more complete answers; the last one is final and verified.

        First comes the inner answer, then a growing one after each sentence that held; where
        the model fails, the last one is the inner answer again. Raise CitationError if a passage
        is not a slice of its document.
        """
        key = (question, _identity(evidence), self._model.name)
        if known := self._cache.get(key):
            yield known
            return
        inner = list(self._inner.stream(question, evidence))[-1]
        if inner.status is Status.ABSTAINED or not inner.citations:
            yield inner
            return
        prompt = build(question, evidence, self._settings.context_chars)
        script = Manuscript(
            inner, prompt.evidence, Sources(self._store, prompt.evidence), self._settings.strict
        )
        notes = inner.notes  # they name the documents that give orders, too
        # Whoever asks reads something true at once, however long the model takes.
        yield replace(inner, notes=(*notes, render("note_writing")))
        try:
            for _ in self._write(prompt, script):
                yield script.answer(notes)
            final = script.answer(notes)
            if not _to_the_point(question, final, inner):
                raise _BesideThePointError("the reply holds, but does not answer the question")
        except ModelError as exc:
            # The note tells the user; whoever runs the server needs the reason too.
            _log.warning("%s", " ".join(str(exc).split()))
            note = render("note_fallback", reason=_reason(exc))
            yield replace(inner, notes=(*notes, note))
            return
        self._cache.put(key, final)
        yield final

    def _write(self, prompt: Prompt, script: Manuscript) -> Iterator[None]:
        """Fill the manuscript, yielding whenever there is more to show."""
        none = comparable(render("generate_none"))
        misses = 0
        seen: dict[str, int] = {}
        reply = self._model.stream(prompt.system, prompt.user)
        for written in sentences(within(reply, self._bounds)):
            said = comparable(written.text)
            if none in said:
                raise _NothingFoundError("the language model found no answer in the evidence")
            seen[said] = seen.get(said, 0) + 1
            if seen[said] > 1:
                if seen[said] > _REPEATED:
                    _ramble("the language model repeats itself")
                continue
            held = script.add(written)
            misses = 0 if held else misses + 1
            if misses >= _GIVEN_UP_AFTER:
                _ramble(f"{misses} sentences in a row could not be verified")
            if held or not self._settings.strict:
                yield
        if not seen:
            raise _EmptyReplyError("the language model wrote nothing")
        if not script.held:
            raise _UnverifiedError(f"none of {len(seen)} sentences could be verified")


class _EmptyReplyError(ModelError):
    """The model wrote nothing."""


class _NothingFoundError(ModelError):
    """The model says that the evidence does not answer."""


class _UnverifiedError(ModelError):
    """Nothing the model wrote could be verified."""


class _BesideThePointError(ModelError):
    """What the model wrote is true and no answer."""


_REASONS: dict[type[ModelError], str] = {
    SlowReplyError: "语言模型没有按时答完",
    LongReplyError: "语言模型答得过长或反复",
    _EmptyReplyError: "语言模型没有给出内容",
    _NothingFoundError: "语言模型认为资料没有直接回答",
    _BesideThePointError: "语言模型没有答到点上",
    _UnverifiedError: "语言模型写的内容都无法核实",
}


def _reason(error: ModelError) -> str:
    return _REASONS.get(type(error), "语言模型无法连接或中途断开")


def _to_the_point(question: str, answer: Answer, inner: Answer) -> bool:
    """Whether an answer holds the sort of thing asked for and speaks of what was asked.

    Measured against the inner answer: a sentence copied from the evidence may be true and
    beside the point.
    """
    asked = classify(question)
    valued = asked.kind in (Kind.NUMBER, Kind.DATE)
    if valued and type_fit(asked, answer.text) < min(_FIT, type_fit(asked, inner.text)):
        return False
    mine, theirs = (
        shares(asked.terms, "\n".join((one.text, *(c.quote for c in one.citations))))[0]
        for one in (answer, inner)
    )
    return mine >= _ABOUT * theirs


def _ramble(problem: str) -> NoReturn:
    raise LongReplyError(problem)


def _identity(evidence: Sequence[Evidence]) -> tuple[tuple[str, str, int], ...]:
    """Return what tells one set of evidence from another, places in documents included."""
    return tuple(
        (item.passage.passage_id, item.passage.doc_id, item.passage.start) for item in evidence
    )
