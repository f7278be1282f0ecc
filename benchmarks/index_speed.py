"""Speed and recall of the two indexes by number of passages.

    python -m benchmarks.index_speed vectors 10000 100000 250000
    python -m benchmarks.index_speed lexical 10000 250000 --corpus NEWS.jsonl
    python -m benchmarks.index_speed library 10000 --corpus NEWS.jsonl

Vectors are random, in clusters like those of real texts; texts are slices of a corpus in JSON
Lines. Times are of one query, in milliseconds, warm. Processor time is printed beside wall time,
since it means something on a busy machine too.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.index_material import (
    DIMENSION,
    StoredTexts,
    StoredVectors,
    clustered,
    news,
    news_document,
)
from index import vectors as vectors_module
from index.lexical import LexicalKind, TantivyIndex
from index.library import Library
from index.storage import RowIds
from index.vectors import FaissIndex, VectorKind
from rag.protocols import Vectors

QUERIES = 200


def times(label: str, search: Callable[[int], object], count: int = QUERIES) -> None:
    """Print the median and the 95th percentile of the time of one search, in milliseconds."""
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
    """Measure exact search and, from 50,000 vectors on, search by codes."""
    stored, asked = clustered(count, 0), clustered(QUERIES, 1)
    rows = np.arange(1, count + 1, dtype=np.int64)
    print(f"vectors, {count} passages")
    for name, exact_rows in (("exact fp16", count), ("codes, then fp16", 0)):
        if not exact_rows and count < 50_000:
            continue
        vectors_module.EXACT_ROWS = exact_rows
        with tempfile.TemporaryDirectory() as folder:
            kind = VectorKind(StoredVectors(stored), DIMENSION, "bench")
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


def bench_lexical(texts: Sequence[tuple[str, str]]) -> None:
    """Measure lexical search; the questions are phrases of the texts."""
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
        kind = LexicalKind(StoredTexts(texts))
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


def bench_library(texts: Sequence[tuple[str, str]]) -> None:
    """Measure how fast a whole library is filled, opened and searched, ten passages a document."""
    stored = clustered(len(texts), 0)
    print(f"library, {len(texts)} passages")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "library"
        with Library.open(
            folder, encoder_fingerprint="bench", dimension=DIMENSION, create=True
        ) as library:
            start = time.perf_counter()
            with library.writing() as writer:
                for at in range(0, len(texts), 10):
                    document, passages = news_document(at, texts[at : at + 10])
                    writer.put(document, passages, stored[at : at + len(passages)])
            print(f"  put: {len(texts) / (time.perf_counter() - start):.0f} passages/s")
            start = time.perf_counter()
            library.build_indexes()
            print(f"  indexes built in {time.perf_counter() - start:.1f} s")
        files = [path for path in folder.rglob("*") if path.is_file()]
        print(f"  {sum(path.stat().st_size for path in files) / 1e6:.0f} MB on disk")
        _bench_reading(folder, texts, stored)


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


def main() -> None:
    """Measure one part at every size."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("part", choices=("vectors", "lexical", "library"))
    options.add_argument("sizes", type=int, nargs="+", help="numbers of passages")
    options.add_argument("--corpus", type=Path, help="JSON Lines with a text in each record")
    given = options.parse_args()
    if given.part != "vectors" and given.corpus is None:
        options.error(f"{given.part} needs --corpus")
    for size in given.sizes:
        if given.part == "vectors":
            bench_vectors(size)
        else:
            bench = bench_lexical if given.part == "lexical" else bench_library
            bench(news(given.corpus, size))


if __name__ == "__main__":
    main()
