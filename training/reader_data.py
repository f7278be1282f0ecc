"""Prepares the reader's training pairs: python -m training.reader_data --runs DIR.

Writes groups.jsonl (one question with its passages a line, in a random order of which every
beginning is a fair sample), calibration.jsonl (held out of training) and cmrc_open.json (the
ids of the CMRC articles held out for the open pool).
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ingest.outline.structure import find_sections
from ingest.passages.chunker import cut
from rag.types import Document, Passage
from training import policy_questions
from training import reader_sources as sources
from training.bm25 import Pool
from training.near_miss import change
from training.reader_sources import Question, Text

OPEN_ARTICLES = 500
OUTLINED_CHARS = 1500  # shorter articles of the reading sets have no outline to find
TARGET_CHARS, MAX_CHARS = 220, 360
SOURCES = (
    "cmrc",
    "drcd",
    "chinese_squad2",
    "dureader_robust",
    "webqa",
    "cail",
    "lecoqa",
    "ncp",
    "policy",
)
NEAR = 0.3  # relevance of a passage on the very subject that does not answer
SHARES = {"drcd": 0.75, "webqa": 0.5, "chinese_squad2": 0.65}  # of the others, all questions
COPIES = {"policy": 3}  # the product is asked of such texts, and there are few of them
HELD_SHARE = {"cmrc": 0.04, "drcd": 0.03, "chinese_squad2": 0.05, "cail": 0.1, "policy": 0.03}
SILENT_SHARE = 0.4  # of questions with a span: one negative is the passage less its answer
NEAR_MISS_SHARE = {
    "cmrc": 0.22,
    "drcd": 0.22,
    "cail": 0.2,
    "chinese_squad2": 0.1,
    "webqa": 0.2,
    "policy": 0.4,
}


@dataclass(frozen=True, slots=True)
class Pair:
    """One passage of a group, with what the reader is to say of it.

    ``relevance`` is the target in [0, 1] and None where it is unknown (a second good
    passage, say); ``answerable`` is None where unknown. ``start:end`` are characters of
    ``text``, both -1 for the null span; None where the span is not to be learned.
    """

    context: str
    text: str
    relevance: float
    answerable: bool | None
    start: int | None = -1
    end: int | None = -1


@dataclass(frozen=True, slots=True)
class Group:
    """A question and its passages; ``best`` says whether the first one is a true positive."""

    key: str
    source: str
    question: str
    best: bool
    pairs: tuple[Pair, ...]


def passages_of(text: Text) -> list[Passage]:
    """Cut an article as the product does."""
    sections = find_sections(text.text) if len(text.text) > OUTLINED_CHARS else ()
    document = Document(text.key, text.title, text.text, text.key, "", sections=sections)
    return cut(document, TARGET_CHARS, MAX_CHARS)


class Miner:
    """Makes the groups of one source."""

    def __init__(self, texts: Sequence[Text], draw: random.Random) -> None:
        self.texts = {text.key: text for text in texts}
        self.passages = [passage for text in texts for passage in passages_of(text)]
        self.pool = Pool([f"{passage.title} {passage.text}" for passage in self.passages])
        self.rows: dict[str, list[int]] = defaultdict(list)
        for row, passage in enumerate(self.passages):
            self.rows[passage.doc_id].append(row)
        self.titles = [text.title for text in texts if text.title]
        self.draw = draw

    def group(self, asked: Question, negatives: int = 2, silent: float = 0.0) -> Group | None:
        """Return the question with its passage and hard negatives; None if it has no passage.

        ``silent`` is how likely one of the negatives is the passage less its answer.
        """
        row = self._home(asked)
        if row is None:
            return None
        home = self.passages[row]
        answer = self.texts[home.doc_id].text[asked.start : asked.end] if asked.start >= 0 else ""
        pairs = [self._first(asked, home)]
        if asked.spanned and answer and self.draw.random() < silent:
            pairs += self._silenced(home, answer)
        others = self._others(asked, row, answer, negatives + 1 - len(pairs))
        pairs += [self._pair(self.passages[other], 0.0, False) for other in others]
        best = asked.answerable is not False
        return Group(asked.key, asked.source, asked.question, best, tuple(pairs))

    def near_miss(self, asked: Question) -> Group | None:
        """Return a changed question whose passage no longer answers, with one negative."""
        row = self._home(asked)
        if row is None or not asked.answerable:
            return None
        home = self.passages[row]
        others = self.draw.sample(self.titles, min(60, len(self.titles)))
        names = [self.texts[home.doc_id].title, *others]
        changed = change(asked.question, f"{home.title} {home.text}", names, self.draw)
        if changed is None:
            return None
        asked = replace(asked, key=f"{asked.key}:near", question=changed, answerable=False)
        others = self._others(asked, row, "", 1)
        pairs = [self._pair(home, NEAR, False)]
        pairs += [self._pair(self.passages[other], 0.0, False) for other in others]
        return Group(asked.key, asked.source, changed, False, tuple(pairs))

    def _home(self, asked: Question) -> int | None:
        """Return the row of the passage that holds the answer, or that is most like it."""
        if asked.start >= 0:
            for row in self.rows[asked.positives[0]]:
                passage = self.passages[row]
                if passage.start <= asked.start and asked.end <= passage.end:
                    return row
            return None
        near = dict(self.pool.search(asked.question, 200))
        rows = [row for key in asked.positives for row in self.rows[key]]
        return max(rows, key=lambda row: (near.get(row, 0.0), -row), default=None)

    def _first(self, asked: Question, home: Passage) -> Pair:
        if asked.answerable is False:
            return self._pair(home, NEAR, False)
        start, end = asked.start - home.start, asked.end - home.start
        if not asked.spanned or asked.start < 0:
            return replace(self._pair(home, 1.0, asked.answerable), start=None, end=None)
        return replace(self._pair(home, 1.0, True), start=start, end=end)

    def _silenced(self, home: Passage, answer: str) -> list[Pair]:
        """Return the passage less the sentences that hold the answer, if enough is left.

        Nothing is as near to an answer without being one, and no two passages differ as little.
        """
        sentences = re.findall(r"[^。！？；\n]+[。！？；\n]?", home.text)
        kept = "".join(sentence for sentence in sentences if answer not in sentence)
        whole = len(answer) < 2 or answer in kept or len(kept) < max(40, len(home.text) / 3)
        return [] if whole else [self._pair(replace(home, text=kept), NEAR, False)]

    def _others(self, asked: Question, row: int, answer: str, count: int) -> list[int]:
        """Draw hard negatives: of the same article, and among the best BM25 finds."""
        barred = {row}
        if len(asked.positives) > 1 or not asked.spanned:
            barred.update(other for key in asked.positives for other in self.rows[key])

        def fit(other: int) -> bool:
            holds = len(answer) > 0 and answer in self.passages[other].text
            return other not in barred and not holds

        same = [other for other in self.rows[self.passages[row].doc_id] if fit(other)]
        found = [other for other, _ in self.pool.search(asked.question, 14) if fit(other)]
        chosen = []
        if same and self.draw.random() < 0.6:
            chosen.append(self.draw.choice(same))
        if found and self.draw.random() < 0.5:
            chosen.append(found[0])
        rest = [other for other in found if other not in chosen]
        self.draw.shuffle(rest)
        return [*dict.fromkeys(chosen), *rest][:count]

    def _pair(self, passage: Passage, relevance: float, answerable: bool | None) -> Pair:
        context = "" if self.draw.random() < 0.2 else passage.context
        return Pair(context, passage.text, relevance, answerable)


def held(questions: Iterable[Question], share: float, draw: random.Random) -> set[str]:
    """Draw the articles whose questions are held out for calibration.

    ``draw`` is of this alone: what a later training goes on from must not have seen them.
    """
    keys = sorted({question.positives[0] for question in questions})
    return set(draw.sample(keys, round(share * len(keys))))


def prepare(data: Path, seed: int) -> tuple[list[Group], list[Group], list[str]]:
    """Return training groups, calibration groups and the held-out CMRC article ids."""
    draw = random.Random(seed)
    barred = sources.evaluation_questions(data / "eval")
    training, calibration, open_ids = [], [], []
    for name in SOURCES:
        texts, questions = read(name, data, draw)
        questions = [q for q in questions if "".join(q.question.split()) not in barred]
        if name == "cmrc":
            keys = sorted(t.key for t in texts if t.key.startswith("cmrc2018:train:"))
            open_ids = sorted(draw.sample(keys, OPEN_ARTICLES))
            kept_out = set(open_ids)
            texts = [text for text in texts if text.key not in kept_out]
            questions = [q for q in questions if q.positives[0] not in kept_out]
        away = held(questions, HELD_SHARE.get(name, 0.0), random.Random(f"{seed} {name}"))
        miner = Miner(texts, draw)
        before = len(training), len(calibration)
        for question in questions:
            out = question.positives[0] in away
            if not out and draw.random() >= SHARES.get(name, 1.0):
                continue
            made = [miner.group(question, 5) if out else miner.group(question, 2, SILENT_SHARE)]
            if draw.random() < NEAR_MISS_SHARE.get(name, 0.0):
                made.append(miner.near_miss(question))
            found = [group for group in made if group]
            if out:
                calibration += found
            else:
                training += found * COPIES.get(name, 1)
        print(
            f"{name}: {len(miner.passages)} passages, {len(training) - before[0]} groups, "
            f"{len(calibration) - before[1]} held out",
            flush=True,
        )
    draw.shuffle(training)
    return training, calibration, open_ids


def read(name: str, data: Path, draw: random.Random) -> tuple[list[Text], list[Question]]:
    """Read one source by name; ``data`` holds the folders training, eval, corpus."""
    training, evaluation = data / "training", data / "eval"
    if name == "cail":
        return sources.cail(training, evaluation)
    if name == "lecoqa":
        return sources.lecoqa(training, evaluation)
    if name == "ncp":
        return sources.ncp(training)
    if name == "policy":
        return policy_questions.read(data / "corpus", draw)
    return sources.reading_set(training / name, name)


def write(groups: Iterable[Group], path: Path) -> None:
    """Write groups as JSON Lines."""
    with path.open("w", encoding="utf-8") as file:
        for group in groups:
            file.write(json.dumps(asdict(group), ensure_ascii=False) + "\n")


def main() -> None:
    """Prepare the data of a run."""
    root = Path(__file__).resolve().parents[1]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=root.parent / "shared")
    parser.add_argument("--runs", type=Path, default=root / "training" / "runs")
    parser.add_argument("--seed", type=int, default=20261122)
    given = parser.parse_args()
    given.runs.mkdir(parents=True, exist_ok=True)
    training, calibration, open_ids = prepare(given.data, given.seed)
    write(training, given.runs / "groups.jsonl")
    write(calibration, given.runs / "calibration.jsonl")
    (given.runs / "cmrc_open.json").write_text(json.dumps(open_ids), encoding="utf-8")
    print(f"{len(training)} groups, {sum(len(group.pairs) for group in training)} pairs")


if __name__ == "__main__":
    main()
