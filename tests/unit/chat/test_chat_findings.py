"""The list of passages found without asking."""

from __future__ import annotations

from chat.library.findings import findings_html
from rag.types import Hit, Passage

HITS = [Hit(Passage("p1", "d1", 0, 8, "县里开通了公交", "办法", ()), 0.5, 1, {"dense": 1})]


def test_what_holds_no_word_of_the_query_is_not_passed_off_as_found() -> None:
    assert "没有一段写到“地铁线路”" in findings_html("地铁线路", HITS)
    found = findings_html("公交", HITS)
    assert "“公交”：1 段，最相关的在前" in found
    assert "<mark>公交</mark>" in found


def test_ranks_are_told_to_those_who_point_at_them_only() -> None:
    html = findings_html("公交", HITS)
    assert html.count("语义第 1") == html.count('title="语义第 1"') == 1
