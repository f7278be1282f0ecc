"""A section that is asked for by its heading: 哪些主要目标 asks for what stands below 主要目标."""

from __future__ import annotations

from rag.answerers.draft import Draft, Row
from rag.answerers.pieces import Piece, Sources
from rag.language.sentences import comparable, sentence_spans
from rag.question import Question

_SECTION_CHARS = 320  # of a section that is quoted because its heading is what is asked for
_SECTION_SURE = 0.6


def compose_section(question: Question, sources: Sources) -> Draft | None:
    """Return what stands in the section whose heading is what is asked for: 二、主要目标."""
    if not question.terms:
        return None
    key = question.terms[-1].key
    for evidence in sources.evidence:
        document = sources.document(evidence)
        for section in document.sections:
            head = comparable(section.heading)
            if not head.endswith(key) or len(head) > len(key) + 4:
                continue
            at = document.text.find(section.heading, section.start, section.end)
            body = max(at, section.start) + len(section.heading)  # a number may stand before it
            pieces, room = [], _SECTION_CHARS
            for start, end in sentence_spans(document.text[body : section.end]):
                room -= end - start
                if room < 0:
                    break
                pieces.append(Piece(document, evidence, body + start, body + end))
            if pieces:
                rows = tuple(Row((piece,)) for piece in pieces)
                return Draft(rows=rows, fit=1.0, structural=_SECTION_SURE)
    return None
