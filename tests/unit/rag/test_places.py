"""Names of places, told from the same characters within other words."""

import pytest

from rag.language.places import find_places, is_elsewhere


@pytest.mark.parametrize(
    "text",
    [
        "其中卫生健康支出增长",
        "国家长治久安",
        "重大理论问题和大理石",
        "远大理想",
        "各大连锁药店",
        "重大庆祝活动",
        "隆重庆祝",
        "确保定点、医保定点医疗机构",
        "整治文山会海",
        "日常德育工作",
        "巩固原有成果",
        "制定西部规划",
        "国内江河",
        "江河入海口",
        "四平方公里、十四平方米",
        "放大同业优势，扩大同各国合作",
        "广大同胞",
        "西南通道",
        "国家标准、方法国家标准",
        "真金白银",
        "复合肥料",
        "均衡水平",
        "创新乡村治理，创新余地",
        "经济南北差异",
        "各位来宾",
        "三明确",
        "形成都市圈",
        "近日本市召开会议",
    ],
)
def test_characters_of_other_words_name_no_place(text: str) -> None:
    assert find_places(text) == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("其中山东省产值最高，中山市次之", ["山东", "中山"]),
        ("推广东莞经验", ["东莞"]),
        ("大同市、长治市和来宾市", ["大同", "长治", "来宾"]),
        ("重庆市庆祝，大庆市、大理州、大连市", ["重庆", "大庆", "大理", "大连"]),
        ("山东济南、广西南宁", ["山东", "济南", "广西", "南宁"]),
        ("保定市确保，定西市规定", ["保定", "定西"]),
        ("中国与日本", ["日本"]),
        ("撒哈拉以南非洲", ["非洲"]),
    ],
)
def test_places_named(text: str, places: list[str]) -> None:
    assert find_places(text) == places


def test_a_word_that_looks_like_a_city_does_not_lead_elsewhere() -> None:
    asked = "合肥卫生健康支出增长多少？"
    assert not is_elsewhere(asked, "其中卫生健康支出增长10.5%。")
    assert is_elsewhere(asked, "中卫卫生健康支出增长10.5%。")
