"""Answers to fit the confidence on: their features, and whether each is right.

Articles of CMRC 2018 and of Chinese SQuAD 2 make a pool each, in memory. Asked are questions
that the pool answers, questions whose article is left out, SQuAD's own unanswerable ones, and
answerable ones turned into near misses (another year or another place). The same is done with
question sets on the corpus or library they belong to. Every answer is given, however weak.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path

from evaluation.corpus import corpus_library
from evaluation.metrics.answer import rouge_l
from evaluation.sets import Question
from index.library import Library
from models import encoder_dir
from rag.adapters.onnx_encoder import OnnxEncoder
from rag.answerers.extractive import Extractive
from rag.answerers.layout import finish
from rag.config import load_settings
from rag.conversation import standalone
from rag.evidence import select
from rag.language.places import find_places
from rag.language.sentences import comparable
from rag.protocols import Encoder, Reader
from rag.question import classify
from rag.retriever import Retriever
from rag.wiring import open_library
from tests.memory_library import MemoryLibrary, make_document, make_retriever

POLICY = "policy"
MUCH = 0.3  # Rouge-L of an answer that has much of a gold answer
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

    ``held`` are the ids of the questions that may be asked; an empty set allows all.
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


def weigh(
    text: str,
    groups: Sequence[Sequence[str]],
    retriever: Retriever,
    answerer: Extractive,
) -> tuple[tuple[float, ...], int] | None:
    """Return (features, right) of the answer to one question.

    None where no weight decides: nothing is quoted, or the quote is surely about something
    else. An answer is right if it names one gold answer of every group, or has much of a long
    one. A question that must not be answered has no group, and no answer to it is right.
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


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _where(question: dict[str, object]) -> set[str]:
    """Return the articles a question was asked of."""
    ids = question.get("positive_ids") or [question.get("context_id", "")]
    return {str(one) for one in ids} if isinstance(ids, list) else set()
