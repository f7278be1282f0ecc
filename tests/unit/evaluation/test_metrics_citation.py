from __future__ import annotations

import pytest

from evaluation.comparison import AlignedText, comparables
from evaluation.metrics.citation import CitationCounts, count_citations, is_exact
from rag.types import Citation

TEXT = "青屿市发布场景机会。航线累计飞行6420架次，运送药品2.1万单。单次成本46元。"


def cite(start: int, end: int, quote: str | None = None, doc_id: str = "d") -> Citation:
    text = TEXT[start:end] if quote is None else quote
    return Citation("1", doc_id, "标题", "a.txt", None, start, end, text)


def read(doc_id: str) -> tuple[str, AlignedText]:
    text = TEXT if doc_id == "d" else "另一份文件，航线停飞。"
    return text, AlignedText.of(text)


def counts(
    citations: list[Citation],
    answers: list[str],
    quotes: list[str],
    answerable: bool = True,
) -> CitationCounts:
    return count_citations(citations, comparables(answers), comparables(quotes), answerable, read)


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        (cite(0, 10), True),
        (cite(0, 10, "青屿市发布场景机会"), False),
        (cite(0, 10, "别的十个字文字文字文"), False),
        (Citation("1", "d", "", "", None, 5, 5, ""), False),
        (Citation("1", "d", "", "", None, 0, 999, TEXT), False),
        (Citation("1", "d", "", "", None, -3, 2, TEXT[-3:2]), False),
    ],
)
def test_a_quote_is_exact_or_not(citation: Citation, expected: bool) -> None:
    assert is_exact(citation, TEXT) is expected


def test_evidence_is_covered_when_four_fifths_lie_inside() -> None:
    quote = TEXT[10:20]  # 航线累计飞行6420: ten characters
    assert counts([cite(10, 18)], [], [quote]).covered == 1
    assert counts([cite(10, 17)], [], [quote]).covered == 0
    assert counts([cite(10, 14), cite(14, 18)], [], [quote]).covered == 1


def test_a_citation_is_to_the_point_when_it_overlaps_evidence_or_holds_an_answer() -> None:
    quote = TEXT[10:22]
    assert counts([cite(20, 30)], [], [quote]).right == 1
    assert counts([cite(0, 9)], [], [quote]).right == 0
    assert counts([cite(30, len(TEXT))], ["46元"], [quote]).right == 1
    assert counts([cite(0, 6, "另一份文件，", "e")], [], [quote]).right == 0


def test_an_abstention_covers_nothing() -> None:
    assert counts([], ["46元"], ["单次成本46元"]) == CitationCounts(quotes=1)


def test_what_is_cited_for_an_unanswerable_question_is_beside_the_point() -> None:
    found = counts([cite(0, 10), cite(0, 3, "错")], [], [], answerable=False)
    assert found == CitationCounts(cited=2, exact=1, judged=2)


def test_where_nothing_is_known_of_the_answer_no_citation_is_judged() -> None:
    assert counts([cite(0, 10)], [], []) == CitationCounts(cited=1, exact=1)
