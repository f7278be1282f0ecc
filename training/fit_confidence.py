r"""Fits the weights of rag/reading/confidence.py on questions with and without an answer.

    python -m training.fit_confidence ../shared/training               for the rules reader
    python -m training.fit_confidence ../shared/training --reader models/reader --runs RUNS \
        --government gov.jsonl [--set CORPUS QUESTIONS]...

The second form is for the trained reader blended with the rules; it writes confidence.json into
the reader's folder. It asks only questions of articles that RUNS/calibration.jsonl held out of the
reader's training: of what the reader has learnt it would be too sure. The questions of the dev half
about government documents are few but of the kind that is asked, so all together they count as
much as the others. The questions of every --set count as much again; only every second one is
used, so a figure of the whole set is half of questions that were seen. A corpus is ingested
once and kept, as by ``evaluate``.

Prints the logistic weights, and precision and recall by threshold.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import numpy as np
import numpy.typing as npt

from evaluation.sets import read_questions
from rag.adapters.onnx_reader import OnnxReader
from rag.config import ReaderSettings
from rag.protocols import Reader
from rag.reading.blended_reader import BlendedReader
from rag.reading.confidence import WEIGHTS, Features
from rag.reading.rules_reader import RulesReader
from training.confidence_answers import Row, ask_library, gather, read

JUDGED = {name: getattr(WEIGHTS, name) for name in ("no_name", "untyped", "rival", "reversed_")}
GOLDEN = Path(__file__).resolve().parents[1] / "tests/golden/gov_questions_dev.jsonl"
NEGATIVE = {"no_place", "no_name", "no_number", "untyped", "other", "rival", "reversed_"}
THRESHOLDS = (0.4, 0.45, 0.5, 0.55, 0.6, 0.7)
Floats = npt.NDArray[np.float64]


def options() -> argparse.Namespace:
    """Read the command line."""
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=form)
    parser.add_argument("data", type=Path, help="folder of the training data")
    parser.add_argument("--reader", type=Path, help="folder of the trained reader")
    parser.add_argument("--runs", type=Path, help="folder with calibration.jsonl")
    parser.add_argument("--government", type=Path, help="corpus or library of tests/golden's set")
    parser.add_argument(
        "--set", type=Path, nargs=2, action="append", default=[], metavar=("CORPUS", "QUESTIONS")
    )
    return parser.parse_args()


def sources(given: argparse.Namespace, reader: Reader) -> list[list[Row]]:
    """Return the answers to every source of questions."""
    held = read(given.runs / "calibration.jsonl") if given.runs else []
    keys = {str(group["key"]) for group in held}
    found = [gather(given.data, reader, keys, random.Random(7))]
    if given.government:
        found.append(ask_library(given.government, read_questions(GOLDEN).questions, reader))
    for corpus, questions in given.set:
        found.append(ask_library(corpus, read_questions(questions).questions[::2], reader))
    return found


def counts(groups: Sequence[list[Row]]) -> Floats:
    """Return how much each answer counts, in the order of the groups.

    Each group counts the same. A wrong quote from the right documents is seen to be wrong and
    costs a quarter. Users ask three questions that a library answers for each one it does not.
    """
    rows = [row for group in groups for row in group]
    asked = np.array([sort == "answerable" for _, _, sort in rows])
    wrong = np.array([not right for _, right, _ in rows])
    count = np.where(asked & wrong, 0.25, 1.0)
    count *= np.repeat([1 / len(group) for group in groups], [len(group) for group in groups])
    count[~asked] *= count[asked].sum() / (3 * count[~asked].sum())
    return count


def fit(x: Floats, y: Floats, count: Floats) -> Floats:
    """Return logistic weights (bias first) by projected gradient with a little ridge.

    ``count`` is how much each row counts. Weights keep the sign that their feature must have.
    """
    names = [field.name for field in fields(Features)]
    signs = np.array([0.0] + [-1.0 if name in NEGATIVE else 1.0 for name in names])
    x = np.hstack([np.ones((len(x), 1)), x])
    weights = np.zeros(x.shape[1])
    weights[1:] = 0.1 * signs[1:]
    for _ in range(30_000):
        p = 1 / (1 + np.exp(-x @ weights))
        weights -= 0.3 * (x.T @ (count * (p - y)) / count.sum() + 1e-3 * np.r_[0.0, weights[1:]])
        weights[1:] = np.where(weights[1:] * signs[1:] < 0, 0.0, weights[1:])
    return weights


def report(rows: Sequence[Row], p: Floats) -> None:
    """Print how right and how sure each sort of answer is, and what each threshold gives."""
    right = np.array([row[1] for row in rows], dtype=float)
    sorts = np.array([row[2] for row in rows])
    for sort in sorted(set(sorts)):
        part = sorts == sort
        sure = f"right {right[part].mean():.2f} mean confidence {p[part].mean():.2f}"
        print(sort, int(part.sum()), sure)
    for threshold in THRESHOLDS:
        given = p >= threshold
        answered = {str(s): round(float(given[sorts == s].mean()), 2) for s in sorted(set(sorts))}
        print(f"threshold {threshold}: right of given {right[given].mean():.2f}, given {answered}")


def main() -> None:
    """Fit, print, and write confidence.json where a trained reader is given."""
    given = options()
    rules = RulesReader()
    trained = OnnxReader(given.reader) if given.reader else None
    reader = BlendedReader(trained, rules, ReaderSettings().share) if trained else rules
    groups = sources(given, reader)
    rows = [row for group in groups for row in group]
    x = np.array([row[0] for row in rows])
    weights = fit(x, np.array([row[1] for row in rows], dtype=float), counts(groups))
    names = ["bias", *(f.name for f in fields(Features))]
    found = {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}
    found |= JUDGED
    text = json.dumps(found, indent=2) + "\n"
    print(text, end="")
    if given.reader:
        (given.reader / "confidence.json").write_text(text, encoding="utf-8")
    kept = np.array([found[name] for name in names])
    report(rows, 1 / (1 + np.exp(-(np.hstack([np.ones((len(x), 1)), x]) @ kept))))


if __name__ == "__main__":
    main()
