"""What is asked of a subject: the 条件 are not told by the reward, nor the reward by the 条件."""

import pytest

from rag.question import classify
from rag.reading.aspects import asks_aspect, tells_aspect
from rag.types import Status
from tests.memory_library import make_document, make_pipeline

PAYS = "对新认定的省级星火企业，一次性补助30万元。"
DEMANDS = "申报星火企业的条件是在本省注册满两年。"


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("星火企业的认定条件是什么？", "对新认定的省级星火企业给予奖励。", False),
        ("星火企业认定条件", "对新认定的星火企业给予奖励。", False),
        ("星火企业有哪些条件？", "星火企业应当具备独立法人资格。", True),
        ("星火企业有什么奖励？", PAYS, True),
        ("星火企业有什么奖励？", "星火企业聚焦细分行业，专注主业。", False),
        ("违反规定有什么处罚？", "违反规定的，处1万元罚款。", True),
        ("违反规定有什么处罚？", "各地应当加强宣传。", False),
        ("申请奖励需要哪些材料？", "对首批次新材料给予保费补贴。", False),
        ("申请奖励需要哪些材料？", "申请时提交营业执照。", True),
        ("大数据局的职责是什么？", "市大数据局牵头推进数据共享。", True),
        ("大数据局的职责是什么？", "做大数据产品供应和数据交易服务市场。", False),
        ("星火企业的目标是什么？", "各地应当加强宣传。", True),
    ],
)
def test_an_aspect_is_told_by_its_words(question: str, text: str, told: bool) -> None:
    assert tells_aspect(classify(question), text) is told


def test_only_known_aspects_are_asked_for() -> None:
    assert asks_aspect(classify("星火企业有哪些优惠？"))
    assert not asks_aspect(classify("星火企业有多少家？"))


def test_a_reward_is_no_condition() -> None:
    policy = make_document(f"若干政策\n{PAYS}", title="若干政策")
    answer = make_pipeline([policy]).ask("星火企业的认定条件是什么？")
    assert answer.status is Status.ABSTAINED
    assert "补助30万元" in answer.text  # shown as what is nearest


def test_the_sentence_that_tells_the_conditions_is_quoted() -> None:
    policy = make_document(f"若干政策\n{PAYS}{DEMANDS}", title="若干政策")
    answer = make_pipeline([policy]).ask("申报星火企业的条件是什么？")
    assert answer.status is Status.ANSWERED
    assert DEMANDS in answer.text
    assert "补助30万元" not in answer.text


def test_materials_are_listed_whole() -> None:
    rules = make_document(
        "补贴细则\n一、补贴对象\n运营主体。\n二、申报材料\n（一）海州智能谷运营补贴资金申请表。\n"
        "（二）年度投入报告。\n（三）任务完成情况表。\n三、申报时间\n每年申报一次。\n",
        title="海州智能谷运营补贴细则",
    )
    text = make_pipeline([rules]).ask("海州智能谷补贴申报材料有哪些？").text
    assert all(item in text for item in ("资金申请表", "年度投入报告", "任务完成情况表"))
    assert "每年申报一次" not in text
