"""What one file gives: its documents with their relations, each cut into passages.

Nothing here knows of the library, so that it can run in a process of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.fields.relations import find_relations
from ingest.loaders import enrich, load, loader_of
from ingest.loaders.jsonl import JsonLinesLoader
from ingest.passages import chunker
from rag.config import IngestSettings
from rag.errors import IngestError
from rag.types import Document, Passage

RECORDS = JsonLinesLoader.suffixes
CONTAINERS = RECORDS | {".zip"}  # one file, many documents


@dataclass(frozen=True, slots=True)
class Task:
    """A file to be read under the name ``source``; ``sha256`` is of its bytes.

    ``known`` leads from the sha256 of records that need no reading to their ids.
    """

    path: Path
    source: str
    sha256: str
    known: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Read:
    """One document of a file, with its passages."""

    document: Document
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A record that is as the library holds it."""

    source: str


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a file could not be read, or not to its end."""

    reason: str


@dataclass(frozen=True, slots=True)
class Broken:
    """Why one record of a file could not be read; the others go on."""

    reason: str


Event = Read | Kept | Broken | Unread


def read(task: Task, settings: IngestSettings) -> Iterator[Event]:
    """Yield what a file gives; the last event is Unread where it could not be read whole."""
    try:
        for found in _documents(task, settings.max_file_bytes):
            if isinstance(found, str):
                yield Kept(f"{task.source}#{found}")
            elif isinstance(found, IngestError):
                yield Broken(found.reason)
            else:
                yield made(found, settings)
    except IngestError as exc:
        yield Unread(exc.reason)
    except Exception as exc:  # noqa: BLE001 - what a parser trips over sets this file aside
        yield Unread(f"reading it failed ({type(exc).__name__}: {exc})"[:500])


def made(document: Document, settings: IngestSettings) -> Read:
    """Return a document with its relations, cut into passages."""
    document = replace(document, relations=find_relations(document))
    passages = chunker.cut(document, settings.target_chars, settings.max_chars)
    return Read(document, tuple(passages))


def _documents(task: Task, max_bytes: int) -> Iterator[Document | str | IngestError]:
    """Yield documents, of records also the ids of known and the errors of broken ones."""
    loader = loader_of(task.path, task.source, max_bytes)
    if not isinstance(loader, JsonLinesLoader):
        yield from load(task.path, task.source, max_bytes)
        return
    for found in loader.records(task.path, task.source, task.known):
        if isinstance(found, Document):
            yield _of_record(enrich(found), task.source)
        else:
            yield found


def _of_record(document: Document, file: str) -> Document:
    return replace(document, source=f"{file}#{document.doc_id}")
