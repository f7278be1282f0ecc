"""From when and until when a document holds, by its own words."""

from __future__ import annotations

import pytest

from ingest.fields.validity import find_validity

GIVEN_OUT = "2020-06-15"


@pytest.mark.parametrize(
    ("sentence", "effective", "expires"),
    [
        ("第十五条 本办法有效期五年，自发布之日起施行", GIVEN_OUT, "2025-06-14"),
        ("第二十一条　本办法自印发之日起实施,有效期2年", GIVEN_OUT, "2022-06-14"),
        ("本规定自印发之日起执行，试行期一年，期满后修订", GIVEN_OUT, "2021-06-14"),
        ("本办法自发布之日起试行两年", GIVEN_OUT, "2022-06-14"),
        ("本措施自2024年1月1日起实施，有效期至2026年12月31日", "2024-01-01", "2026-12-31"),
        ("本办法自2024年1月1日起施行，至2026年12月31日止", "2024-01-01", "2026-12-31"),
        ("本办法自2021年1月1日起施行，2026年1月1日起失效", "2021-01-01", "2025-12-31"),
        ("本细则自发布之日起施行,有效期至2025年底", GIVEN_OUT, "2025-12-31"),
        ("本实施细则有效期为自2024年1月1日起三年", "", "2026-12-31"),
        ("本政策执行期限为2019年1月1日至2023年12月31日", "", "2023-12-31"),
        ("本通知自2024年3月1日起30日后施行，有效期为十八个月", "2024-03-31", "2025-09-29"),
        ("现予公布，自2023年7月1日起施行", "2023-07-01", ""),
        ("本办法自印发之日起30日后施行", "2020-07-15", ""),
        ("《某办法》自2024年1月1日起施行，有效期五年", "", "2025-06-14"),
        ("上述政策经批准后自发布之日起施行，有效期五年", "", "2025-06-14"),
        # What is said of something else is not said of the document.
        ("智能制造示范工厂有效期为3年（自示范工厂名单发布起）", "", ""),
        ("本办法规定的合格证书有效期3年", "", ""),
        ("临时号牌有效期至2025年12月31日", "", ""),
        ("办理期限为3年", "", ""),
        ("资格证书自颁发之日起生效，有效期为三年", "", ""),
        ("本办法规定的许可证自发布之日起生效，有效期两年", "", ""),
        ("税率调整自2024年1月1日起由13%改为9%", "", ""),
    ],
)
def test_from_when_and_until_when(sentence: str, effective: str, expires: str) -> None:
    text = f"某市某办法\n第一条 为了规范管理。\n{sentence}。\n某市人民政府"
    found = find_validity(text, "某市某办法", GIVEN_OUT)
    assert (found.effective_on, found.expires_on) == (effective, expires)
    assert (found.quote in text and bool(found.quote)) == bool(expires)


def test_a_term_from_a_day_unknown_has_no_end() -> None:
    said = "本办法自印发之日起施行，有效期5年。"
    assert find_validity(said, "某办法", "").expires_on == ""


def test_a_reading_of_a_document_or_a_draft_has_no_term() -> None:
    said = "本办法自2020年1月1日起施行，有效期5年。"
    assert find_validity(said, "《某办法》政策解读", GIVEN_OUT).expires_on == ""
    assert find_validity(said, "某办法（征求意见稿）", GIVEN_OUT).expires_on == ""


def test_of_several_terms_the_last_to_end_counts() -> None:
    years = {"措施": 2023, "办法": 2025, "细则": 2024}
    said = "\n".join(f"本{kind}有效期至{year}年12月31日。" for kind, year in years.items())
    found = find_validity(said, "三项措施", "")
    assert (found.expires_on, found.quote) == ("2025-12-31", "本办法有效期至2025年12月31日")
