"""Which documents may answer: choices made, taken back, and nonsense refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chat.ask.memory import filter_of_record, filter_record
from chat.ask.scope import MAX_VALUES, choices_html, narrowed, scope_html, widened
from index.rows import Summary
from rag.types import Filter

SUMMARY = Summary(
    "d1", "计划<b>", "a.txt", "policy", "科技部、教育部", "国办发〔2025〕37号", "2025-11-02", "",
    "杭州市", "", 3, 900, (), "",
)  # fmt: skip


def test_choices_add_up_and_are_taken_back_one_by_one() -> None:
    wanted = Filter()
    for field, value in (
        ("years", "2025"), ("years", "2024"), ("years", "2025"), ("kinds", "policy"),
        ("doc_ids", "d1"), ("as_of", "2025-01-31"), ("in_force", "true"),
    ):  # fmt: skip
        wanted = narrowed(wanted, field, value)
    assert wanted == Filter(
        doc_ids=("d1",), kinds=("policy",), years=(2025, 2024), as_of="2025-01-31", in_force=True
    )
    assert filter_of_record(filter_record(wanted)) == wanted
    html = scope_html(wanted, {"d1": "计划<b>"})
    assert html.count("scope-chip") == 6
    assert "《计划&lt;b&gt;》" in html
    for field, value in (
        ("years", "2025"), ("years", "2024"), ("kinds", "policy"), ("doc_ids", "d1"),
        ("as_of", ""), ("in_force", "true"),
    ):  # fmt: skip
        wanted = widened(wanted, field, value)
    assert wanted == Filter()
    assert scope_html(wanted, {}) == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("years", "去年"),
        ("years", "-1"),
        ("as_of", "2025-13-01"),
        ("as_of", "' OR 1"),
        ("__class__", "x"),
        ("kinds", " "),
    ],
)
def test_what_makes_no_sense_changes_nothing(field: str, value: str) -> None:
    assert narrowed(Filter(), field, value) == Filter()
    assert widened(Filter(), field, value) == Filter()


def test_a_page_cannot_pile_up_choices() -> None:
    wanted = Filter()
    for year in range(1950, 2050):
        wanted = narrowed(wanted, "years", str(year))
    assert len(wanted.years) == MAX_VALUES
    assert len(narrowed(Filter(), "regions", "杭" * 9_999).regions[0]) == 120


def test_everything_the_library_knows_can_be_chosen() -> None:
    html = choices_html([SUMMARY])
    for value in ("d1", "policy", "2025", "杭州市", "科技部", "教育部"):
        assert f'<option value="{value}">' in html
    assert "计划&lt;b&gt;" in html
    assert choices_html([]) == ""


def test_among_many_choices_a_word_finds_one() -> None:
    many = [replace(SUMMARY, doc_id=f"d{number}", title=f"计划{number}") for number in range(40)]
    assert choices_html(many).count("find-option") == 1
    assert "find-option" not in choices_html(many[:3])
