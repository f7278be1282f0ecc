"""Speed and recall of the two indexes by number of passages.

    python benchmarks/index_speed.py vectors 10000 100000 250000
    python benchmarks/index_speed.py lexical 10000 250000
    python benchmarks/index_speed.py library 10000

Vectors are random in nested clusters with a common mean and a falling spectrum, as vectors
of texts have. Texts are slices of a news corpus in ``../shared`` beside the repository;
without it the lexical part is skipped. Times are of one query, milliseconds, warm; the time of
the processor is printed beside, since it stays meaningful on a busy machine.
"""

from __future__ import annotations

import hashlib
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from index import vectors as vectors_module  # noqa: E402
from index.lexical import LexicalKind, TantivyIndex  # noqa: E402
from index.library import Library  # noqa: E402
from index.storage import RowIds  # noqa: E402
from index.vectors import FaissIndex, VectorKind  # noqa: E402
from rag.protocols import Vectors  # noqa: E402
from rag.types import Document, Passage  # noqa: E402

DIMENSION = 384
QUERIES = 200
PASSAGE_CHARS = 220
CORPUS = ROOT.parent / "shared" / "corpus" / "news" / "corpus.jsonl"


def clustered(count: int, seed: int) -> Vectors:
    """Unit vectors: mean, 60 subjects, 40 topics in each, own noise; later axes matter less."""
    fixed = np.random.default_rng(7)
    axes = (1.0 / np.sqrt(1.0 + np.arange(DIMENSION) / 16)).astype(np.float32)
    mean = 2.0 * fixed.standard_normal(DIMENSION, dtype=np.float32) * axes
    subjects = fixed.standard_normal((60, DIMENSION), dtype=np.float32) * axes
    topics = fixed.standard_normal((2_400, DIMENSION), dtype=np.float32) * axes
    random_ = np.random.default_rng(seed)
    topic = random_.integers(0, len(topics), count)
    out = random_.standard_normal((count, DIMENSION), dtype=np.float32) * axes
    out += 0.7 * subjects[topic % 60] + 0.7 * topics[topic] + mean
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    return out.astype(np.float16).astype(np.float32)  # as a library keeps them


class Stored:
    """Vectors or texts by row; row n is element n - 1."""

    def __init__(
        self, vectors: Vectors | None = None, texts: Sequence[tuple[str, str]] = ()
    ) -> None:
        self._vectors, self._texts = vectors, texts

    def vectors(self, rows: RowIds) -> Iterator[tuple[RowIds, Vectors]]:
        """Yield batches of (rows, vectors)."""
        assert self._vectors is not None
        for at in range(0, len(rows), 2_000):
            part = rows[at : at + 2_000]
            yield part, self._vectors[part - 1]

    def texts(self, rows: RowIds) -> Iterator[tuple[int, str, str]]:
        """Yield (row, title, text)."""
        for row in rows.tolist():
            yield (row, *self._texts[row - 1])


def news(count: int) -> list[tuple[str, str]]:
    """Return (title, passage) pairs of the news corpus."""
    found: list[tuple[str, str]] = []
    with CORPUS.open(encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"]
            for at in range(0, len(text), PASSAGE_CHARS):
                found.append((text[:20], text[at : at + PASSAGE_CHARS]))
            if len(found) >= count:
                break
    return found[:count]


def times(label: str, search: Callable[[int], object], count: int = QUERIES) -> None:
    """Print the distribution of one query's time."""
    search(0)
    taken = []
    for number in range(count):
        start, worked = time.perf_counter(), time.process_time()
        search(number)
        taken.append((time.perf_counter() - start, time.process_time() - worked))
    (p50, p95), (cpu50, cpu95) = np.percentile(np.array(taken) * 1000, [50, 95], axis=0).T
    print(
        f"  {label:34} p50 {p50:7.2f}  p95 {p95:7.2f}  (CPU {cpu50:6.2f} {cpu95:7.2f})",
        flush=True,
    )


def recall_at_10(
    index: FaissIndex, stored: Vectors, asked: Vectors, allowed: RowIds | None
) -> float:
    """Return the share of the true ten nearest that are among the ten found."""
    rows = np.arange(1, len(stored) + 1) if allowed is None else allowed
    candidates = stored if allowed is None else stored[allowed - 1]
    shared = 0
    for each in asked:
        nearest = rows[np.argpartition(-(candidates @ each), 10)[:10]]
        found = {row for row, _ in index.search(each, 10, allowed)}
        shared += len(found.intersection(nearest.tolist()))
    return shared / (10 * len(asked))


def bench_vectors(count: int) -> None:
    """Exact against codes at this size."""
    stored, asked = clustered(count, 0), clustered(QUERIES, 1)
    rows = np.arange(1, count + 1, dtype=np.int64)
    print(f"vectors, {count} passages")
    for name, exact_rows in (("exact fp16", count), ("codes, then fp16", 0)):
        if not exact_rows and count < 50_000:
            continue
        vectors_module.EXACT_ROWS = exact_rows
        with tempfile.TemporaryDirectory() as folder:
            kind = VectorKind(Stored(stored), DIMENSION, "bench")
            start = time.perf_counter()
            kind.build(Path(folder), rows)
            built = time.perf_counter() - start
            start = time.perf_counter()
            index = kind.load(Path(folder))
            loaded = time.perf_counter() - start
        print(f"  {name}: built {built:.1f} s, loaded {loaded:.2f} s")
        print(f"  {name}: recall@10 {recall_at_10(index, stored, asked, None):.4f}")
        times(f"{name}, best 60", partial(_ask, index, asked, None))
        for share in (0.002, 0.1):
            allowed = rows[:: int(1 / share)]
            recall = recall_at_10(index, stored, asked, allowed)
            print(f"  {name}: recall@10 of {len(allowed)} allowed rows {recall:.4f}")
            times(f"{name}, of {len(allowed)} rows", partial(_ask, index, asked, allowed))


def _ask(index: FaissIndex, asked: Vectors, allowed: RowIds | None, number: int) -> object:
    return index.search(asked[number], 60, allowed)


def bench_lexical(count: int) -> None:
    """Lexical search with phrases of the texts, as questions."""
    if not CORPUS.exists():
        print(f"lexical: skipped, {CORPUS} is not there")
        return
    texts = news(count)
    rows = np.arange(1, len(texts) + 1, dtype=np.int64)
    random_ = random.Random(1)
    asked = []
    for _ in range(QUERIES):
        text = random_.choice(texts)[1].replace("\n", "")
        at = random_.randrange(max(1, len(text) - 25))
        asked.append(
            text[at : at + random_.randint(8, 25)] + random_.choice(["是什么？", "有哪些？"])
        )
    print(f"lexical, {len(texts)} passages")
    with tempfile.TemporaryDirectory() as folder:
        kind = LexicalKind(Stored(texts=texts))
        start = time.perf_counter()
        kind.build(Path(folder), rows)
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
        print(f"  built {time.perf_counter() - start:.1f} s, {size / 1e6:.0f} MB")
        index = kind.load(Path(folder))
        times("best 60", partial(_look_up, index, asked, None))
        times("one character", partial(_look_up, index, list("氢碳鸿雁魃" * 4), None), 20)
        for step in (500, 10, 2):
            allowed = rows[::step]
            label = f"best 60 of {len(allowed)} rows"
            times(label, partial(_look_up, index, asked, allowed), 50)
        absurd = ["".join(asked * 3)[at : at + 10_000] for at in range(5)]
        times("10,000 characters", partial(_look_up, index, absurd, None), 5)


def _look_up(
    index: TantivyIndex, asked: Sequence[str], allowed: RowIds | None, number: int
) -> object:
    return index.search(asked[number], 60, allowed)


def bench_library(count: int) -> None:
    """Put, open and search a whole library of news passages, ten to a document."""
    if not CORPUS.exists():
        print(f"library: skipped, {CORPUS} is not there")
        return
    texts, stored = news(count), clustered(count, 0)
    print(f"library, {len(texts)} passages")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "library"
        with Library.open(
            folder, encoder_fingerprint="bench", dimension=DIMENSION, create=True
        ) as library:
            start = time.perf_counter()
            with library.writing() as writer:
                for at in range(0, len(texts), 10):
                    document, passages = _document(at, texts[at : at + 10])
                    writer.put(document, passages, stored[at : at + len(passages)])
            print(f"  put: {len(texts) / (time.perf_counter() - start):.0f} passages/s")
            start = time.perf_counter()
            library.build_indexes()
            print(f"  indexes built in {time.perf_counter() - start:.1f} s")
        files = [path for path in folder.rglob("*") if path.is_file()]
        print(f"  {sum(path.stat().st_size for path in files) / 1e6:.0f} MB on disk")
        _bench_reading(folder, texts, stored)


def _document(at: int, texts: Sequence[tuple[str, str]]) -> tuple[Document, list[Passage]]:
    whole = "".join(text for _, text in texts)
    sha256 = hashlib.sha256(f"{at}{whole}".encode()).hexdigest()
    document = Document(sha256, texts[0][0], whole, f"{at}.txt", sha256)
    passages: list[Passage] = []
    start = 0
    for _, text in texts:
        end = start + len(text)
        if text:
            key = f"{sha256[:16]}:{start}"
            passages.append(Passage(key, sha256, start, end, text, document.title))
        start = end
    return document, passages


def _bench_reading(folder: Path, texts: Sequence[tuple[str, str]], stored: Vectors) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    with Library.open(folder, encoder_fingerprint="bench", dimension=DIMENSION) as library:
        dense, lexical = library.vector_index(), library.lexical_index()
        dense.search(stored[0], 60)
        lexical.search(texts[0][1][:20], 60)
        print(f"  opened and searched once: {(time.perf_counter() - start) * 1000:.0f} ms")

        def search(number: int) -> object:
            rows = [row for row, _ in dense.search(stored[number], 60)]
            rows += [row for row, _ in lexical.search(texts[number][1][:20], 60)]
            return library.passages(rows)

        times("both indexes, 60 each, passages", search)
        start = time.perf_counter()
        problems = library.verify()
        print(f"  verify: {time.perf_counter() - start:.1f} s, {len(problems)} problems")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"  peak memory grew by {grown / 1024:.0f} MB while reading")


PARTS = {"vectors": bench_vectors, "lexical": bench_lexical, "library": bench_library}

if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in PARTS:
        sys.exit(__doc__)
    for size in sys.argv[2:]:
        PARTS[sys.argv[1]](int(size))
