"""The library under evaluation: which document is which corpus id, and texts to compare with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Protocol

from evaluation.comparison import AlignedText, comparable, comparables, holds_half
from evaluation.metrics.retrieval import Wanted, is_relevant, relevance, retrieval_scores
from evaluation.sets import Question
from rag.protocols import PassageStore
from rag.types import Filter, Hit

_CACHED_DOCUMENTS = 32
_CACHED_PASSAGES = 200_000


class Listed(Protocol):
    """What a list of documents says of one."""

    @property
    def doc_id(self) -> str:
        """The id in the library."""

    @property
    def source(self) -> str:
        """The path or name it came from; records of a JSON Lines file end in #id."""


class Store(PassageStore, Protocol):
    """A library that lists its documents."""

    def documents(self) -> Sequence[Listed]:
        """Return a summary of every document."""


class Collection:
    """Looks things up in a library for the metrics; keeps only bounded caches."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._doc_ids: dict[str, list[str]] = defaultdict(list)
        self._all = [listed.doc_id for listed in store.documents()]
        for listed in store.documents():
            for name in corpus_ids(listed.doc_id, listed.source):
                self._doc_ids[name].append(listed.doc_id)
        self.read = lru_cache(_CACHED_DOCUMENTS)(self._read)
        self._form = lru_cache(_CACHED_PASSAGES)(comparable)
        self._texts = lru_cache(_CACHED_DOCUMENTS)(self._passage_texts)
        self._everything: list[tuple[str, str]] | None = None

    def __len__(self) -> int:
        return len(self._all)

    def doc_ids(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return the library's ids of corpus ids; unknown ones are left out."""
        return tuple(dict.fromkeys(doc for name in names for doc in self._doc_ids.get(name, ())))

    def unknown(self, names: Sequence[str]) -> list[str]:
        """Return the corpus ids that the library does not hold."""
        return [name for name in names if name not in self._doc_ids]

    def wanted(self, question: Question) -> Wanted:
        """Return what makes a passage relevant to a question.

        A document that it names and the library lacks stays wanted: it can only be missed.
        """
        answers = comparables(question.answers)
        held: dict[str, tuple[str, ...]] = {
            doc_id: tuple(answer for answer in answers if answer in self.read(doc_id)[1].text)
            for doc_id in self.doc_ids(question.positive_ids)
        }
        held |= dict.fromkeys(self.unknown(question.positive_ids), ())
        return Wanted(answers=answers, quotes=self.quotes(question), held=held)

    def retrieval(
        self, hits: Sequence[Hit], wanted: Wanted, contexts: Sequence[str] = ()
    ) -> dict[str, float]:
        """Return the retrieval metrics of a question asked of the documents ``contexts``, or all.

        A hit and its copies are one thing to find.
        """
        relevant = self.relevance(hits, wanted)
        folded = sum(
            sum(is_relevant(each.doc_id, self._form(each.text), wanted) for each in hit.copies)
            for hit, good in zip(hits, relevant, strict=True)
            if good
        )
        total = self._relevant_count(wanted, self.doc_ids(contexts)) - folded
        sources = [[each.doc_id for each in (hit.passage, *hit.copies)] for hit in hits]
        return retrieval_scores(relevant, max(total, sum(relevant)), sources, wanted)

    def quotes(self, question: Question) -> tuple[str, ...]:
        """Return the evidence of a question in comparable form."""
        return comparables(self.evidence(question))

    def evidence(self, question: Question) -> tuple[str, ...]:
        """Return the evidence quotes of a question and those of its spans, each once."""
        cut = (
            self.read(doc_id)[0][start:end]
            for name, start, end in question.spans
            for doc_id in self.doc_ids((name,))
        )
        forms: dict[str, str] = {}
        for quote in (*question.evidence, *cut):
            forms.setdefault(comparable(quote), quote)
        return tuple(quote for form, quote in forms.items() if form)

    def relevance(self, hits: Sequence[Hit], wanted: Wanted) -> list[bool]:
        """Say of each hit, in the order given, whether it is relevant."""
        return [bool(reason) for reason in self.reasons(hits, wanted)]

    def reasons(self, hits: Sequence[Hit], wanted: Wanted) -> list[str]:
        """Say of each hit, in the order given, why it is relevant, "" where it is not.

        The text shown is judged; it comes from every document that the hit names with it.
        """
        return [self._reason(hit, wanted) for hit in hits]

    def _reason(self, hit: Hit, wanted: Wanted) -> str:
        text = self._form(hit.passage.text)
        sources = dict.fromkeys(each.doc_id for each in (hit.passage, *hit.copies))
        return next(filter(None, (relevance(doc_id, text, wanted) for doc_id in sources)), "")

    def _relevant_count(self, wanted: Wanted, within: Sequence[str]) -> int:
        """Count the relevant passages of the library, or of the documents ``within``."""
        if wanted.held and not wanted.quotes:
            documents = [doc for doc in wanted.held if not within or doc in within]
            pool = [entry for doc in documents for entry in self._texts(doc)]
        elif within:
            pool = [entry for doc in within for entry in self._texts(doc)]
        else:
            pool = self._all_texts()
        return sum(is_relevant(doc_id, text, wanted) for doc_id, text in pool)

    def missing_evidence(self, questions: Sequence[Question]) -> dict[int, bool]:
        """Return the lines of questions with evidence that no document holds verbatim.

        The value says whether some document holds at least half of it all the same, as it
        does where a quote and the corpus differ in a detail. Characters of a document that is
        not there, or past its end, are held by none.
        """
        missing: dict[str, list[int]] = defaultdict(list)
        for question in questions:
            for quote in comparables(question.evidence):
                missing[quote].append(question.line)
        for doc_id in self._all if missing else ():
            text = comparable(self._store.document(doc_id).text)
            missing = {quote: lines for quote, lines in missing.items() if quote not in text}
        half: set[str] = set()
        for doc_id in self._all if missing else ():
            text = comparable(self._store.document(doc_id).text)
            half |= {quote for quote in missing.keys() - half if holds_half(text, quote)}
        found = {
            question.line: False
            for question in questions
            for name, _, end in question.spans
            if not any(end <= len(self._store.document(d).text) for d in self.doc_ids((name,)))
        }
        for quote, lines in missing.items():
            for line in lines:
                found[line] = found.get(line, True) and quote in half
        return dict(sorted(found.items()))

    def _read(self, doc_id: str) -> tuple[str, AlignedText]:
        text = self._store.document(doc_id).text
        return text, AlignedText.of(text)

    def _passage_texts(self, doc_id: str) -> list[tuple[str, str]]:
        return list(self._forms((doc_id,)))

    def _all_texts(self) -> list[tuple[str, str]]:
        if self._everything is None:
            self._everything = list(self._forms(self._all))
        return self._everything

    def _forms(self, doc_ids: Sequence[str]) -> Iterator[tuple[str, str]]:
        for doc_id in doc_ids:
            rows = self._store.allowed_rows(Filter(doc_ids=(doc_id,)))
            passages = self._store.passages([] if rows is None else [int(row) for row in rows])
            yield from ((passage.doc_id, self._form(passage.text)) for passage in passages)


def corpus_ids(doc_id: str, source: str) -> tuple[str, ...]:
    """Return the names by which a question set may call a document.

    The library's own id, the source, the id of a JSON Lines record, the file name.
    """
    file_name = source.replace("\\", "/").rsplit("/", 1)[-1]
    record = source.split("#", 1)[1] if "#" in source else ""
    return tuple(dict.fromkeys(name for name in (doc_id, source, record, file_name) if name))
