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
        ("那些场景由谁发布？", "温州开放了多少个场景？", "温州场景由谁发布？"),
        ("那个城市的目标是多少？", "温州开放了多少个场景？", "温州的目标是多少？"),
        ("那里有哪些项目？", "温州开放了多少个场景？", "温州有哪些项目？"),
        ("那项目由谁审批？", "温州开放了多少个场景？", "温州项目由谁审批？"),
        ("那一季度增长多少？", "温州开放了多少个场景？", "温州一季度增长多少？"),
        ("该办法何时施行？", "《促进条例》讲了什么？", "《促进条例》何时施行？"),
        ("还有其他措施吗？", "温州开放了多少个场景？", "温州还有其他措施吗？"),
        ("那宁波有哪些政策？", "温州开放了多少个场景？", "宁波有哪些政策？"),
        ("那什么是概念验证？", "温州开放了多少个场景？", "什么是概念验证？"),
        ("那曲市有哪些项目？", "温州开放了多少个场景？", "那曲市有哪些项目？"),
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


@pytest.mark.parametrize(
    "question",
    ["第二产业增加值是多少？", "第一季度增长多少？", "第一批有哪些城市？", "第三次会议何时召开？"],
)
def test_what_is_numbered_is_no_point_of_the_last_answer(question: str) -> None:
    answer = "1. 加强统筹[1]\n2. 完善标准体系[2]\n3. 强化保障[3]"
    assert standalone(question, [Turn("有哪些措施？", answer)]) == question


@pytest.mark.parametrize(
    "answer",
    [
        "**共两项**\n\n1. 建平台\n2. 发清单",
        "1. 建平台：\n   - 线上\n   - 线下\n2. 发清单",
    ],
)
def test_bold_lines_and_inner_items_are_no_points(answer: str) -> None:
    assert standalone("第二点是什么？", [Turn("有哪些任务？", answer)]) == "发清单是什么？"


def test_a_point_is_called_by_its_heading() -> None:
    answer = "1. 加强统筹：建立跨部门机制，统筹场景开放和资源配置[1]\n2. 完善标准[2]"
    assert standalone("第一点具体说说", [Turn("有哪些措施？", answer)]) == "加强统筹具体说说？"
    near = "最接近的内容如下：\n\n- 《方案》：编制清单。\n- 《方案》：组织验收。"
    assert standalone("第二点怎么做", [Turn("有哪些任务？", near)]) == "组织验收怎么做？"


def test_a_pronoun_stands_for_whoever_was_asked_for() -> None:
    history = [Turn("最高奖授予了谁？", "**刘院士、钱院士**\n\n授予刘院士、钱院士最高奖。[1]")]
    assert standalone("他们是做什么的", history) == "刘院士、钱院士是做什么的"


@pytest.mark.parametrize(
    ("asked", "answer", "means"),
    [
        ("省航道委员会主任是谁？", "周明远", "省航道委员会主任的办公室设在哪里？"),
        ("航道由谁负责？", "交通局", "交通局的办公室设在哪里？"),
    ],
)
def test_it_is_no_person(asked: str, answer: str, means: str) -> None:
    history = [Turn(asked, f"**{answer}**\n\n{answer}。[1]")]
    assert standalone("它的办公室设在哪里？", history) == means


def test_chains_of_follow_ups_go_back_to_the_first() -> None:
    history = [Turn("温州开放了多少个场景？", "30个"), Turn("那宁波呢？", "40个")]
    assert standalone("那台州呢？", history) == "台州开放了多少个场景？"


@pytest.mark.timeout(10)
def test_a_long_chain_of_follow_ups_takes_no_time() -> None:
    history = [Turn("温州开放了多少个场景？", "30个"), *[Turn("那宁波呢？", "40个")] * 60]
    assert standalone("那台州呢？", history) == "台州开放了多少个场景？"


@pytest.mark.parametrize(
    "question",
    [
        "什么是数字孪生？",
        "谢谢",
        "苏州有多少家企业？",
        "其他城市有哪些做法？",
        "其它城市有哪些做法？",
        "土耳其有哪些做法？",
        "企业应该怎么申请？",
        "企业该办理哪些手续？",
        "吉他厂有多少家？",
        "因此产生的费用由谁承担？",
        "在此期间能否申请？",
        "如何彼此配合？",
        "这样做有什么好处？",
        "最高人民法院的职责是什么？",
        "最低工资标准是多少？",
        "增长最快的产业是哪个？",
        "期限届满后怎么办？",
        "占用耕地怎么处罚？",
    ],
)
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
