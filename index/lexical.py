"""Best passages by shared words and character bigrams (BM25): the one door to tantivy.

The text is cut by ``index.tokenizer`` before tantivy sees it; tantivy splits at spaces only
and never parses a question as query syntax.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import numpy as np
import tantivy
from tantivy import Occur, Query

from index import tokenizer
from index.links import linked, share
from index.manifest import DamagedIndexError
from index.storage import RowIds
from rag.errors import LibraryError

_FORMAT = "tantivy-1"
_ROW = "row"
# Measured on NCP notices and CMRC articles cut to 240 characters, document recall@1 / @5:
# words alone .775 / .933 and .942 / .971, bigrams alone .829 / .964 and .946 / .976, these
# boosts .822 / .964 and .949 / .976.
_BOOSTS = {"head": 1.0, "words": 0.5, "bigrams": 1.0}
_HEAP_BYTES = 64 * 1024 * 1024
_MAX_TERMS = 64
_MAX_CHARACTERS = 8
_FEW_ROWS = 1_000
_SIFT_FACTOR = 4
_MOST_SIFTED = 5_000


class TextSource(Protocol):
    """Where texts come from."""

    def texts(self, rows: RowIds) -> Iterator[tuple[int, str, str]]:
        """Yield (row, title and outline, text)."""


class TantivyIndex:
    """A lexical index with rows as ids; scores are sums of BM25, higher is better."""

    def __init__(self, index: tantivy.Index) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()

    def search(self, query: str, top_k: int, rows: RowIds | None = None) -> list[tuple[int, float]]:
        """Return (row, score) of the best rows for one query, best first.

        A query none of whose words and bigrams occurs is searched by single characters.
        """
        if top_k <= 0 or not self.count() or (rows is not None and not len(rows)):
            return []
        return self._best(self._terms(query) or self._characters(query), top_k, rows)

    def count(self) -> int:
        """Return the number of rows in the index."""
        return int(self._searcher.num_docs)

    def has_terms(self, text: str) -> bool:
        """Whether any word or bigram of a text occurs in the index."""
        return bool(self._terms(text))

    def rows(self) -> RowIds:
        """Return the rows it holds, sorted."""
        hits = self._searcher.search(Query.all_query(), max(1, self.count()), count=False).hits
        return np.sort(self._numbers([address for _, address in hits]))

    def close(self) -> None:
        """Let go of the files."""
        del self._searcher

    def _terms(self, query: str) -> list[Query]:
        terms = tokenizer.cut_query(query)
        wanted = {"head": terms.words, "words": terms.words, "bigrams": terms.bigrams}
        return [
            Query.boost_query(self._term(field, term), _BOOSTS[field])
            for field, candidates in wanted.items()
            for term in self._rarest(field, candidates)
        ]

    def _rarest(self, field: str, terms: tuple[str, ...]) -> list[str]:
        """Return the terms that occur; of a very long query only the most telling ones."""
        frequency = {term: self._searcher.doc_freq(field, term) for term in terms}
        present = [term for term in terms if frequency[term]]
        return sorted(present, key=frequency.__getitem__)[:_MAX_TERMS]

    def _characters(self, query: str) -> list[Query]:
        """Match every bigram that holds one of the characters of the query."""
        characters = tokenizer.single_characters(query)[:_MAX_CHARACTERS]
        return [
            Query.regex_query(self._schema, "bigrams", f"{char}.|.{char}") for char in characters
        ]

    def _term(self, field: str, term: str) -> Query:
        return Query.term_query(self._schema, field, term, index_option="freq")

    def _best(
        self, queries: list[Query], top_k: int, rows: RowIds | None
    ) -> list[tuple[int, float]]:
        if not queries:
            return []
        query = Query.boolean_query([(Occur.Should, each) for each in queries])
        if rows is None:
            return self._hits(query, top_k)
        limit = min(self.count(), _SIFT_FACTOR * top_k * self.count() // len(rows) + top_k)
        if len(rows) > _FEW_ROWS and limit <= _MOST_SIFTED:
            # Sifting a longer list is far faster than matching thousands of row ids, but the
            # list may hold too few of them.
            hits = self._hits(query, limit)
            allowed = np.isin([row for row, _ in hits], rows)
            sifted = [hit for hit, is_allowed in zip(hits, allowed, strict=True) if is_allowed]
            if len(sifted) >= top_k or len(hits) < limit:
                return sifted[:top_k]
        only = Query.const_score_query(_any_row(self._schema, rows), 0.0)
        return self._hits(Query.boolean_query([(Occur.Must, query), (Occur.Must, only)]), top_k)

    def _hits(self, query: Query, top_k: int) -> list[tuple[int, float]]:
        hits = self._searcher.search(query, top_k, count=False).hits
        rows = self._numbers([address for _, address in hits]).tolist()
        found = [(row, float(score)) for row, (score, _) in zip(rows, hits, strict=True)]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def _numbers(self, addresses: list[tantivy.DocAddress]) -> RowIds:
        return np.array(self._searcher.fast_field_values(_ROW, addresses), dtype=np.int64)


class LexicalKind:
    """Builds, catches up and loads the lexical index of a library."""

    name = "lexical"

    def __init__(self, source: TextSource) -> None:
        self._source = source
        self.stamp = lexical_stamp()

    def build(self, folder: Path, rows: RowIds) -> TantivyIndex:
        """Make the index of these rows in an empty folder."""
        with _writable(folder):
            index = tantivy.Index(_schema(), path=str(folder))
            return self._written(index, np.empty(0, np.int64), rows)

    def update(
        self, folder: Path, old: Path, removed: RowIds, added: RowIds, rows: RowIds
    ) -> TantivyIndex:
        """Make the index of ``rows`` from the one in ``old``, whose segments never change."""
        try:
            for path in old.iterdir():
                if path.suffix not in {".lock", ".npy"}:
                    share(path, folder / path.name)
        except FileNotFoundError as exc:  # another process has just swept it away
            raise DamagedIndexError("its files are gone") from exc
        with _writable(folder):
            return self._written(_opened(folder), removed, added)

    def load(self, folder: Path) -> TantivyIndex:
        """Open what is in a folder whose checksums hold."""
        try:
            if os.access(folder, os.W_OK):
                return TantivyIndex(_opened(folder))
            with linked(folder) as aside:  # tantivy locks the folder that it opens
                return TantivyIndex(_opened(aside))
        except (ValueError, OSError) as exc:
            raise DamagedIndexError("cannot be opened") from exc

    def _written(self, index: tantivy.Index, removed: RowIds, added: RowIds) -> TantivyIndex:
        writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        if len(removed):
            # By query: deleting by term reads a Python int as signed and finds nothing.
            writer.delete_documents_by_query(_any_row(index.schema, removed))
        for row, head, text in self._source.texts(added):
            writer.add_document(_document(row, head, text))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return TantivyIndex(index)


@contextmanager
def _writable(folder: Path) -> Iterator[None]:
    """Translate what tantivy raises where the disk is full."""
    try:
        yield
    except ValueError as exc:
        raise LibraryError(f"{folder}: cannot be written ({exc})") from exc


def lexical_stamp() -> Mapping[str, str]:
    """Return what a stored index must have been made with to be used."""
    return {"format": _FORMAT, "tokenizer": tokenizer.FINGERPRINT}


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field(_ROW, indexed=True, fast=True)
    for field in _BOOSTS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _document(row: int, head: str, text: str) -> tantivy.Document:
    outline, body = tokenizer.cut(head), tokenizer.cut(text)
    document = tantivy.Document()
    document.add_unsigned(_ROW, row)
    document.add_text("head", " ".join(outline.words))
    document.add_text("words", " ".join(body.words))
    document.add_text("bigrams", " ".join(outline.bigrams + body.bigrams))
    return document


def _any_row(schema: tantivy.Schema, rows: RowIds) -> Query:
    return Query.term_set_query(schema, _ROW, rows.tolist())


def _opened(folder: Path) -> tantivy.Index:
    try:
        return tantivy.Index.open(str(folder))
    except (ValueError, OSError) as exc:
        raise DamagedIndexError("cannot be opened") from exc
