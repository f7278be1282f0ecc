"""What runs along a page or is only quoted is no part of what a document says of itself."""

from __future__ import annotations

import pytest

from ingest.fields.metadata import read_metadata
from ingest.fields.titles import find_title


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("12 | 第一篇港口和货物", "第一篇港口和货物"),
        ("港口统计年报｜128", "港口统计年报"),
        ("2025年港口建设方案", "2025年港口建设方案"),
    ],
)
def test_the_page_number_of_a_running_head_is_no_part_of_the_title(first: str, title: str) -> None:
    assert find_title(f"{first}\n货物先到码头，再进仓库，最后装上火车。\n", "a.pdf") == title


@pytest.mark.parametrize("marks", ["《》", "«»"])
def test_the_number_behind_a_title_is_that_ones(marks: str) -> None:
    named = f"{marks[0]}云州市关于港口的通知{marks[1]}(云政发〔2017〕35号)"
    text = f"港口发展指导意见为深入落实{named}精神，制定本指导意见。\n一、总体要求\n"
    assert read_metadata(text, "", "a.txt").number == ""
