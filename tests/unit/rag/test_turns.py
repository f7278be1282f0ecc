"""Things told of in turn in one sentence: each part is of the thing that it names."""

import pytest

from rag.question import classify
from rag.reading.spans import find_span
from rag.reading.turns import names_less

TOLD = "对蓝鲸企业，一次性奖励50万元；对“白鹭”中小企业，一次性奖励30万元；对研发中心，奖励20万元。"


@pytest.mark.parametrize(
    ("question", "value", "less"),
    [
        ("白鹭企业有什么奖励？", "50万元", True),
        ("白鹭企业有什么奖励？", "30万元", False),
        ("蓝鲸企业有什么奖励？", "50万元", False),
    ],
)
def test_the_part_that_names_less_is_of_another_thing(
    question: str, value: str, less: bool
) -> None:
    assert names_less(classify(question), TOLD, TOLD.index(value)) is less


def test_a_sentence_of_one_part_is_of_one_thing() -> None:
    assert not names_less(classify("白鹭企业有什么奖励？"), "对企业奖励50万元。", 4)


def test_what_a_reader_takes_for_the_answer_must_be_of_the_thing_asked_about() -> None:
    text = '对新入选的国家级“双翼"平台给予1000万元奖励；对新入选的国家级专业型平台给予100万元奖励。'
    at = text.index("100万元奖励。")
    span = find_span(classify("国家级双翼平台奖励多少钱？"), text, 0, len(text), (at, at + 5))
    assert span is not None
    assert text[span.start : span.end] == "1000万元"
