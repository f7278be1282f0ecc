"""What one question came to: all that the figures need of it, and nothing that grows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from evaluation.metrics.citation import CitationCounts
from rag.errors import InputError


@dataclass(frozen=True, slots=True)
class Outcome:
    """The scores of one question.

    ``retrieval`` and ``answer`` map metrics to values in [0, 1] (``chars`` to characters) and
    are empty where a metric does not apply; ``latency_ms`` is of the one ask. ``first_rank``
    is the 1-based rank of the first relevant passage, 0 where none was found. ``judged`` is
    what a language model made of the answer in [0, 1], None where none was asked.
    """

    id: str
    type: str
    answerable: bool
    answered: bool
    confidence: float
    latency_ms: float
    retrieval: Mapping[str, float] = field(default_factory=dict)
    answer: Mapping[str, float] = field(default_factory=dict)
    citation: CitationCounts = field(default_factory=CitationCounts)
    first_rank: int = 0
    judged: float | None = None

    def record(self) -> dict[str, Any]:
        """Return the outcome as a plain record; ``from_record`` reads it back."""
        return asdict(self)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Outcome:
        """Read a record of ``record()``; raise InputError if it is none."""
        try:
            fields = {name: record[name] for name in cls.__slots__}
            return cls(**{**fields, "citation": CitationCounts(**fields["citation"])})
        except (KeyError, TypeError) as exc:
            raise InputError(f"not the record of an evaluated question: {exc}") from exc

    @property
    def right(self) -> bool:
        """Whether the answer names what it should, or rightly there is none."""
        if not self.answerable:
            return not self.answered
        if not self.answer:  # a question that measures the search alone
            return bool(self.retrieval.get("recall@10"))
        return self.answered and bool(self.answer.get("contains"))

    @property
    def failure(self) -> str:
        """Name what went wrong, "" where nothing did: for lists of failures in reports."""
        if not self.answerable:
            return "answered though not in the documents" if self.answered else ""
        if not self.answer:
            return "" if self.right else "no relevant passage found"
        if not self.answered:
            return "abstained though answerable"
        if self.citation.exact < self.citation.cited:
            return "citation not exact"
        return "" if self.right else "answer does not name what it should"
