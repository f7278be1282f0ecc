"""One command, one table: ``python -m benchmarks.peers --help``; see README.md beside it."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers.environments import encoder_folder, measure, python_of
from benchmarks.peers.material import Material, median_length, read_material, score

PEERS = ("ours", "langchain", "llamaindex", "haystack", "txtai")
HEAD = (
    "set | peer | doc_recall@1 | @5 | recall@1 | @5 | mrr@10 | lexical | passages | chars | "
    "passages/s | chars/s | query p50 ms | p95 ms | memory MB | load"
)


def main() -> None:
    """Measure the peers one after the other on every set and print their table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True, help="environments and results")
    parser.add_argument(
        "--set",
        type=Path,
        nargs=2,
        action="append",
        required=True,
        metavar=("CORPUS", "QUESTIONS"),
        help="may be given several times",
    )
    parser.add_argument("--documents", type=int, help="draw so many documents of each corpus")
    parser.add_argument("--asked", type=int, help="draw so many questions of each set")
    parser.add_argument("--peers", nargs="+", choices=PEERS, default=PEERS)
    parser.add_argument("--limit", type=float, default=3600, help="seconds for one peer")
    chosen = parser.parse_args()
    sets = [
        read_material(corpus, questions, chosen.documents, chosen.asked)
        for corpus, questions in chosen.set
    ]
    pythons = installed(chosen.peers, chosen.cache)
    encoder = encoder_folder(chosen.cache)
    for material in sets:
        print(
            f"- {material.name}: {len(material.documents)} documents, {material.characters:,} "
            f"characters, {len(material.questions)} questions"
        )
    print(f"\n| {HEAD} |\n|{' --- |' * (HEAD.count('|') + 1)}")
    found = [
        measured(material, peer, python, encoder, chosen)
        for material in sets
        for peer, python in pythons.items()
    ]
    for each in found:
        if "failed" in each:
            print(f"\n- {each['set']}, {each['peer']}: {each['failed']}")
    (chosen.cache / "results" / "table.json").write_text(json.dumps(found, indent=2), "utf-8")


def installed(peers: Sequence[str], cache: Path) -> dict[str, Path | str]:
    """Return the interpreter of each peer, or why it has none, installing before all measuring."""
    found: dict[str, Path | str] = {}
    for peer in peers:
        try:
            found[peer] = python_of(peer, cache)
        except RuntimeError as exc:
            found[peer] = str(exc)
    return found


def measured(
    material: Material, peer: str, python: Path | str, encoder: Path, chosen: argparse.Namespace
) -> dict[str, Any]:
    """Measure one peer on one set and print its row; return its figures or why it failed."""
    about: dict[str, Any] = {"set": material.name, "peer": peer}
    results = chosen.cache / "results"
    results.mkdir(parents=True, exist_ok=True)
    job, out = results / "job.json", results / f"{material.name}-{peer}.jsonl"
    job.write_text(json.dumps(material.job(encoder)), encoding="utf-8")
    try:
        if isinstance(python, str):
            raise RuntimeError(python)
        about["load"] = os.getloadavg()[0]
        measure(peer, python, job, out, chosen.limit)
    except RuntimeError as exc:
        return {**about, "failed": str(exc)}
    about |= figures(material, out)
    print(row(about), flush=True)
    return about


def figures(material: Material, out: Path) -> dict[str, Any]:
    """Return every figure of one peer from the file it wrote."""
    *records, last = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    about, times = last["about"], [each["ms"] for each in records]
    return {
        **score(material, {each["id"]: each for each in records}),
        **about,
        "chars": median_length(records),
        "passages_s": about["passages"] / about["ingest_s"],
        "chars_s": material.characters / about["ingest_s"],
        "p50": float(np.percentile(times, 50)),
        "p95": float(np.percentile(times, 95)),
    }


def row(each: dict[str, Any]) -> str:
    """Return one Markdown row."""
    shares = ("doc_recall@1", "doc_recall@5", "recall@1", "recall@5", "mrr@10", "lexical")
    cells = ["–" if each[name] is None else f"{each[name]:.3f}" for name in shares]
    cells += [f"{each['passages']:,}", f"{each['chars']:.0f}", f"{each['passages_s']:.1f}"]
    cells += [f"{each['chars_s']:,.0f}", f"{each['p50']:.1f}", f"{each['p95']:.1f}"]
    cells += [f"{each['memory_mb']:.0f}", f"{each['load']:.1f}"]
    return f"| {each['set']} | {each['peer']} | {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
