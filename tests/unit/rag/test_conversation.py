"""Follow-ups made questions that stand alone."""

from __future__ import annotations

import pytest

from rag.conversation import standalone
from rag.types import Turn


@pytest.mark.parametrize(
    ("question", "last", "understood"),
    [
        ("那宁波呢？", "温州开放了多少个场景？", "宁波开放了多少个场景？"),
        ("那2022年呢？", "2023年机器人产量是多少？", "2022年机器人产量是多少？"),
        (
            "那地区生产总值呢？",
            "温州市2024年末常住人口是多少？",
            "温州市2024年末地区生产总值是多少？",
        ),
        ("那失业率呢？", "2023年城镇新增就业多少人？", "2023年失业率是多少？"),
        ("那南溪县呢？", "北岭市建成示范田多少个？", "南溪县建成示范田多少个？"),
        ("那浙江大学呢？", "南京大学获批多少个项目？", "浙江大学获批多少个项目？"),
        ("《实施细则》呢？", "《促进条例》什么时候施行？", "《实施细则》什么时候施行？"),
        ("它的面积有多大？", "松山湖示范区在哪里？", "松山湖示范区的面积有多大？"),
        ("这个政策什么时候出台的？", "《促进条例》讲了什么？", "《促进条例》什么时候出台的？"),
        ("同比增长多少？", "新能源汽车有多少辆？", "新能源汽车同比增长多少？"),
        ("那场景能力呢？", "合肥发布了多少项场景机会？", "合肥发布了多少项场景能力？"),
        ("具体怎么说？", "方案提出了哪些措施？", "方案提出了哪些措施？具体内容是什么？"),
        ("包括哪些方面", "医院考核指标有多少个？", "医院考核指标包括哪些方面"),
        ("分别是什么意思", "执法三项制度指的是哪三项？", "执法三项制度分别是什么意思"),
        ("建设它的目标呢", "智慧社区是什么？", "建设智慧社区的目标是什么？"),
        ("向谁备案", "代理师首次执业要在几天内备案？", "代理师首次执业向谁备案"),
        ("最多补几年", "产业园的企业房租怎么补？", "产业园的企业房租最多补几年"),
        ("制造业方面呢", "场景创新要打造哪些场景？", "场景创新在制造业方面要打造哪些场景？"),
        ("为什么定这个目标", "报告提出的增长目标是多少？", "为什么定报告提出的增长目标"),
        ("二十大呢", "十九大报告说的主要矛盾是什么？", "二十大报告说的主要矛盾是什么？"),
        ("第三批呢", "第二批试点有几个城市？", "第三批试点有几个城市？"),
    ],
)
def test_follow_ups(question: str, last: str, understood: str) -> None:
    assert standalone(question, [Turn(last, "答")]) == understood


def test_why_asks_for_the_reason_of_the_last_question() -> None:
    assert standalone("为什么？", [Turn("企业积极性不高吗", "是")]) == "为什么企业积极性不高？"


def test_a_point_of_the_last_answer() -> None:
    answer = "1. 加强统筹[1]\n2. 完善标准体系[2]\n3. 强化保障[3]"
    history = [Turn("有哪些措施？", answer)]
    assert standalone("第二点具体怎么说？", history) == "完善标准体系具体怎么说？"
    assert standalone("第七点呢？", history) != "第七点呢？具体内容是什么？"
    series = [Turn("有哪些问题？", "一是标准不一；二是数据不通；三是人才不足。")]
    assert standalone("第三点是什么意思？", series) == "人才不足是什么意思？"


def test_a_point_is_called_by_its_heading() -> None:
    answer = "1. 加强统筹：建立跨部门机制，统筹场景开放和资源配置[1]\n2. 完善标准[2]"
    assert standalone("第一点具体说说", [Turn("有哪些措施？", answer)]) == "加强统筹具体说说？"
    near = "最接近的内容如下：\n\n- 《方案》：编制清单。\n- 《方案》：组织验收。"
    assert standalone("第二点怎么做", [Turn("有哪些任务？", near)]) == "组织验收怎么做？"


def test_a_pronoun_stands_for_whoever_was_asked_for() -> None:
    history = [Turn("最高奖授予了谁？", "**刘院士、钱院士**\n\n授予刘院士、钱院士最高奖。[1]")]
    assert standalone("他们是做什么的", history) == "刘院士、钱院士是做什么的"


def test_chains_of_follow_ups_go_back_to_the_first() -> None:
    history = [Turn("温州开放了多少个场景？", "30个"), Turn("那宁波呢？", "40个")]
    assert standalone("那台州呢？", history) == "台州开放了多少个场景？"


@pytest.mark.timeout(10)
def test_a_long_chain_of_follow_ups_takes_no_time() -> None:
    history = [Turn("温州开放了多少个场景？", "30个"), *[Turn("那宁波呢？", "40个")] * 60]
    assert standalone("那台州呢？", history) == "台州开放了多少个场景？"


@pytest.mark.parametrize("question", ["什么是数字孪生？", "谢谢", "苏州有多少家企业？"])
def test_what_stands_alone_is_left_alone(question: str) -> None:
    assert standalone(question, [Turn("温州开放了多少个场景？", "30个")]) == question
    assert standalone(question, []) == question


def test_no_history_nothing_to_do() -> None:
    assert standalone("那杭州呢？", []) == "那杭州呢？"


def test_a_follow_up_that_asks_for_itself_keeps_its_question() -> None:
    history = [Turn("《澜江市场景行动计划（2025—2027年）》提出了哪些目标？", "……")]
    assert (
        standalone("那2027年要培育多少家企业？", history)
        == "《澜江市场景行动计划（2025—2027年）》2027年要培育多少家企业？"
    )
