"""Each ranking alone against the fused and the reread one, on one corpus and question set.

    python -m benchmarks.rankings --corpus CORPUS.jsonl --questions SET.jsonl

Uses the cached library of ``scenario-qa evaluate``, so that a corpus is ingested once.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from evaluation.collection import Collection
from evaluation.corpus import corpus_library
from evaluation.sets import Question, read_questions
from index.library import Library
from rag.config import load_settings
from rag.fusion import fuse
from rag.protocols import Encoder
from rag.types import Hit
from rag.wiring import build_encoder, build_pipeline

DEPTH = 50
COLUMNS = ("doc_recall@1", "doc_recall@5", "doc_recall@10", "recall@1", "recall@5", "mrr@10")
Ranking = Callable[[str], Sequence[Hit]]


def main() -> None:
    """Print one row of figures for each ranking."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--corpus", type=Path, required=True)
    options.add_argument("--questions", type=Path, required=True)
    options.add_argument("--sample", type=int)
    chosen = options.parse_args()
    settings = load_settings()
    encoder = build_encoder(settings)
    questions = [q for q in read_questions(chosen.questions).sample(chosen.sample) if q.answerable]
    with corpus_library(settings, chosen.corpus, encoder, lambda *_: None) as held:
        pipeline = build_pipeline(held.settings, held.library, encoder)
        rankings = single_rankings(held.library, encoder, settings.retrieval.dense_share)
        rankings["search"] = lambda text: pipeline.search(text, DEPTH)
        collection = Collection(held.library)
        print(f"{len(questions)} answerable questions, {len(collection)} documents")
        print("| ranking | " + " | ".join(COLUMNS) + " | ms |")
        print("| --- |" + " --- |" * (len(COLUMNS) + 1))
        for name, ranking in rankings.items():
            print(row(name, ranking, questions, collection))


def single_rankings(library: Library, encoder: Encoder, dense_share: float) -> dict[str, Ranking]:
    """Return the lexical, the dense and the plainly fused ranking of a library."""
    vectors, words = library.vector_index(), library.lexical_index()
    weights = {"dense": dense_share, "lexical": 1 - dense_share}

    def lexical(text: str) -> list[tuple[int, float]]:
        return words.search(text, DEPTH)

    def dense(text: str) -> list[tuple[int, float]]:
        return vectors.search(encoder.encode_queries([text])[0], DEPTH)

    def fused(text: str) -> list[tuple[int, float]]:
        return fuse({"dense": dense(text), "lexical": lexical(text)}, weights)[:DEPTH]

    def hits(search: Callable[[str], list[tuple[int, float]]]) -> Ranking:
        return lambda text: [
            Hit(passage, score, rank)
            for rank, (row, score) in enumerate(search(text), start=1)
            for passage in library.passages([row])
        ]

    named = {"lexical alone": lexical, "dense alone": dense, "fused": fused}
    return {name: hits(search) for name, search in named.items()}


def row(name: str, ranking: Ranking, questions: Sequence[Question], collection: Collection) -> str:
    """Return one Markdown row: the mean of each figure and the median time of a search."""
    scores: list[dict[str, float]] = []
    times: list[float] = []
    for question in questions:
        started = time.perf_counter()
        hits = ranking(question.text)
        times.append((time.perf_counter() - started) * 1000)
        scores.append(collection.retrieval(hits, collection.wanted(question)))
    cells = []
    for column in COLUMNS:
        values = [score[column] for score in scores if column in score]
        cells.append(f"{np.mean(values):.3f}" if values else "–")
    return f"| {name} | {' | '.join(cells)} | {np.median(times):.1f} |"


if __name__ == "__main__":
    main()
