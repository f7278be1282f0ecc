"""Makes guides of a library: reads each document once, keeps what was made for a generation."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Protocol

from rag.errors import InputError
from rag.guide.findings import Findings, find_all
from rag.guide.guide import Guide, build_guide
from rag.types import Document, Metadata, Relation

Advance = Callable[[str, int, int, str], None]
_State = tuple[str, str, Metadata]
MAX_TOPIC_CHARS = 60
_GUIDES_KEPT = 16


class _Named(Protocol):
    @property
    def doc_id(self) -> str:
        """The document's id."""


class _Linked(Protocol):
    @property
    def relation(self) -> Relation:
        """What is said."""

    @property
    def doc_id(self) -> str:
        """The document that is meant, "" where the library does not hold it."""


class Holdings(Protocol):
    """What making a guide needs of a library."""

    @property
    def generation(self) -> int:
        """The state that reads see; every change adds one."""

    def documents(self) -> Sequence[_Named]:
        """Return what is known of every document."""

    def document(self, doc_id: str) -> Document:
        """Return a whole document; raise LibraryError if it is not there."""

    def links_from(self, doc_id: str) -> Sequence[_Linked]:
        """Return what a document says of others."""


class Maker:
    """Makes guides; safe to share between threads, one of which makes at a time.

    What was found in a document is kept until the document changes, a finished guide until the
    library does: after an ingest only the new documents are read.
    """

    def __init__(self, holdings: Holdings) -> None:
        self._holdings = holdings
        self._found: dict[str, tuple[_State, Findings]] = {}
        self._guides: OrderedDict[tuple[int, str, tuple[str, ...]], Guide] = OrderedDict()
        self._lock = threading.Lock()

    def make(
        self, topic: str = "", doc_ids: Sequence[str] = (), advance: Advance | None = None
    ) -> Guide:
        """Return the guide for a topic ("" for all) from some documents (none given: all).

        ``advance(stage, done, total, name)`` is told of every document read. Raises
        InputError for a topic that is too long and LibraryError for an unknown document.
        """
        topic = " ".join(topic.split())
        if len(topic) > MAX_TOPIC_CHARS:
            raise InputError(
                f"the topic has {len(topic)} characters; at most {MAX_TOPIC_CHARS} are allowed: "
                "name it in a few words"
            )
        with self._lock:
            key = (self._holdings.generation, topic, tuple(sorted(set(doc_ids))))
            if key not in self._guides:
                self._guides[key] = self._made(topic, key[2], advance)
                while len(self._guides) > _GUIDES_KEPT:
                    self._guides.popitem(last=False)
            self._guides.move_to_end(key)
            return self._guides[key]

    def _made(self, topic: str, chosen: Sequence[str], advance: Advance | None) -> Guide:
        doc_ids = list(chosen) or [one.doc_id for one in self._holdings.documents()]
        documents: dict[str, Document] = {}
        for number, doc_id in enumerate(doc_ids):
            document = self._holdings.document(doc_id)
            if advance is not None:
                advance("guide", number, len(doc_ids), document.title)
            self._read(document)
            documents[doc_id] = document
        if not chosen:
            self._found = {doc_id: self._found[doc_id] for doc_id in documents}
        links = {
            doc_id: [(link.relation, link.doc_id) for link in self._holdings.links_from(doc_id)]
            for doc_id in documents
        }
        if advance is not None:
            advance("guide", len(doc_ids), len(doc_ids), "")
        return build_guide([self._found[one][1] for one in documents], documents, links, topic)

    def _read(self, document: Document) -> None:
        # A correction changes the title or the filing, not the bytes.
        state = (document.sha256, document.title, document.metadata)
        known = self._found.get(document.doc_id)
        if known is None or known[0] != state:
            self._found[document.doc_id] = (state, find_all(document))
