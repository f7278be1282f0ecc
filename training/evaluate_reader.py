"""Measures an exported reader on samples of sets it was not trained on.

Use: python -m training.evaluate_reader --model DIR --runs DIR [--sample 300] [--sets NAME …]
Candidates come from character-bigram BM25, so that the figures are of the reader alone.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

from evaluation.comparison import comparable
from evaluation.metrics.answer import exact_match, f1
from ingest.text.normalize import normalise
from rag.adapters.onnx_reader import OnnxReader
from rag.types import Passage, Reading
from training import reader_sources as sources
from training.bm25 import Pool
from training.reader_data import passages_of
from training.reader_sources import Text

CANDIDATES = 10
ANSWERS_FROM = 0.5  # answerable probability from which an answer is given
Record = dict[str, Any]
Figures = dict[str, float]


def span(passage: Passage, reading: Reading) -> str:
    """Return the answer a reading marks."""
    return passage.text[reading.start : reading.end]


def auroc(present: Sequence[float], absent: Sequence[float]) -> float:
    """Return the chance that a present score exceeds an absent one (ties count half)."""
    pairs = [(p > a) + 0.5 * (p == a) for p in present for a in absent]
    return mean(pairs) if pairs else 0.0


def texts_of(path: Path) -> dict[str, Text]:
    """Read a corpus file, normalised as ingest does."""
    found = {}
    for row in sources.lines(path):
        key = str(row["id"])
        found[key] = Text(key, str(row.get("title", "")), normalise(str(row["text"])).strip())
    return found


class Pooled:
    """Passages of several texts with BM25 over them."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self.passages = [passage for text in texts for passage in passages_of(text)]
        self.pool = Pool([f"{passage.title} {passage.text}" for passage in self.passages])

    def best(self, question: str, without: frozenset[str] = frozenset()) -> list[Passage]:
        """Return the first candidates, those of some texts left out."""
        found = [self.passages[row] for row, _ in self.pool.search(question, 4 * CANDIDATES)]
        return [passage for passage in found if passage.doc_id not in without][:CANDIDATES]


def ranked(
    reader: OnnxReader, question: str, passages: Sequence[Passage]
) -> list[tuple[Passage, Reading]]:
    """Return the passages with their readings, most relevant first."""
    read = zip(passages, reader.read(question, passages), strict=True)
    return sorted(read, key=lambda item: -item[1].relevance)


def cmrc_open(reader: OnnxReader, given: argparse.Namespace) -> Figures:
    """Measure on the held-out CMRC articles as one pool."""
    wanted = set(json.loads((given.runs / "cmrc_open.json").read_text(encoding="utf-8")))
    texts, asked = sources.reading_set(given.data / "training" / "cmrc", "cmrc")
    pool = Pooled([text for text in texts if text.key in wanted])
    raw = {str(r["id"]): r for r in sources.lines(given.data / "training/cmrc/questions.jsonl")}
    questions = [question for question in asked if question.positives[0] in wanted]
    questions = given.draw.sample(questions, min(given.sample, len(questions)))
    rows: dict[str, list[float]] = defaultdict(list)
    present, absent = [], []
    for question in questions:
        answers = [str(x) for x in raw[question.key]["answers"]]  # type: ignore[attr-defined]
        candidates = pool.best(question.question)

        def right(passage: Passage, home: str = question.positives[0], a: object = answers) -> bool:
            held = comparable(passage.text)
            return passage.doc_id == home and any(comparable(x) in held for x in a)  # type: ignore[attr-defined]

        read = ranked(reader, question.question, candidates)
        rows["bm25_recall@1"].append(right(candidates[0]))
        rows["bm25_recall@10"].append(any(map(right, candidates)))
        rows["recall@1"].append(right(read[0][0]))
        said = span(*read[0])
        rows["em"].append(exact_match(said, answers))
        rows["f1"].append(f1(said, answers))
        present.append(read[0][1].answerable)
        gone = pool.best(question.question, frozenset(question.positives))
        absent.append(max(r.answerable for _, r in ranked(reader, question.question, gone)))
    figures = {name: round(mean(values), 4) for name, values in rows.items()}
    return {"n": len(questions), **figures, "auroc_absent": round(auroc(present, absent), 4)}


def cail(reader: OnnxReader, given: argparse.Namespace) -> Figures:
    """Measure on questions of one given judgment, a quarter of them unanswerable."""
    texts = texts_of(given.data / "eval/cail/corpus.jsonl")
    asked = list(sources.lines(given.data / "eval/cail/dev.jsonl"))
    rows: dict[str, list[float]] = defaultdict(list)
    present, absent = [], []
    for row in given.draw.sample(asked, min(given.sample, len(asked))):
        question = str(row["question"])
        read = ranked(reader, question, passages_of(texts[str(row["context_id"])]))
        passage, reading = max(read, key=lambda item: item[1].answerable)
        answers = [str(x) for x in row["answers"]]  # type: ignore[attr-defined]
        said = span(passage, reading) if reading.answerable >= ANSWERS_FROM else ""
        (present if answers else absent).append(reading.answerable)
        score = f1(said, answers) if answers else float(not said)
        rows["overall_f1"].append(score)
        rows["no_answer_recall" if not answers else "answer_f1"].append(score)
        if answers and answers[0] not in ("YES", "NO"):
            rows["span_f1_if_answered"].append(f1(span(passage, reading), answers))
        rows["silent"].append(float(not said))
        rows["silent_and_right"].append(float(not said and not answers))
    silent, right = sum(rows.pop("silent")), sum(rows.pop("silent_and_right"))
    unanswerable = len(absent)
    figures = {name: round(mean(values), 4) for name, values in rows.items()}
    figures["no_answer_f1"] = round(2 * right / max(1.0, silent + unanswerable), 4)
    return {"n": len(present) + unanswerable, **figures, "auroc": round(auroc(present, absent), 4)}


def rgb(reader: OnnxReader, given: argparse.Namespace) -> Figures:
    """Measure on web passages: the answer among noise, and noise alone."""
    texts = texts_of(given.data / "eval/rgb/corpus.jsonl")
    found: list[float] = []
    present, absent = [], []
    count = min(given.sample // 3, 150)
    folder = given.data / "eval/rgb"
    for row in given.draw.sample(list(sources.lines(folder / "noise.jsonl")), count):
        keys = [*row["positive_ids"][:3], *row["negative_ids"][:4]]  # type: ignore[index]
        passages = [passage for key in keys for passage in passages_of(texts[str(key)])]
        read = ranked(reader, str(row["question"]), passages)
        said = comparable(f"{span(*read[0])} {_sentence(*read[0])}")
        answers = [str(x) for x in row["answers"]]  # type: ignore[attr-defined]
        found.append(float(any(comparable(answer) in said for answer in answers)))
        present.append(max(reading.answerable for _, reading in read))
    for row in given.draw.sample(list(sources.lines(folder / "negative_rejection.jsonl")), count):
        keys = [str(key) for key in row["context_ids"][:7]]  # type: ignore[index]
        passages = [passage for key in keys for passage in passages_of(texts[key])]
        read = ranked(reader, str(row["question"]), passages)
        absent.append(max(reading.answerable for _, reading in read))
    return {
        "n": count,
        "noise_contains": round(mean(found), 4),
        "noise_answered": round(mean(value >= ANSWERS_FROM for value in present), 4),
        "rejected": round(mean(value < ANSWERS_FROM for value in absent), 4),
        "auroc": round(auroc(present, absent), 4),
    }


def _sentence(passage: Passage, reading: Reading) -> str:
    if not reading.sentences:
        return ""
    start, end, _ = max(reading.sentences, key=lambda item: item[2])
    return passage.text[start:end]


def ncp(reader: OnnxReader, given: argparse.Namespace) -> Figures:
    """Measure on epidemic notices: the right document first, and absent documents noticed."""
    texts = texts_of(given.data / "eval/ncp/corpus.jsonl")
    pool = Pooled(list(texts.values()))
    asked = list(sources.lines(given.data / "eval/ncp/dev.jsonl"))
    rows: dict[str, list[float]] = defaultdict(list)
    scores: dict[str, list[float]] = defaultdict(list)
    for row in given.draw.sample(asked, min(given.sample // 2, len(asked))):
        wanted = frozenset(str(key) for key in row["positive_ids"])  # type: ignore[attr-defined]
        question = str(row["question"])
        candidates = pool.best(question)
        read = ranked(reader, question, candidates)
        if row["answerable"]:
            rows["bm25_doc_recall@1"].append(candidates[0].doc_id in wanted)
            rows["doc_recall@1"].append(read[0][0].doc_id in wanted)
        name = "present" if row["answerable"] else "absent"
        scores[f"{name}_answerable"].append(max(r.answerable for _, r in read))
        scores[f"{name}_relevance"].append(max(r.relevance for _, r in read))
    figures = {name: round(mean(values), 4) for name, values in rows.items()}
    for name in ("answerable", "relevance"):
        value = auroc(scores[f"present_{name}"], scores[f"absent_{name}"])
        figures[f"auroc_{name}"] = round(value, 4)
    return {"n": len(scores["present_relevance"]) + len(scores["absent_relevance"]), **figures}


SETS: dict[str, Callable[[OnnxReader, argparse.Namespace], Figures]] = {
    "cmrc_open": cmrc_open,
    "cail": cail,
    "rgb": rgb,
    "ncp": ncp,
}


def main() -> None:
    """Print the figures of each set as one line of JSON."""
    root = Path(__file__).resolve().parents[1]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=root / "models" / "reader")
    parser.add_argument("--data", type=Path, default=root.parent / "shared")
    parser.add_argument("--runs", type=Path, default=root / "training" / "runs")
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--sets", nargs="+", choices=sorted(SETS), default=list(SETS))
    parser.add_argument("--seed", type=int, default=5)
    given = parser.parse_args()
    reader = OnnxReader(given.model)
    for name in given.sets:
        given.draw = random.Random(given.seed)
        begun = time.perf_counter()
        figures = SETS[name](reader, given)
        seconds = round(time.perf_counter() - begun, 1)
        print(json.dumps({"set": name, **figures, "seconds": seconds}), flush=True)


if __name__ == "__main__":
    main()
