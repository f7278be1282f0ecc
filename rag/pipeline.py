"""From a question to its answer: checked, made standalone, searched, answered, timed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from rag.answerers.abstention import nothing_to_search
from rag.config import RetrievalSettings
from rag.conversation import standalone
from rag.errors import InputError
from rag.evidence import select
from rag.language.phrasing import uniform
from rag.language.spoken import formal
from rag.language.values import ValueKind, find_values
from rag.naming import asked_of, only_named
from rag.protocols import Answerer
from rag.question import Question, asked_apart, classify
from rag.retriever import EVERYTHING, Found, Retriever
from rag.types import Answer, Evidence, Filter, Hit, Reading, Turn

MAX_CHARS = 2000
MAX_HITS = 1000
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
        standing_alone = self._understand(uniform(question), history)
        understood = uniform(formal(standing_alone, self._today()))[:MAX_CHARS]
        asked = classify(understood)
        timings = {"understand": _since(started)}
        evidence: list[Evidence] = []
        if asked.kind.needs_documents:
            evidence = self._with_status(self._gather(asked, wanted, timings), wanted.as_of)
        before = time.perf_counter()
        if asked.kind.needs_documents and not evidence:
            answers = iter((nothing_to_search(asked, narrowed=bool(wanted)),))
        else:
            answers = self._answerer.stream(understood, evidence)
        for answer in answers:
            times = {**timings, "answer": _since(before), "total": _since(started)}
            yield replace(answer, timings_ms=times, notes=(*answer.notes, *_warnings(answer)))

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
            if inside := _inside(asked.text, found[0], wanted):
                found = [self._retriever.find(inside[0], depth, inside[1], settles)]
        for code in find_values(asked.text, ValueKind.CODE):  # a document called by its number
            found.append(self._retriever.find(code.text, _OF_CODE, wanted))
        for one in found:
            for step, spent in one.timings_ms.items():
                timings[step] = timings.get(step, 0.0) + spent
        hits, readings = _interleave(found)
        limit = count if len(found) == 1 else count + 2 * (len(found) - 1)
        return select(hits, limit, readings if len(found) == 1 else None)


def _inside(text: str, found: Found, wanted: Filter) -> tuple[str, Filter] | None:
    """Return what is asked of the document that a question names, and the filter for it."""
    titles = {hit.passage.doc_id: hit.passage.title for hit in found.hits}
    named = only_named(text, titles.values())
    if named is None:
        return None
    title, name = named
    rest = asked_of(text, title, name)
    asked = classify(rest)
    doc_ids = tuple(doc_id for doc_id, other in titles.items() if other == title)
    if not asked.terms or not asked.kind.needs_documents:
        return None
    return rest, replace(wanted, doc_ids=doc_ids)


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


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
