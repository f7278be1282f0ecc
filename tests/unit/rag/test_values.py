"""Numbers with units, dates, titles, quotes and document numbers."""

from __future__ import annotations

import pytest

from rag.language.values import ValueKind, canonical, find_limit, find_values, han_number, years


def found(text: str, *kinds: ValueKind) -> list[str]:
    return [value.text for value in find_values(text, *kinds)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("共建成基站12.6万余个，同比增长8%", ["12.6万余个", "8%"]),
        ("投资超30亿欧元、约1,500项", ["超30亿欧元", "约1,500项"]),
        ("粮食产量33，212万吨，比上年增加2，737万吨", ["33，212万吨", "2，737万吨"]),
        ("2023年12，300家", ["12", "300家"]),
        ("覆盖率近九成，三十家企业参与", ["近九成", "三十家"]),
        ("2024年3月5日建成4S店", []),
        ("提高2.5个百分点，用时18个月", ["2.5个百分点", "18个月"]),
        ("粮食产量1.39万亿斤，装机500兆瓦", ["1.39万亿斤", "500兆瓦"]),
        ("增速为-5.2%，利润同比−3%，投资负4%，最低零下5度", ["-5.2%", "−3%", "负4%", "零下5度"]),
        (
            "5-10天，5万元-10万元，2平方米-3平方米",
            ["5", "10天", "5万元", "10万元", "2平方米", "3平方米"],
        ),
        ("误差正负5%，COVID-19", ["5%", "19"]),
    ],
)
def test_numbers(text: str, values: list[str]) -> None:
    assert found(text, ValueKind.NUMBER) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("截至2025年底，2024年3月5日起", ["截至2025年底", "2024年3月5日"]),
        ("二〇二四年六月发布", ["二〇二四年六月"]),
        ("自5月1日起", ["5月1日"]),
    ],
)
def test_dates(text: str, values: list[str]) -> None:
    assert found(text, ValueKind.DATE) == values


def test_titles_quotes_and_document_numbers() -> None:
    text = "《场景条例》（沪府发〔2024〕12号）提出“先试后推”"
    assert found(text, ValueKind.TITLE) == ["《场景条例》"]
    assert found(text, ValueKind.QUOTE) == ["“先试后推”"]
    assert found(text, ValueKind.CODE) == ["沪府发〔2024〕12号"]
    assert found("甲方—乙方—丙方", ValueKind.CHAIN) == ["甲方—乙方—丙方"]


def test_the_unit_of_a_column_is_no_number() -> None:
    assert [v.text for v in find_values("投资（万元）：3200；百余家", ValueKind.NUMBER)] == [
        "3200",
        "百余家",
    ]


def test_a_table_tells_years_by_column_or_place() -> None:
    assert years("年份：2020；产值：2018") == {"2020"}
    assert years("四、趋势\n2021 | 场景数：210\n2022 | 场景数：2023") == {"2021", "2022"}


def test_years_in_both_digits() -> None:
    assert years("二〇二五年与2023年，共2000家") == {"2025", "2023"}
    assert years("2022、2023和2024年，2026-2027年") == {"2022", "2023", "2024", "2026", "2027"}


def test_canonical_forms() -> None:
    assert canonical("１,５００ 项") == "1500项"
    assert canonical("二〇二五年三月一日") == canonical("2025年03月01日") == "2025年3月1日"
    assert canonical("三项、十二个、三十多家") == "3项、12个、30多家"
    assert canonical("第三批，一两年，三四个") == "第三批,一两年,三四个"
    assert canonical("负5%") == canonical("−5%") == canonical("－5%") == "-5%"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("最高给予100万元", "最高"),
        ("不超过总投资的100万元", "不超过"),
        ("不低于人民币100万元", "不低于"),
        ("最高人民法院发布100万元", None),
        ("最多的是甲、乙，给予100万元", None),
        ("最多两项，每项100万元", None),
    ],
)
def test_a_number_is_limited_from_a_distance(text: str, word: str | None) -> None:
    found = find_limit(text, text.index("100"))
    assert (found and found[1]) == word


@pytest.mark.parametrize(
    ("text", "number"), [("三", 3), ("十", 10), ("十二", 12), ("二十", 20), ("7", 7), ("甲", None)]
)
def test_small_chinese_numbers(text: str, number: int | None) -> None:
    assert han_number(text) == number


def test_a_number_to_call_may_have_its_area_in_brackets() -> None:
    assert found("电话：（010）62030700，邮箱a@b.cn", ValueKind.CONTACT) == [
        "（010）62030700",
        "a@b.cn",
    ]
