"""Reads made newspaper pages whose order is known: ``python -m benchmarks.newspaper_pages``.

Each page is a real PDF of 3 to 8 columns: articles side by side and below each other, headlines
over several columns with kicker, subtitle and author, framed articles, boxes that other text
flows around, vertical titles, jump lines, a masthead. Prints for each page, and for all:
Kendall's tau of the order in which the lines were read, the share of lines found, and the F1
of articles (one is found when a section holds nine tenths of its characters and a tenth, at
most, of others').
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.newspaper_setting import make
from benchmarks.newspaper_words import Article
from ingest.loaders import load
from rag.types import Document


def tau(order: list[int]) -> float:
    """Return Kendall's tau of a reading order given as the true ranks in the order read."""
    pairs = len(order) * (len(order) - 1) // 2
    wrong = sum(left > right for index, left in enumerate(order) for right in order[index + 1 :])
    return 1.0 - 2.0 * wrong / pairs if pairs else 1.0


@dataclass(frozen=True, slots=True)
class Score:
    """How a page was read; all in [0, 1] but ``tau``, which is in [-1, 1]."""

    tau: float
    found: float
    article_f1: float


def score(page: list[Article], document: Document) -> Score:
    """Compare what was read with what was set."""
    every = [(number, line) for number, article in enumerate(page) for line in article.lines]
    # A short line may stand in another by chance: only what the page holds once has a place.
    truth = "".join(_plain(line) for _, line in every)
    lines = [(number, line) for number, line in every if truth.count(_plain(line)) == 1]
    places = [
        (at, rank)
        for rank, (_, line) in enumerate(lines)
        if (at := document.text.find(_plain(line))) >= 0
    ]
    sections = [section for section in document.sections if section.level == 0]
    right = 0
    for number in range(len(page)):
        spans = [(at, lines[rank]) for at, rank in places]
        own = sum(len(line) for _, (owner, line) in spans if owner == number)
        for section in sections:
            inside = [(owner, line) for at, (owner, line) in spans
                      if section.start <= at < section.end]  # fmt: skip
            mine = sum(len(line) for owner, line in inside if owner == number)
            total = sum(len(line) for _, line in inside)
            if own and mine >= 0.9 * own and mine >= 0.9 * total:
                right += 1
                break
    f1 = 2 * right / max(1, len(page) + len(sections))
    order = [rank for _, rank in sorted(places)]
    return Score(tau(order), len(places) / max(1, len(lines)), f1)


def _plain(line: str) -> str:
    return " ".join(line.split())


def main() -> None:
    """Make, read and score the pages."""
    options = argparse.ArgumentParser()
    options.add_argument("--pages", type=int, default=48)
    options.add_argument("--first", type=int, default=0, help="number of the first page")
    options.add_argument("--keep", type=Path, help="a folder for the PDFs")
    given = options.parse_args()
    scores = []
    with tempfile.TemporaryDirectory() as name:
        folder = given.keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        for seed in range(given.first, given.first + given.pages):
            columns = 3 + seed % 6
            path = folder / f"page{seed:02}.pdf"
            page = make(path, columns, seed)
            (document,) = load(path, path.name)
            scores.append(score(page, document))
            got = scores[-1]
            print(
                f"page {seed:2}  {columns} columns  {len(page):2} articles  tau {got.tau:.4f}  "
                f"lines found {got.found:.3f}  article F1 {got.article_f1:.3f}"
            )
    count = len(scores)
    print(
        f"{count} pages: tau {sum(item.tau for item in scores) / count:.4f} (least "
        f"{min(item.tau for item in scores):.4f}), lines found "
        f"{sum(item.found for item in scores) / count:.3f}, article F1 "
        f"{sum(item.article_f1 for item in scores) / count:.3f}"
    )


if __name__ == "__main__":
    main()
