"""Fits the reader's probabilities on groups held out of training, and writes calibration.json.

Use: python -m training.calibrate --model DIR --runs DIR

Three small logistic models: relevance (is this the passage the question was asked of; both
outcomes weigh the same), answerable (does the passage that ranks first answer the question)
and right (does the span of that passage match the answer, F1 at least one half). The held-out
groups are articles of CMRC, DRCD, Chinese SQuAD 2 and CAIL train that took no part in
training and that no reported figure is computed from. Prints a reliability table measured by
cross-validation over five folds.
"""

from __future__ import annotations

import argparse
import json
import zlib
from pathlib import Path

import numpy as np
import numpy.typing as npt

from evaluation.metrics.answer import f1
from rag.adapters.onnx_reader import OnnxReader, Window, span_features
from rag.adapters.reader_spans import snap
from rag.types import Passage
from training import reader_sources as sources

Doubles = npt.NDArray[np.float64]
RIDGE = 3.0  # the first three features say nearly the same
FOLDS = 5


def fit(features: Doubles, outcome: Doubles, weights: Doubles) -> Doubles:
    """Return logistic weights, the constant last, by Newton's method with a small ridge.

    Every feature speaks for the outcome: one whose weight would fall below zero, because
    another says the same, gets none.
    """
    theta = np.zeros(features.shape[1] + 1)
    kept = list(range(features.shape[1]))
    while True:
        found = _newton(features[:, kept], outcome, weights)
        against = [place for place, value in enumerate(found[:-1]) if value < 0]
        if not against:
            theta[[*kept, -1]] = found
            return theta
        kept.pop(min(against, key=lambda place: found[place]))


def _newton(features: Doubles, outcome: Doubles, weights: Doubles) -> Doubles:
    x = np.hstack([features, np.ones((len(features), 1))])
    theta = np.zeros(x.shape[1])
    ridge = RIDGE * np.diag([*np.ones(x.shape[1] - 1), 0.0])
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ theta, -30, 30)))
        slope = x.T @ (weights * (p - outcome)) + ridge @ theta
        curve = (x * (weights * p * (1 - p))[:, None]).T @ x + ridge
        step = np.linalg.solve(curve + 1e-9 * np.eye(len(theta)), slope)
        theta -= step
        if np.abs(step).max() < 1e-8:
            break
    return theta


def predict(features: Doubles, theta: Doubles) -> Doubles:
    """Return probabilities of `fit`'s weights."""
    logits = features @ theta[:-1] + theta[-1]
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))))


def reliability(p: Doubles, outcome: Doubles, bins: int = 10) -> dict[str, object]:
    """Return the expected calibration error, the Brier score and the table behind them."""
    places = np.minimum((p * bins).astype(int), bins - 1)
    table, error = [], 0.0
    for place in range(bins):
        inside = places == place
        if inside.any():
            said, seen = float(p[inside].mean()), float(outcome[inside].mean())
            error += abs(said - seen) * float(inside.mean())
            table.append([int(inside.sum()), round(said, 3), round(seen, 3)])
    brier = float(((p - outcome) ** 2).mean())
    return {"error": round(error, 4), "brier": round(brier, 4), "n_said_seen": table}


def crossed(features: Doubles, outcome: Doubles, folds: npt.NDArray[np.int64]) -> Doubles:
    """Return predictions for every row from weights fitted on the other folds."""
    found = np.zeros(len(outcome))
    for fold in range(FOLDS):
        inside = folds == fold
        theta = fit(features[~inside], outcome[~inside], np.ones(int((~inside).sum())))
        found[inside] = predict(features[inside], theta)
    return found


def gather(
    reader: OnnxReader, path: Path, count: int
) -> tuple[Doubles, Doubles, Doubles, npt.NDArray[np.int64]]:
    """Read about ``count`` held-out groups, evenly spread over the sources.

    Returns all pairs (relevance logit, is the true passage) as (n, 2), and for the first
    ranked pair of each group its features (m, 4), its outcomes (m, 2: answers, right) and
    its fold (m,).
    """
    pairs, features, outcomes, folds = [], [], [], []
    groups = list(sources.lines(path))
    for group in groups[:: max(1, len(groups) // count)]:
        made: list[dict[str, object]] = group["pairs"]  # type: ignore[assignment]
        passages = [
            Passage(str(n), "held", 0, 0, str(pair["text"]), str(pair["context"]))
            for n, pair in enumerate(made)
        ]
        windows = [
            max(found, key=lambda window: window.span.margin)
            for found in reader.logits(str(group["question"]), passages)
        ]
        for number, window in enumerate(windows):
            pairs.append((window.relevance, float(bool(group["best"]) and number == 0)))
        first = max(range(len(windows)), key=lambda n: windows[n].relevance)
        pair, window = made[first], windows[first]
        if pair["answerable"] is None or pair["start"] is None:
            continue
        features.append(span_features(window))
        outcomes.append((float(bool(pair["answerable"])), _right(pair, window)))
        folds.append(zlib.crc32(str(pair["context"]).encode()) % FOLDS)
    return np.array(pairs), np.array(features), np.array(outcomes), np.array(folds)


def _right(pair: dict[str, object], window: Window) -> float:
    start, end, text = int(str(pair["start"])), int(str(pair["end"])), str(pair["text"])
    span = window.span
    if end <= start or span.last < span.first:
        return 0.0
    left, right = snap(text, span.offsets[span.first][0], span.offsets[span.last][1])
    return float(f1(text[left:right], [text[start:end]]) >= 0.5)


def main() -> None:
    """Fit, write and print."""
    root = Path(__file__).resolve().parents[1]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=root / "models" / "reader")
    parser.add_argument("--runs", type=Path, default=root / "training" / "runs")
    parser.add_argument("--groups", type=int, default=700)
    given = parser.parse_args()
    reader = OnnxReader(given.model)
    held = given.runs / "calibration.jsonl"
    pairs, features, outcomes, folds = gather(reader, held, given.groups)
    true = pairs[:, 1] > 0.5
    balance = np.where(true, len(true) / (2 * true.sum()), len(true) / (2 * (~true).sum()))
    relevance = fit(pairs[:, :1], pairs[:, 1], balance)
    ones = np.ones(len(features))
    kept = {
        "relevance": relevance.round(4).tolist(),
        "answerable": fit(features, outcomes[:, 0], ones).round(4).tolist(),
        "right": fit(features, outcomes[:, 1], ones).round(4).tolist(),
        "fitted_on": {"pairs": len(pairs), "questions": len(features)},
        "reliability": {
            name: reliability(crossed(features, outcomes[:, column], folds), outcomes[:, column])
            for column, name in enumerate(("answerable", "right"))
        },
    }
    text = json.dumps(kept, indent=2)
    (given.model / "calibration.json").write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
