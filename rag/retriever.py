"""From a question to ranked passages: dense and lexical, fused, then read."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from rag.config import RetrievalSettings
from rag.errors import LibraryError
from rag.evidence import grouped
from rag.fusion import Ranking, fuse, joined
from rag.language.dated import inherited_years, told_years
from rag.language.values import years
from rag.protocols import Encoder, LexicalIndex, PassageStore, Reader, Rows, VectorIndex
from rag.reading.setting import headings
from rag.types import Filter, Hit, Passage, Reading, Standing

EVERYTHING = Filter()
_OTHER_YEAR = 0.7  # share of its score kept by a passage of other years than asked for
_OF_YEAR = 20  # candidates of each ranking from documents of the years asked for
_DEEPER = 4  # times the passages wanted that are looked at for their years
_CLEAR = 0.5  # answerable probability of a hit from which later ones never came first (300 of NCP)
_FUSED_SHARE = 0.3  # of the final score; the rest is the reader's relevance


@dataclass(frozen=True, slots=True)
class Found:
    """Ranked hits, the readings of those that were read (by passage id), and the times."""

    hits: tuple[Hit, ...] = ()
    readings: Mapping[str, Reading] = field(default_factory=dict)
    timings_ms: Mapping[str, float] = field(default_factory=dict)


class Retriever:
    """Finds passages for a question. Nothing it holds changes: safe to share by threads."""

    def __init__(
        self,
        store: PassageStore,
        vector_index: VectorIndex,
        lexical_index: LexicalIndex,
        encoder: Encoder,
        reader: Reader | None,
        settings: RetrievalSettings,
    ) -> None:
        self._store = store
        self._vectors = vector_index
        self._words = lexical_index
        self._encoder = encoder
        self._reader = reader
        self._settings = settings

    def search(self, question: str, top_k: int, wanted: Filter = EVERYTHING) -> list[Hit]:
        """Return the best ``top_k`` hits, best first; fewer where fewer match."""
        return list(self.find(question, top_k, wanted).hits)

    def called(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return the documents of exactly these numbers or titles; none if one is not there."""
        found = [self._store.called(name) for name in names]
        return tuple(doc_id for each in found for doc_id in each) if all(found) else ()

    def title(self, doc_id: str) -> str:
        """Return the title of a document, "" if it is not there (any more)."""
        try:
            return self._store.document(doc_id).title
        except LibraryError:
            return ""

    def standing(self, doc_ids: Sequence[str], as_of: str = "") -> Mapping[str, Standing]:
        """Return doc_id -> standing of those not in force, or amended, on ``as_of``."""
        return self._store.standing(doc_ids, as_of)

    def find(
        self, question: str, top_k: int, wanted: Filter = EVERYTHING, one_settles: bool = False
    ) -> Found:
        """Return the best ``top_k`` hits with the readings they were ordered by.

        Where ``one_settles`` the question, no more is read once a passage clearly answers.
        """
        timings: dict[str, float] = {}
        started = time.perf_counter()
        rows = self._store.allowed_rows(wanted) if wanted else None
        if not question.strip() or (rows is not None and not len(rows)):
            return Found(timings_ms=timings)
        vector = self._encoder.encode_queries([question])[0]
        started = _lap(timings, "encode", started)
        depth, asked = max(self._settings.candidates, top_k), years(question)
        looked_at = [(depth, rows)]
        if (of_year := self._rows_about(asked, wanted)) is not None:
            looked_at.append((_OF_YEAR, of_year))
        dense = joined(self._vectors.search(vector, *part) for part in looked_at)
        started = _lap(timings, "dense", started)
        lexical = joined(self._words.search(question, *part) for part in looked_at)
        started = _lap(timings, "lexical", started)
        hits = self._fuse({"dense": dense, "lexical": lexical}, top_k, asked)
        started = _lap(timings, "fuse", started)
        hits, readings = self._read(question, hits, one_settles)
        _lap(timings, "read", started)
        return Found(tuple(hits[:top_k]), readings, timings)

    def _rows_about(self, asked: frozenset[str], wanted: Filter) -> Rows | None:
        """Return the wanted rows written in a year asked for, or the year after; None for none.

        What a year brought is told in the next one.
        """
        about = {int(year) + later for year in asked for later in (0, 1)}
        allowed = about & set(wanted.years) if wanted.years else about
        if not allowed:
            return None
        rows = self._store.allowed_rows(replace(wanted, years=tuple(sorted(allowed))))
        return rows if rows is not None and len(rows) else None

    def _fuse(
        self,
        rankings: Mapping[str, Ranking],
        top_k: int,
        asked: frozenset[str],
    ) -> list[Hit]:
        """Fuse the rankings into hits; copies of a passage become part of its hit.

        More passages are fetched than needed, since copies take no place of their own. If years
        are ``asked`` for, passages about other years only lose score.
        """
        share = self._settings.dense_share
        fused = fuse(rankings, {"dense": share, "lexical": 1 - share})
        wanted = max(top_k, self._settings.read)
        ranks = {
            name: {row: n for n, (row, _) in enumerate(found, start=1)}
            for name, found in rankings.items()
        }
        passages: list[tuple[int, float, Passage]] = []
        for row, score in fused[: (_DEEPER if asked else 2) * wanted]:
            for passage in self._store.passages([row]):
                other = asked and not asked & _years_of(passage)
                passages.append((row, score * _OTHER_YEAR if other else score, passage))
        passages.sort(key=lambda found: -found[1])
        groups = grouped([passage.text for _, _, passage in passages])[:wanted]
        found = [[passages[position] for position in group] for group in groups]
        return [
            Hit(
                passage=passage,
                score=score,
                rank=rank,
                ranks={name: by_row[row] for name, by_row in ranks.items() if row in by_row},
                copies=tuple(copy for _, _, copy in others),
            )
            for rank, ((row, score, passage), *others) in enumerate(found, start=1)
        ]

    def _readings(
        self, reader: Reader, question: str, hits: Sequence[Hit], one_settles: bool
    ) -> list[Reading]:
        """Read the hits that may be cited, and the others only if none of these clearly answers."""
        soon = self._settings.evidence if one_settles else len(hits)
        readings = reader.read(question, [hit.passage for hit in hits[:soon]])
        if len(hits) > soon and max(reading.answerable for reading in readings) < _CLEAR:
            readings += reader.read(question, [hit.passage for hit in hits[soon:]])
        return readings

    def _read(
        self, question: str, hits: list[Hit], one_settles: bool
    ) -> tuple[list[Hit], dict[str, Reading]]:
        """Let the reader reorder the hits it reads, ``read`` at most; the others stay after.

        The score of a read hit is 0.7 relevance + 0.3 (fused score / best fused score); of
        the others a share of the lowest, so that scores fall with the rank.
        """
        if self._reader is None or not hits:
            return hits, {}
        tried = hits[: self._settings.read]
        readings = self._readings(self._reader, question, tried, one_settles)
        first, rest = hits[: len(readings)], hits[len(readings) :]
        best = first[0].score or 1.0  # all are 0 where the only ranking that counts found nothing
        scored = [
            ((1 - _FUSED_SHARE) * reading.relevance + _FUSED_SHARE * hit.score / best, hit, reading)
            for hit, reading in zip(first, readings, strict=True)
        ]
        by_relevance = sorted(scored, key=lambda item: -item[2].relevance)
        place = {_id(item[1]): n for n, item in enumerate(by_relevance, 1)}
        scored.sort(key=lambda item: (-item[0], item[1].rank))
        ordered = [
            replace(hit, score=score, rank=n, ranks={**hit.ranks, "reader": place[_id(hit)]})
            for n, (score, hit, _) in enumerate(scored, start=1)
        ]
        lowest = ordered[-1].score
        ordered += [
            replace(hit, score=lowest * hit.score / best, rank=n)
            for n, hit in enumerate(rest, start=len(ordered) + 1)
        ]
        return ordered, {_id(item[1]): item[2] for item in scored}


def _id(hit: Hit) -> str:
    return hit.passage.passage_id


def _years_of(passage: Passage) -> frozenset[str]:
    """Return the years a passage tells of: its own and those of its headings."""
    return told_years(passage.text, passage.title) | inherited_years(headings(passage))


def _lap(timings: dict[str, float], step: str, started: float) -> float:
    now = time.perf_counter()
    timings[step] = (now - started) * 1000
    return now
