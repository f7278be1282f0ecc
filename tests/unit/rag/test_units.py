"""A value counts in the unit asked for, or in one that people use for the same thing."""

from __future__ import annotations

import pytest

from rag.question import classify
from rag.reading.type_fit import type_fit
from rag.reading.units import unit_fit
from tests.unit.rag.test_spans import short

CALL = "台上签约十六项，掌声热烈；两个月后回访，真正开工的只有七项。"


@pytest.mark.parametrize(
    ("unit", "value", "fit"),
    [
        ("个", "三个月", 0.0),
        ("个", "5个百分点", 0.0),
        ("个", "15个工作日以内", 0.0),
        ("个", "1200个左右", 1.0),
        ("个", "九项", 0.5),
        ("个", "30天", 0.0),
        ("人", "86名", 1.0),
        ("人", "3万人次", 0.5),
        ("人", "3000余人", 1.0),
        ("家", "12项", 0.0),
        ("公里", "20平方公里", 1.0),
        ("元", "8亿元", 1.0),
        ("个月", "三个月", 1.0),
    ],
)
def test_how_well_a_value_counts_in_a_unit(unit: str, value: str, fit: float) -> None:
    assert unit_fit(unit, value) == fit


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("对接会签约的项目有几个开工？", CALL, "七项"),
        ("对接会签的十六个项目最后开工了几个？", CALL, "七项"),
        ("签约了多少项？", CALL, "十六项"),
        ("几个月后回访？", CALL, "两个月"),
        ("事故有多少人遇难？", "事故造成86名矿工遇难，3个月后恢复生产。", "86名"),
        ("新增多少个岗位？", "完成一项工程，新增岗位1200个。", "1200个"),
        ("失业率提高了多少个百分点？", "失业率提高3个百分点，新增站点2个。", "3个百分点"),
        ("公布了多少个事项？", "公布事项199项，一家企业3个月办完。", "199项"),
        ("公布了多少个事项？", "公布一项制度。", None),
    ],
)
def test_a_thing_is_not_counted_in_months(question: str, sentence: str, answer: str | None) -> None:
    assert short(question, sentence) == answer


def test_a_sentence_with_the_unit_asked_for_fits_better_than_one_with_a_like_one() -> None:
    question = classify("全国建成多少个基站？")
    stations, centres = "累计建成开通基站231万个。", "全国累计建成153家数据中心和基站。"
    assert type_fit(question, stations) > type_fit(question, centres)
