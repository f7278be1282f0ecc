"""From a question to its answer: checked, made standalone, searched, answered, timed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from prompts import render
from rag.answerers.abstention import nothing_to_search
from rag.config import RetrievalSettings
from rag.conversation import standalone
from rag.errors import InputError
from rag.evidence import select
from rag.focus import asked_inside, cited_before, may_follow, names_in, pointed_out, with_title
from rag.language.phrasing import uniform
from rag.language.spoken import formal
from rag.language.values import ValueKind, find_values
from rag.protocols import Answerer
from rag.question import Question, asked_apart, classify
from rag.retriever import EVERYTHING, Found, Retriever
from rag.types import Answer, Evidence, Filter, Hit, Reading, Status, Turn

MAX_CHARS = 2000
MAX_HITS = 1000
_CITED = 2  # documents cited by an answer in which the next question is looked for
_OF_CODE = 3  # passages looked for by the number of a document alone


class Pipeline:
    """Answers questions from given parts. Holds no state of its own: safe to share."""

    def __init__(
        self,
        retriever: Retriever,
        answerer: Answerer,
        settings: RetrievalSettings,
        understand: Callable[[str, Sequence[Turn]], str] = standalone,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._today = today
        self._understand = understand
        self._retriever = retriever
        self._answerer = answerer
        self._settings = settings

    def ask(
        self, question: str, history: Sequence[Turn] = (), wanted: Filter = EVERYTHING
    ) -> Answer:
        """Return the final answer; raise InputError for an empty or overlong question."""
        return list(self.stream(question, history, wanted))[-1]

    def stream(
        self, question: str, history: Sequence[Turn] = (), wanted: Filter = EVERYTHING
    ) -> Iterator[Answer]:
        """Yield ever more complete answers; the last one is final.

        Each bears the times so far in milliseconds: understand, encode, dense, lexical,
        fuse, read, answer and total. Raise InputError as ``ask`` does.
        """
        check(question)
        started = time.perf_counter()
        plain = uniform(question)
        asked, scopes = self._meant(plain, history, wanted)
        timings = {"understand": _since(started)}
        declined: list[Answer] = []
        for scope in scopes:
            for answer in self._answers(asked, scope, timings):
                if answer.status is Status.ABSTAINED:
                    declined.append(answer)
                    break
                notes = (*answer.notes, *_warnings(answer))
                if declined and asked.text != plain:
                    notes = (*notes, render("note_elsewhere"))
                yield replace(answer, timings_ms=_times(timings, started), notes=notes)
            else:
                return
        nearest = max(declined, key=lambda answer: answer.confidence)
        yield replace(nearest, timings_ms=_times(timings, started))

    def _meant(
        self, plain: str, history: Sequence[Turn], wanted: Filter
    ) -> tuple[Question, list[Filter]]:
        """Return a question as it stands alone, and where its answer is looked for in turn.

        What points at the document cited before is asked of that alone. What names documents
        is asked of them first, and so is what may follow an answer of those that it cited.
        """
        cited = cited_before(history)
        pointing = pointed_out(plain, self._retriever.title(cited[0])) if cited else plain
        alone = self._understand(pointing, history)
        text = uniform(formal(alone, self._today()))
        first = named = self._retriever.called(names_in(text))
        if pointing != plain:
            first = cited[:1]
        elif not named and may_follow(plain, alone):
            first = cited[:_CITED]
        titles = {self._retriever.title(doc_id) for doc_id in named}
        if len(titles) == 1:
            text = with_title(text, *titles)
        asked = classify(text[:MAX_CHARS])
        meant = tuple(doc for doc in first if not wanted.doc_ids or doc in wanted.doc_ids)
        if not meant or not asked.kind.needs_documents:
            return asked, [wanted]
        narrowed = replace(wanted, doc_ids=meant)
        return asked, [narrowed] if pointing != plain else [narrowed, wanted]

    def _answers(
        self, asked: Question, wanted: Filter, timings: dict[str, float]
    ) -> Iterator[Answer]:
        """Yield ever more complete answers from the wanted documents; add the times taken."""
        evidence: list[Evidence] = []
        if asked.kind.needs_documents:
            evidence = self._with_status(self._gather(asked, wanted, timings), wanted.as_of)
            if not evidence:
                yield nothing_to_search(asked, narrowed=bool(wanted))
                return
        spent, before = timings.get("answer", 0.0), time.perf_counter()
        for answer in self._answerer.stream(asked.text, evidence):
            timings["answer"] = spent + _since(before)
            yield answer

    def search(self, question: str, top_k: int = 10, wanted: Filter = EVERYTHING) -> list[Hit]:
        """Return the best ``top_k`` passages; raise InputError for a bad question or count."""
        check(question)
        if not 1 <= top_k <= MAX_HITS:
            raise InputError(f"top_k is {top_k}; allowed is 1 to {MAX_HITS}")
        return self._retriever.search(question, top_k, wanted)

    def _with_status(self, evidence: list[Evidence], as_of: str) -> list[Evidence]:
        """Say of each evidence whether its document was repealed or amended."""
        standing = self._retriever.standing([item.passage.doc_id for item in evidence], as_of)
        return [
            replace(item, status=found.label)
            if (found := standing.get(item.passage.doc_id))
            else item
            for item in evidence
        ]

    def _gather(self, asked: Question, wanted: Filter, timings: dict[str, float]) -> list[Evidence]:
        """Search for the question and for each of its sides or parts; join the evidence."""
        count = self._settings.evidence
        queries = asked_apart(asked)
        found = [self._retriever.find(query, count, wanted) for query in queries]
        if not queries:
            depth, settles = max(count, self._settings.read), asked.kind.needs_one_passage
            found.append(self._retriever.find(asked.text, depth, wanted, settles))
            titles = {hit.passage.doc_id: hit.passage.title for hit in found[0].hits}
            if inside := asked_inside(asked.text, titles):
                rest, doc_ids = inside
                within = replace(wanted, doc_ids=doc_ids)
                found = [self._retriever.find(rest, depth, within, settles)]
        for code in find_values(asked.text, ValueKind.CODE):  # a document called by its number
            found.append(self._retriever.find(code.text, _OF_CODE, wanted))
        for one in found:
            for step, spent in one.timings_ms.items():
                timings[step] = timings.get(step, 0.0) + spent
        hits, readings = _interleave(found)
        limit = count if len(found) == 1 else count + 2 * (len(found) - 1)
        return select(hits, limit, readings if len(found) == 1 else None)


def check(question: str) -> None:
    """Raise InputError unless the question has 1 to 2,000 characters."""
    if not question.strip():
        raise InputError(
            "the question is empty; ask in one sentence, for example 什么是场景驱动创新？"
        )
    if len(question) > MAX_CHARS:
        raise InputError(
            f"the question has {len(question):,} characters; at most {MAX_CHARS:,} are allowed: "
            "ask the question itself and ingest long texts as files"
        )


def _warnings(answer: Answer) -> list[str]:
    """Return one note for each cited document that is no longer in force as it stands."""
    cited = {each.doc_id: each for each in answer.citations if each.status}
    return [f"所引《{each.title}》{each.status}" for each in cited.values()]


def _interleave(found: Sequence[Found]) -> tuple[list[Hit], Mapping[str, Reading]]:
    """Take the hits of several searches in turn, each passage once."""
    hits: dict[str, Hit] = {}
    for rank in range(max(len(one.hits) for one in found)):
        for one in found:
            if rank < len(one.hits):
                hits.setdefault(one.hits[rank].passage.passage_id, one.hits[rank])
    return list(hits.values()), found[0].readings


def _times(timings: Mapping[str, float], started: float) -> dict[str, float]:
    return {**timings, "total": _since(started)}


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
