"""kill -9 at random moments of an ingest: old or new state of each document, nothing between.

Six kills by default; ``CRASH_KILLS=50`` for the full run. The file is also
the program that gets killed: ``python -m tests.integration.test_library_crash FOLDER``.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle, islice
from pathlib import Path

import pytest

from index.library import Library
from index.writer import Writer
from rag.types import Document
from tests.library_material import DIMENSION, ENCODER, cut, document_of, original_of, vectors_of

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("CRASH_KILLS", "6"))
DOCUMENTS = 120
CHARS = 1_500
REAL_TEXTS = ["data/sample/场景工作问答.md", "data/sample/城市案例集.html"]


def real_text() -> str:
    """Chinese text of this repository, long enough for all documents."""
    texts = [(ROOT / name).read_text("utf-8") for name in REAL_TEXTS]
    wanted, parts = DOCUMENTS + CHARS, []
    for text in cycle(texts):
        parts.append(text)
        wanted -= len(text)
        if wanted <= 0:
            return "".join(parts)
    raise AssertionError


def documents(version: int) -> list[Document]:
    """All documents in one version; both versions of one share a source and many passages."""
    text = real_text()
    return [
        document_of(f"{text[at : at + CHARS]}\n第{version}版，第{at}号。", f"{at}.txt", "标题")
        for at in range(DOCUMENTS)
    ]


def ingest(folder: Path, versions: list[int], stored: Callable[[], None] = lambda: None) -> None:
    """Bring every document to each version in turn; what is already so is left alone.

    ``stored`` is called after each batch and after the indexes are built.
    """
    files = folder.parent / "files"
    files.mkdir(exist_ok=True)
    with Library.open(
        folder, encoder_fingerprint=ENCODER, dimension=DIMENSION, create=True
    ) as library:
        for version in versions:
            with library.writing() as writer:
                job = writer.start_job([str(files)])
                for batch in batched(enumerate(documents(version))):
                    with writer.together():
                        for number, document in batch:
                            store(library, writer, document, number, files)
                    writer.note_job(job, "read", batch[-1][0], DOCUMENTS, {})
                    stored()
            library.build_indexes()
            stored()


def batched(items: Iterable[tuple[int, Document]]) -> Iterator[list[tuple[int, Document]]]:
    """Yield the items in lists of one to seven, as an ingest stores them."""
    left = iter(items)
    for size in cycle((1, 7, 2, 5)):
        if not (batch := list(islice(left, size))):
            return
        yield batch


def store(library: Library, writer: Writer, document: Document, number: int, files: Path) -> None:
    """Put a document away unless it is there; every tenth takes the place of a removed one."""
    if library.sources().get(document.source) == document.sha256:
        return
    if number % 10 == 9:
        writer.forget_source(document.source)
    passages = cut(document)
    writer.put(document, passages, vectors_of(passages), original_of(document, files))


def check(folder: Path) -> int:
    """Return how many documents there are; each must be whole, and the indexes loadable."""
    whole = {each.doc_id: each for version in (1, 2) for each in documents(version)}
    with Library.open(
        folder, encoder_fingerprint=ENCODER, dimension=DIMENSION, create=True
    ) as library:
        for summary in library.documents():
            document = library.document(summary.doc_id)
            assert document == whole[document.doc_id]
            around = library.passages_of(document.doc_id)
            assert around == cut(document)
            assert all(vector is not None for vector in library.known_vectors(around))
            original = library.original(document.doc_id)
            assert original is not None
            assert original.read_bytes() == document.text.encode()
        library.vector_index().search(vectors_of(cut(whole[next(iter(whole))])[:1])[0], 5)
        library.lexical_index().search("场景", 5)
        assert library.notices == []
        # A kill between a commit and the dropping of an original leaves a file too many.
        assert [line for line in library.verify() if "belongs to no document" not in line] == []
        return len(library.documents())


def kill_at_random(folder: Path, moments: random.Random) -> None:
    """Start an endless ingest, and kill it in the middle of some batch or index."""
    command = [sys.executable, "-m", "tests.integration.test_library_crash", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        for _ in range(moments.randint(0, 45)):
            assert process.stdout.readline() == b"stored\n"
        time.sleep(moments.uniform(0, 0.2))
        assert process.poll() is None
        process.kill()


@pytest.mark.integration
@pytest.mark.timeout(60 + 20 * KILLS)
def test_killed_at_random_moments(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    moments = random.Random(20251122)
    found = []
    for _ in range(KILLS):
        kill_at_random(folder, moments)
        found.append(check(folder))
        if moments.random() < 0.2:  # start over now and then: creation must survive too
            shutil.rmtree(folder)
    print(f"{KILLS} kills; documents found after each: {found}")
    ingest(folder, [2])
    assert check(folder) == DOCUMENTS
    with Library.open(folder) as library:
        assert set(library.sources().values()) == {each.sha256 for each in documents(2)}
        library.verify(repair=True)
        assert library.verify() == []


if __name__ == "__main__":
    print("ready", flush=True)
    while True:
        ingest(Path(sys.argv[1]), [1, 2], lambda: print("stored", flush=True))
