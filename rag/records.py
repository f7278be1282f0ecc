"""Answers and hits as plain JSON records: the stable form of ``--json``."""

from __future__ import annotations

from typing import Any

from rag.types import Answer, Citation, Evidence, Hit, Passage, Statement, Status, Turn, Verdict

Record = dict[str, Any]


def answer_record(answer: Answer) -> Record:
    """Return the record of one answer; offsets are characters of the document's text."""
    return {
        "status": answer.status.value,
        "question": answer.question,
        "answer": answer.text,
        "short_answer": answer.short_answer,
        "citations": [
            {
                "key": citation.key,
                "doc_id": citation.doc_id,
                "title": citation.title,
                "source": citation.source,
                "page": citation.page,
                "start": citation.start,
                "end": citation.end,
                "quote": citation.quote,
                "status": citation.status,
            }
            for citation in answer.citations
        ],
        "statements": [
            {
                "text": statement.text,
                "keys": list(statement.keys),
                "verdict": statement.verdict.value,
                "reason": statement.reason,
            }
            for statement in answer.statements
        ],
        "evidence": [_evidence_record(evidence) for evidence in answer.evidence],
        "confidence": round(answer.confidence, 4),
        "notes": list(answer.notes),
        "timings_ms": {step: round(value, 2) for step, value in answer.timings_ms.items()},
    }


def hit_record(hit: Hit) -> Record:
    """Return the record of one ranked passage with the ranks that led to it."""
    passage = hit.passage
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "ranks": dict(hit.ranks),
        "passage_id": passage.passage_id,
        "doc_id": passage.doc_id,
        "title": passage.title,
        "heading_path": list(passage.heading_path),
        "page": passage.page,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "copies": [{"doc_id": copy.doc_id, "title": copy.title} for copy in hit.copies],
    }


def answer_of_record(record: Record) -> Answer:
    """Return the answer of which ``answer_record`` made this record.

    Readings are not part of a record. Raise KeyError, TypeError or ValueError if it is none.
    """
    return Answer(
        status=Status(record["status"]),
        question=record["question"],
        text=record["answer"],
        short_answer=record["short_answer"],
        statements=tuple(
            Statement(said["text"], tuple(said["keys"]), Verdict(said["verdict"]), said["reason"])
            for said in record["statements"]
        ),
        citations=tuple(Citation(**citation) for citation in record["citations"]),
        evidence=tuple(_evidence_of_record(found) for found in record["evidence"]),
        confidence=record["confidence"],
        notes=tuple(record["notes"]),
        timings_ms=record["timings_ms"],
    )


def read_turn(entry: object) -> Turn | None:
    """Return a turn from [question, answer] or [question, answer, [doc_id, …]], else None."""
    match entry:
        case [str(question), str(answer)]:
            return Turn(question, answer)
        case [str(question), str(answer), [*doc_ids]]:
            named = tuple(doc_id for doc_id in doc_ids if isinstance(doc_id, str))
            return Turn(question, answer, named) if len(named) == len(doc_ids) else None
    return None


def _evidence_of_record(record: Record) -> Evidence:
    path = tuple(record["heading_path"])
    names = ("passage_id", "doc_id", "start", "end", "text", "title", "page")
    passage = Passage(**{name: record[name] for name in names}, heading_path=path)
    hit = Hit(passage, record["score"], record["rank"], record["ranks"])
    return Evidence(record["key"], hit, status=record.get("status", ""))


def _evidence_record(evidence: Evidence) -> Record:
    return {"key": evidence.key, **hit_record(evidence.hit), "status": evidence.status}
