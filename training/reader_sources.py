"""The reader's training questions, read from the training folder into one shape.

Nothing asked in an evaluation set is used. Two sources (CAIL, LeCoQA) name their texts by id
only and the texts lie in the corpora of the evaluation folder: of those, only texts that a
training question names and that no evaluation question names are read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from opencc import OpenCC

from ingest.text.normalize import normalise

SHORT_ANSWER = 20  # an answer this short is no passage by itself


@dataclass(frozen=True, slots=True)
class Text:
    """One article to be cut into passages; ``key`` is its id."""

    key: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question about one article.

    ``start:end`` is the answer in the article's text; both -1 where there is none.
    ``answerable`` is None where nothing is known of it. ``spanned`` says whether the span (or
    its absence) may be learned. ``positives`` are ids of articles that are relevant.
    """

    key: str
    source: str
    question: str
    positives: tuple[str, ...]
    start: int = -1
    end: int = -1
    answerable: bool | None = True
    spanned: bool = True


def lines(path: Path) -> Iterator[dict[str, object]]:
    """Yield the records of a JSON Lines file."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def bigrams(text: str) -> set[str]:
    """Return the distinct pairs of neighbouring characters."""
    return {text[i : i + 2] for i in range(len(text) - 1)}


def place(text: str, answer: str, question: str) -> int:
    """Return where the answer stands; of several places, the one most like the question."""
    best, best_score, start = -1, -1, text.find(answer)
    wanted = bigrams(question)
    while start >= 0:
        around = text[max(0, start - 40) : start + len(answer) + 40]
        score = len(wanted & bigrams(around))
        if score > best_score:
            best, best_score = start, score
        start = text.find(answer, start + 1)
    return best


def reading_set(folder: Path, source: str) -> tuple[list[Text], list[Question]]:
    """Read a reading-comprehension folder (corpus.jsonl, questions.jsonl)."""
    convert = OpenCC("t2s").convert if source == "drcd" else str

    def simplify(text: str) -> str:
        return normalise(convert(text))

    texts = {}
    for row in lines(folder / "corpus.jsonl"):
        key = str(row["id"])
        texts[key] = Text(key, simplify(str(row["title"])), simplify(str(row["text"])))
    questions = []
    for row in lines(folder / "questions.jsonl"):
        key = str(row.get("context_id") or row["positive_ids"][0])  # type: ignore[index]
        asked = simplify(str(row["question"]))
        answers = [simplify(str(x)) for x in row["answers"]]  # type: ignore[attr-defined]
        found = _locate(texts[key].text, asked, answers, row.get("answer_starts"))
        if row["answerable"] and found is None:
            continue
        start, end = found if found is not None and row["answerable"] else (-1, -1)
        questions.append(
            Question(str(row["id"]), source, asked, (key,), start, end, bool(row["answerable"]))
        )
    return list(texts.values()), questions


def _locate(text: str, question: str, answers: list[str], starts: object) -> tuple[int, int] | None:
    for answer, start in zip(answers, starts if isinstance(starts, list) else [], strict=False):
        if start >= 0 and text.startswith(answer, start):
            return start, start + len(answer)
    for answer in answers:
        start = place(text, answer, question)
        if start >= 0:
            return start, start + len(answer)
    return None


def cail(training: Path, evaluation: Path) -> tuple[list[Text], list[Question]]:
    """Read the CAIL 2019 training questions; yes/no answers have no span to learn."""
    asked = list(lines(training / "cail.train.jsonl"))
    texts = _corpus(evaluation / "cail", {str(row["context_id"]) for row in asked}, "context_id")
    questions = []
    for row in asked:
        key = str(row["context_id"])
        if key not in texts:
            continue
        answers = [normalise(str(x)) for x in row["answers"]]  # type: ignore[attr-defined]
        found = _locate(texts[key].text, str(row["question"]), answers, row["answer_starts"])
        yes_no = bool(answers) and answers[0] in ("YES", "NO")
        if answers and not yes_no and found is None:
            continue
        start, end = (-1, -1) if yes_no or found is None else found
        questions.append(
            Question(
                str(row["id"]),
                "cail",
                str(row["question"]),
                (key,),
                start,
                end,
                bool(answers),
                not yes_no,
            )
        )
    return list(texts.values()), questions


def lecoqa(training: Path, evaluation: Path) -> tuple[list[Text], list[Question]]:
    """Read the LeCoQA training questions: law articles, relevance only."""
    asked = list(lines(training / "lecoqa.train.jsonl"))
    wanted = {str(x) for row in asked for x in row["positive_ids"]}  # type: ignore[attr-defined]
    texts = _corpus(evaluation / "laws", wanted, "positive_ids")
    questions = []
    for row in asked:
        keys = tuple(x for x in row["positive_ids"] if x in texts)  # type: ignore[attr-defined]
        if keys:
            questions.append(
                Question(str(row["id"]), "lecoqa", str(row["question"]), keys, -1, -1, None, False)
            )
    return list(texts.values()), questions


def _corpus(folder: Path, wanted: set[str], field: str) -> dict[str, Text]:
    asked: set[str] = set()
    for row in lines(folder / "dev.jsonl"):
        value = row.get(field)
        asked.update(value if isinstance(value, list) else [str(value)])
    wanted = wanted - asked
    return {
        str(row["id"]): Text(str(row["id"]), str(row["title"]), normalise(str(row["text"])).strip())
        for row in lines(folder / "corpus.jsonl")
        if row["id"] in wanted
    }


def ncp(training: Path) -> tuple[list[Text], list[Question]]:
    """Read the epidemic-policy pairs: the answer is all there is of the text; relevance only."""
    texts, questions = [], []
    for row in lines(training / "ncp_pairs.jsonl"):
        answer = normalise(str(row["answer"]))
        if len(answer) >= SHORT_ANSWER:
            texts.append(Text(str(row["id"]), "", answer))
            questions.append(
                Question(
                    str(row["id"]), "ncp", str(row["question"]), (str(row["id"]),), spanned=False
                )
            )
    return texts, questions


def evaluation_questions(evaluation: Path) -> set[str]:
    """Return every question text of the evaluation folder, white space removed."""
    return {
        "".join(str(row["question"]).split())
        for path in evaluation.rglob("*.jsonl")
        if path.name != "corpus.jsonl"
        for row in lines(path)
    }
