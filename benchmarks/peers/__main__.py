"""One command, one table: ``python -m benchmarks.peers --help``; see README.md beside it."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers.environments import encoder_folder, measure, python_of
from benchmarks.peers.material import Material, median_length, read_material, score

PEERS = ("ours", "langchain", "llamaindex", "haystack", "txtai")
HEAD = (
    "peer | doc_recall@1 | @5 | recall@1 | @5 | mrr@10 | lexical | passages | chars | "
    "passages/s | chars/s | query p50 ms | p95 ms | memory MB"
)


def main() -> None:
    """Measure the peers one after the other and print their table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True, help="environments and results")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--documents", type=int, help="draw so many documents")
    parser.add_argument("--asked", type=int, help="draw so many questions")
    parser.add_argument("--peers", nargs="+", choices=PEERS, default=PEERS)
    parser.add_argument("--limit", type=float, default=3600, help="seconds for one peer")
    chosen = parser.parse_args()
    material = read_material(chosen.corpus, chosen.questions, chosen.documents, chosen.asked)
    results = chosen.cache / "results"
    results.mkdir(parents=True, exist_ok=True)
    job = results / "job.json"
    job.write_text(json.dumps(material.job(encoder_folder(chosen.cache))), encoding="utf-8")
    characters = sum(len(each["text"]) for each in material.documents)
    print(
        f"{chosen.corpus.name}: {len(material.documents)} documents, {characters:,} characters, "
        f"{len(material.questions)} questions; load of the machine {os.getloadavg()[0]:.1f} on "
        f"{os.cpu_count()} cores\n\n| {HEAD} |\n|{' --- |' * (HEAD.count('|') + 1)}"
    )
    found: dict[str, Any] = {}
    for peer in chosen.peers:
        try:
            out = results / f"{peer}.jsonl"
            measure(peer, python_of(peer, chosen.cache), job, out, chosen.limit)
            found[peer] = figures(material, out, characters)
            print(row(peer, found[peer]), flush=True)
        except RuntimeError as exc:
            found[peer] = {"failed": str(exc)}
    for peer, each in found.items():
        if "failed" in each:
            print(f"\n- {peer}: {each['failed']}")
    kept = results / f"{chosen.corpus.parent.name}-{chosen.corpus.stem}.json"
    kept.write_text(json.dumps(found, indent=2), encoding="utf-8")


def figures(material: Material, out: Path, characters: int) -> dict[str, Any]:
    """Return every figure of one peer from the file it wrote."""
    *records, last = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    about, times = last["about"], [each["ms"] for each in records]
    return {
        **score(material, {each["id"]: each for each in records}),
        **about,
        "chars": median_length(records),
        "passages_s": about["passages"] / about["ingest_s"],
        "chars_s": characters / about["ingest_s"],
        "p50": float(np.percentile(times, 50)),
        "p95": float(np.percentile(times, 95)),
    }


def row(peer: str, each: dict[str, Any]) -> str:
    """Return one Markdown row."""
    shares = ("doc_recall@1", "doc_recall@5", "recall@1", "recall@5", "mrr@10", "lexical")
    cells = ["–" if each[name] is None else f"{each[name]:.3f}" for name in shares]
    cells += [f"{each['passages']:,}", f"{each['chars']:.0f}", f"{each['passages_s']:.1f}"]
    cells += [f"{each['chars_s']:,.0f}", f"{each['p50']:.1f}", f"{each['p95']:.1f}"]
    return f"| {peer} | {' | '.join(cells)} | {each['memory_mb']:.0f} |"


if __name__ == "__main__":
    main()
