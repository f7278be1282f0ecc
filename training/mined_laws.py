"""Mines near misses for the law questions: python -m training.mined_laws --library DIR.

The library holds all of ../shared/eval/laws/corpus.jsonl. For each training question and
each of its articles, the negatives are drawn from what the product's own fused ranking finds
in all the law. Articles that a question of the evaluation set names are never used. Writes
mined.jsonl, in the form of groups.jsonl.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

from rag.config import load_settings
from rag.retriever import Retriever
from rag.types import Passage
from rag.wiring import build_encoder, open_library
from training.reader_sources import evaluation_questions, lines

FOUND = 40
NEGATIVES = 4
MAX_ARTICLES = 3  # of one question


def main() -> None:
    """Mine and write."""
    root = Path(__file__).resolve().parents[1]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=root.parent / "shared")
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--runs", type=Path, default=root / "training" / "runs")
    given = parser.parse_args()
    draw = random.Random(20261123)
    settings = load_settings(given.library)
    encoder = build_encoder(settings)
    barred_questions = evaluation_questions(given.data / "eval")
    barred = {
        str(key)
        for row in lines(given.data / "eval" / "laws" / "dev.jsonl")
        for key in row["positive_ids"]  # type: ignore[attr-defined]
    }
    with open_library(settings, encoder) as library, (given.runs / "mined.jsonl").open("w") as out:
        retriever = Retriever(
            library,
            library.vector_index(),
            library.lexical_index(),
            encoder,
            None,
            settings.retrieval,
        )
        for row in lines(given.data / "training" / "lecoqa.train.jsonl"):
            question = str(row["question"])
            if "".join(question.split()) in barred_questions:
                continue
            keys = set(row["positive_ids"])  # type: ignore[call-overload]
            found = [hit.passage for hit in retriever.search(question, FOUND)]
            others = [p for p in found if p.doc_id not in keys | barred]
            for key in sorted(keys - barred)[:MAX_ARTICLES]:
                best = [p for p in found if p.doc_id == key] or library.passages_of(key)
                if best and others:
                    negatives = draw.sample(others, min(NEGATIVES, len(others)))
                    record = {
                        "source": "lecoqa",
                        "question": question,
                        "best": True,
                        "pairs": [pair(best[0], 1.0), *(pair(p, 0.0) for p in negatives)],
                    }
                    out.write(json.dumps(record, ensure_ascii=False) + "\n")


def pair(passage: Passage, relevance: float) -> dict[str, str | float]:
    """Return a passage as a pair of a group."""
    return {"context": passage.context, "text": passage.text, "relevance": relevance}


if __name__ == "__main__":
    main()
