"""A date on the timeline is certain: resolved by what stands there, or left out."""

from __future__ import annotations

import pytest

from rag.guide.dates import document_year, find_moments, in_words

from .guide_material import document


def dates(text: str, year: int | None = 2026, own: str = "") -> list[str]:
    return [moment.date for moment in find_moments(text, year, own)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2018年10月9日至11日，峰会召开。", ["2018-10-09"]),
        ("二〇二四年三月五日印发。", ["2024-03-05"]),
        ("2022年启动试点，同年9月扩大，次年3月验收。", ["2022", "2022-09", "2023-03"]),
        ("今年出台，去年试点。", ["2026", "2025"]),
        ("截至2025年底，共有三家。", ["2025"]),
        ("到2030年，基本建成。", ["2030"]),
        ("2020年5月1日发布，9月14日施行。", ["2020-05-01", "2020-09-14"]),
        # Not dates of anything that happened.
        ("《规划（2016-2020年）》（工信部联规〔2016〕349号）", []),
        ("2019年至2022年，增长三成。", []),
        ("2016年第3期，2021年度，2023年版", []),
        ("2019年2月30日", []),
        ("2020年初步建成", ["2020"]),
    ],
)
def test_dates_are_resolved(text: str, found: list[str]) -> None:
    assert dates(text) == found


def test_what_cannot_be_resolved_is_left_out() -> None:
    assert dates("今年出台，同年实施。", year=None) == []
    assert dates("9月14日召开。", year=None) == []
    assert dates("9月14日召开。", year=None, own="2018-09-14") == ["2018-09-14"]


def test_this_year_is_the_year_a_document_bears() -> None:
    assert document_year(document("甲", written_on="2024-05-01")) == 2024
    # A catalogue may bear the date of a republication: the text has to name that year.
    assert document_year(document("到2015年完成。", published_on="2024-05-01")) is None
    assert document_year(document("2023年启动。", published_on="2024-05-01")) == 2024
    assert document_year(document("甲")) is None


def test_dates_in_words() -> None:
    assert [in_words(date) for date in ("2025", "2025-03", "2025-03-09")] == [
        "2025年",
        "2025年3月",
        "2025年3月9日",
    ]
