"""Why an answer is what it is: how the question was read, which passages won, what was checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rag.citations import inspect
from rag.language.terms import coverage
from rag.question import Question, asked_apart, classify
from rag.reading.setting import headings, speaks_of_other
from rag.types import Answer, Evidence, Statement

Record = dict[str, Any]
_HELD = 0.5  # share of a term below which a passage lacks it


def explain(answer: Answer) -> Record:
    """Return how the question was understood, each passage's ranks and each sentence's checks.

    A passage that is not cited says why it lost to the ones that are.
    """
    asked = classify(answer.question)
    cited = [item for item in answer.evidence if _is_cited(item, answer)]
    return {
        "question": {
            "understood": answer.question,
            "kind": asked.kind.value,
            "terms": [term.text for term in asked.terms],
            "asked_apart": list(asked_apart(asked)),
        },
        "passages": [_passage(item, cited, asked) for item in answer.evidence],
        "statements": [_statement(said, answer) for said in answer.statements],
    }


def as_lines(record: Record) -> list[str]:
    """Return an explanation as lines for a terminal."""
    asked = record["question"]
    lines = [f"understood: {asked['understood']}  (kind: {asked['kind']})"]
    lines.append(f"key terms: {'、'.join(asked['terms']) or 'none'}")
    lines += [f"asked apart: {part}" for part in asked["asked_apart"]]
    for item in record["passages"]:
        ranks = " ".join(f"{name} {rank}" for name, rank in item["ranks"].items())
        fate = "cited" if item["cited"] else f"not cited: {item['lost']}"
        lines.append(f"[{item['key']}] {item['where']}  ({ranks}; score {item['score']:.3f})")
        lines.append(f"    {fate}")
    for said in record["statements"]:
        passed = " ".join(said["passed"]) or "none"
        reason = f": {said['reason']}" if said["reason"] else ""
        lines.append(f"{said['verdict']}{reason}  {said['text']}")
        lines.append(f"    cites {' '.join(said['keys']) or 'nothing'}; checks passed: {passed}")
    return lines


def _is_cited(item: Evidence, answer: Answer) -> bool:
    passage = item.passage
    return any(
        each.doc_id == passage.doc_id and each.start < passage.end and passage.start < each.end
        for each in answer.citations
    )


def _passage(item: Evidence, cited: Sequence[Evidence], asked: Question) -> Record:
    reading, passage = item.reading, item.passage
    return {
        "key": item.key,
        "where": passage.context,
        "text": passage.text,
        "ranks": dict(item.hit.ranks),
        "score": round(item.hit.score, 4),
        "relevance": round(reading.relevance, 4) if reading else None,
        "cited": item in cited,
        "lost": "" if item in cited else _loss(item, cited, asked),
    }


def _loss(item: Evidence, cited: Sequence[Evidence], asked: Question) -> str:
    """Say why a passage was not cited, the most telling reason first."""
    passage = item.passage
    around = f"{headings(passage)}\n{passage.text}"
    if speaks_of_other(asked, passage.text, headings(passage)):
        return "speaks of another year or place"
    if coverage(asked.terms, around) < 1.0:
        missing = [t.text for t in asked.terms if coverage([t], around) < _HELD]
        if missing:
            return f"lacks {'、'.join(missing)}"
    best = max((one.hit.score for one in cited), default=None)
    if best is None:
        return "nothing was sure enough to be cited"
    if item.hit.score < best:
        return f"scores {item.hit.score:.3f}, the best cited passage {best:.3f}"
    return "holds no sentence that answers better than those cited"


def _statement(said: Statement, answer: Answer) -> Record:
    quotes = [each.quote for each in answer.citations if each.key in said.keys]
    return {
        "text": said.text,
        "keys": list(said.keys),
        "verdict": said.verdict.value,
        "reason": said.reason,
        "passed": list(inspect(said.text, quotes).passed),
    }
