"""Under which id a document is stored: a record of a file never takes the place of another's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from rag.types import Document

_RECORD_SOURCE = re.compile(r"(?is).+?\.(?:jsonl|ndjson)#.+")


class Identities:
    """Which document each source leads to, those that wait to be stored included."""

    def __init__(self, held: Mapping[str, tuple[str, str]]) -> None:
        """``held`` leads from each source of the library to its (doc_id, sha256)."""
        self._held = dict(held)
        self._sources: defaultdict[str, set[str]] = defaultdict(set)
        for source, (doc_id, _) in held.items():
            self._sources[doc_id].add(source)

    def sources_of(self, doc_id: str) -> list[str]:
        """Return the sources that lead to a document."""
        return sorted(self._sources.get(doc_id, ()))

    def take(self, document: Document) -> str:
        """Return the id to store a document under; its source leads there from now on.

        It is the document's own, but a record keeps the id it has while no other source leads
        there, and never takes one to which a source with other bytes leads.
        """
        source, doc_id = document.source, document.doc_id
        if _RECORD_SOURCE.fullmatch(source):
            doc_id = self._record_id(document)
        self.forget(source)
        self._held[source] = (doc_id, document.sha256)
        self._sources[doc_id].add(source)
        return doc_id

    def forget(self, source: str) -> None:
        """Note that a source leads nowhere any more."""
        before, _ = self._held.pop(source, ("", ""))
        self._sources[before].discard(source)

    def _record_id(self, document: Document) -> str:
        kept, _ = self._held.get(document.source, ("", ""))
        if self._sources.get(kept) == {document.source}:
            return kept
        own, sha256 = document.doc_id, document.sha256
        longer = (f"{own}~{sha256[:size]}" for size in range(8, len(sha256) + 1))
        return next(doc_id for doc_id in (own, *longer) if self._is_free(doc_id, document))

    def _is_free(self, doc_id: str, document: Document) -> bool:
        others = self._sources.get(doc_id, set()) - {document.source}
        return all(self._held[source][1] == document.sha256 for source in others)
