"""Fits the weights of rag/reading/confidence.py on question sets that are never reported on.

    python training/fit_confidence.py ../shared/training               the rules reader
    python training/fit_confidence.py ../shared/training models/reader RUNS GOV [CORPUS SET]...

The second form fits the trained reader blended with the rules and writes confidence.json into
its folder. It asks only questions of articles that RUNS/calibration.jsonl held out of the
reader's training: of what it has learnt it would be too sure. GOV is the corpus of government
documents that tests/golden/README.md names (or a library of it); the questions of the dev half
about them count as much, all together, as the others: they are the kind that is asked, but few.
Of every further SET, asked of its CORPUS, each second question counts towards the same; the
others are left for reports. A corpus is ingested once and kept, as by ``evaluate``.

Articles of CMRC 2018 and of Chinese SQuAD 2 make a pool each, in memory. Asked are questions it
answers, questions whose article is left out, SQuAD's own unanswerable ones, and answerable
ones turned into near misses (another year or another place). Every answer is given, its features
kept; it is right when it names a gold answer within its first 200 characters. Prints the
logistic weights (signs held as they must be), and precision and recall by threshold.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from memory_library import MemoryLibrary, make_document, make_retriever

from evaluation.corpus import corpus_library
from evaluation.metrics.answer import rouge_l
from evaluation.sets import Question, read_questions
from index.library import Library
from models import encoder_dir
from rag.adapters.onnx_encoder import OnnxEncoder
from rag.adapters.onnx_reader import OnnxReader
from rag.answerers.extractive import Extractive
from rag.answerers.layout import finish
from rag.config import ReaderSettings, load_settings
from rag.conversation import standalone
from rag.evidence import select
from rag.language.places import find_places
from rag.language.sentences import comparable
from rag.protocols import Encoder, Reader
from rag.question import classify
from rag.reading.blended_reader import BlendedReader
from rag.reading.confidence import WEIGHTS, Features
from rag.reading.rules_reader import RulesReader
from rag.retriever import Retriever
from rag.wiring import open_library

JUDGED = {name: getattr(WEIGHTS, name) for name in ("no_name", "untyped", "rival", "reversed_")}
POLICY = "policy"
MUCH = 0.3  # Rouge-L of an answer that has much of a gold answer
GOLDEN = Path(__file__).resolve().parents[1] / "tests/golden/gov_questions_dev.jsonl"
NEGATIVE = {"no_place", "no_name", "no_number", "untyped", "other", "rival", "reversed_"}
Row = tuple[tuple[float, ...], int, str]


def read(path: Path) -> list[dict[str, object]]:
    """Read a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def near_miss(question: str, chance: random.Random) -> str | None:
    """Return the question about another year or place, None where it names neither."""
    if found := re.search(r"(?:19|20)\d\d", question):
        year = str(int(found.group()) + chance.choice([-7, -3, 4, 9]))
        return question.replace(found.group(), year, 1)
    if places := find_places(question):
        return question.replace(places[0], chance.choice(["铜川", "攀枝花", "挪威", "乌海"]), 1)
    return None


def gather(folder: Path, reader: Reader, held: set[str], chance: random.Random) -> list[Row]:
    """Return the features of every answer, whether it is right (1) and the sort of question.

    ``held`` are the ids of the questions that may be asked; none stands for all.
    """
    encoder = OnnxEncoder(encoder_dir())
    rows: list[Row] = []
    for name, pool_size, most in (("cmrc", 250, 450), ("chinese_squad2", 200, 450)):
        articles = read(folder / name / "corpus.jsonl")
        questions = read(folder / name / "questions.jsonl")
        chance.shuffle(articles)
        if held:
            questions = [q for q in questions if q["id"] in held]
            wanted = {one for q in questions for one in _where(q)}
            articles.sort(key=lambda a: a["id"] not in wanted)
            pool_size = 3 * len(wanted) // 4  # the questions of the others have no answer
        rows += ask_all(
            articles,
            questions,
            (pool_size, most),
            (encoder, reader),
            chance,
        )
    return rows


def ask_all(
    articles: list[dict[str, object]],
    questions: list[dict[str, object]],
    sizes: tuple[int, int],
    models: tuple[Encoder, Reader],
    chance: random.Random,
) -> list[Row]:
    """Ask questions of a pool of articles; ``sizes`` are those of the pool and the set."""
    chance.shuffle(questions)
    made = {
        str(a["id"]): make_document(str(a["text"]), str(a["title"])) for a in articles[: sizes[0]]
    }
    encoder, reader = models
    library = MemoryLibrary(list(made.values()), encoder)
    retriever, answerer = make_retriever(library, reader), Extractive(library, reader)
    inside = [q for q in questions if _where(q) & set(made)]
    outside = [q for q in questions if not _where(q) & set(made) and q["answerable"]]
    asked = [("answerable" if q["answerable"] else "squad", q) for q in inside[: sizes[1]]]
    asked += [("absent", q) for q in outside[: sizes[1] // 4]]
    rows: list[Row] = []
    for sort, q in asked:
        texts = [(sort, str(q["question"]))]
        if sort == "answerable" and (missed := near_miss(str(q["question"]), chance)):
            texts.append(("nearmiss", missed))
        for kind, text in texts:
            golds = tuple(str(g) for g in _list(q.get("answers")))
            row = weigh(text, [golds] if kind == "answerable" else [], retriever, answerer)
            if row is not None:
                rows.append((*row, kind))
    return rows


@contextmanager
def opened(path: Path, encoder: Encoder) -> Iterator[Library]:
    """Open a library, or that of a corpus."""
    if (path / "library.sqlite").exists():
        with open_library(load_settings(path), encoder) as library:
            yield library
    else:
        with corpus_library(load_settings(), path, encoder, lambda *_: None) as corpus:
            yield corpus.library


def ask_library(path: Path, questions: Sequence[Question], reader: Reader) -> list[Row]:
    """Ask questions in a library, or of a corpus, of the documents they are about."""
    settings, encoder = load_settings(), OnnxEncoder(encoder_dir())
    rows: list[Row] = []
    with opened(path, encoder) as held:
        indexes = held.vector_index(), held.lexical_index()
        retriever = Retriever(held, *indexes, encoder, reader, settings.retrieval)
        answerer = Extractive(held, reader)
        for question in questions:
            text = standalone(question.text, question.history)
            row = weigh(text, question.required, retriever, answerer)
            if row is not None:
                rows.append((*row, "answerable" if question.answerable else POLICY))
    return rows


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _where(question: dict[str, object]) -> set[str]:
    """Return the articles a question was asked of."""
    ids = question.get("positive_ids") or [question.get("context_id", "")]
    return {str(one) for one in ids} if isinstance(ids, list) else set()


def weigh(
    text: str,
    groups: Sequence[Sequence[str]],
    retriever: Retriever,
    answerer: Extractive,
) -> tuple[tuple[float, ...], int] | None:
    """Return (features, right) of the answer to one question.

    None where nothing is quoted, or surely of something else, so that no weight decides. Right
    is an answer that names one of every group of gold answers, or has much of a long one;
    there is no group for what must not be answered.
    """
    found = retriever.find(text, 10)
    weighed = answerer.weigh(classify(text), select(found.hits, 6, found.readings))
    if weighed.draft is None or weighed.features is None or weighed.beside:
        return None
    answer = finish(weighed.draft, text, weighed.evidence, 0.5)
    shown = comparable(answer.text)[: 200 if len(groups) < 2 else 600]
    golds = [[comparable(gold) for gold in group if comparable(gold)] for group in groups]
    right = bool(golds) and all(
        any(gold in shown or rouge_l(answer.text, [gold]) >= MUCH for gold in group)
        for group in golds
    )
    return astuple(weighed.features), int(right)


def fit(
    x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], count: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Return logistic weights (bias first) by projected gradient with a little ridge.

    ``count`` is how much each row counts.
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


def chosen_reader(arguments: list[str]) -> Reader:
    """Return the rules reader, or the trained one of a folder blended with it."""
    if not arguments:
        return RulesReader()
    return BlendedReader(OnnxReader(Path(arguments[0])), RulesReader(), ReaderSettings().share)


def main() -> None:
    """Fit and print."""
    held = (
        {str(group["key"]) for group in read(Path(sys.argv[3]) / "calibration.jsonl")}
        if (len(sys.argv) > 3)
        else set()
    )
    reader = chosen_reader(sys.argv[2:])
    rows = gather(Path(sys.argv[1]), reader, held, random.Random(7))
    asked_of = [(sys.argv[4], read_questions(GOLDEN).questions)] if len(sys.argv) > 4 else []
    for corpus, questions in zip(sys.argv[5::2], sys.argv[6::2], strict=True):
        asked_of.append((corpus, read_questions(Path(questions)).questions[::2]))
    sources = [rows, *(ask_library(Path(path), some, reader) for path, some in asked_of)]
    rows = [row for source in sources for row in source]
    x = np.array([row[0] for row in rows])
    y = np.array([row[1] for row in rows], dtype=float)
    sorts = np.array([row[2] for row in rows])
    # A wrong quote from the right documents is seen to be one and costs a quarter.
    # Users ask three questions that a library answers for each one it does not.
    count = np.where((sorts == "answerable") & (y == 0), 0.25, 1.0)
    asked = sorts == "answerable"
    count *= np.repeat([1 / len(source) for source in sources], [len(s) for s in sources])
    count[~asked] *= count[asked].sum() / (3 * count[~asked].sum())
    weights = fit(x, y, count)
    names = ["bias", *(f.name for f in fields(Features))]
    found = {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}
    found |= JUDGED
    print(json.dumps(found, indent=2))
    if len(sys.argv) > 2:
        text = json.dumps(found, indent=2) + "\n"
        (Path(sys.argv[2]) / "confidence.json").write_text(text, encoding="utf-8")
    weights = np.array([found[name] for name in names])
    p = 1 / (1 + np.exp(-(np.hstack([np.ones((len(x), 1)), x]) @ weights)))
    for sort in sorted(set(sorts)):
        part = sorts == sort
        print(
            sort,
            int(part.sum()),
            f"right {y[part].mean():.2f} mean confidence {p[part].mean():.2f}",
        )
    for threshold in (0.4, 0.45, 0.5, 0.55, 0.6, 0.7):
        given = p >= threshold
        answered = {s: round(float(given[sorts == s].mean()), 2) for s in sorted(set(sorts))}
        print(f"threshold {threshold}: right of given {y[given].mean():.2f}, given {answered}")


if __name__ == "__main__":
    main()
