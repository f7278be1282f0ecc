"""Kinds of questions, their terms, units, counts, sides and parts."""

from __future__ import annotations

import pytest

from rag.kinds import Kind
from rag.language.terms import TermKind, coverage
from rag.question import asked_apart, classify


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("青岛港去年建成多少个无人码头？", Kind.NUMBER),
        ("示范区的绿化覆盖率多高？", Kind.NUMBER),
        ("条例什么时候施行？", Kind.DATE),
        ("哪一年启动改造工程？", Kind.DATE),
        ("方案提出了哪些保障措施？", Kind.LIST),
        ("实施意见提出的五项任务是什么？", Kind.LIST),
        ("什么是数字孪生？", Kind.DEFINITION),
        ("监管沙盒是什么意思？", Kind.DEFINITION),
        ("苏州和无锡的补贴标准有什么区别？", Kind.COMPARISON),
        ("为什么要建立容错机制？", Kind.REASON),
        ("停航的主要原因有哪些？", Kind.REASON),
        ("停航的原因里，大雾占多大比例？", Kind.NUMBER),
        ("退订理由中天气占百分之几？", Kind.NUMBER),
        ("企业如何申报场景清单？", Kind.METHOD),
        ("个人是否可以申请补贴？", Kind.YES_NO),
        ("谁负责场景清单的发布？", Kind.NAME),
        ("展示中心设在哪里？", Kind.PLACE),
        ("请概括这份规划的主要内容", Kind.OVERVIEW),
        ("这篇文章的作者是谁？", Kind.AUTHOR),
        ("作者认为推广面临哪些困难？", Kind.LIST),
        ("医保的“两库”指什么？", Kind.DEFINITION),
        ("称号在什么情况下会被撤销？", Kind.LIST),
        ("你好", Kind.GREETING),
        ("好的，谢谢你！", Kind.THANKS),
        ("写一首关于秋天的诗", Kind.TASK),
        ("给我讲个笑话", Kind.TASK),
        ("用Python写一段代码", Kind.TASK),
        ("合作项目的审批程序是什么？", Kind.LIST),
        ("工作居住证的办理程序", Kind.FACT),
        ("如何讲好中国故事？", Kind.METHOD),
        ("制作统一社会信用代码", Kind.FACT),
        ("创作短视频故事有什么奖励？", Kind.FACT),
        ("差异化监管措施有哪些？", Kind.LIST),
        ("城乡收入差距缩小了多少？", Kind.NUMBER),
        ("不同行业的税率是多少？", Kind.NUMBER),
        ("如何吸引更多大学生就业？", Kind.METHOD),
        ("多重保障措施有哪些？", Kind.LIST),
        ("这台机器有多重？", Kind.NUMBER),
    ],
)
def test_kinds(text: str, kind: Kind) -> None:
    assert classify(text).kind is kind


def test_terms_keep_words_whole_and_name_entities() -> None:
    terms = classify("2024年南京的智能网联汽车测试里程有多少公里，《实施细则》怎么规定？").terms
    texts = {term.text: term.kind for term in terms}
    assert texts["2024"] is TermKind.YEAR
    assert texts["南京"] is TermKind.PLACE
    assert texts["《实施细则》"] is TermKind.TITLE
    assert "智能网联汽车测试里程" in texts


def test_units_percentages_counts_and_nouns() -> None:
    assert classify("发布了多少项需求？").unit == "项"
    assert classify("产值同比增长多少？").percent
    assert classify("提出了哪四方面措施？").count == 4
    assert classify("坚持什么原则？").noun == "原则"


def test_parts_of_a_question() -> None:
    assert classify("建成多少座充电站，投资多少亿元？").parts == (
        "建成多少座充电站",
        "投资多少亿元",
    )
    twins = classify("项目启动时间和累计投资规模分别是什么？")
    assert twins.parts == ("项目启动时间是什么", "累计投资规模是什么")
    assert classify("一共有多少家？").parts == ("一共有多少家？",)


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("呼和浩特和包头的做法有什么区别？", ("呼和浩特", "包头")),
        ("协同创新和开放创新的区别是什么？", ("协同创新", "开放创新")),
        ("合同管理办法与招标办法有什么区别？", ("合同管理办法", "招标办法")),
        ("协和医院与同济医院分别有多少床位？", ("协和医院", "同济医院")),
    ],
)
def test_a_joint_inside_a_word_joins_nothing(question: str, sides: tuple[str, ...]) -> None:
    assert classify(question).sides == sides


def test_parts_are_not_cut_inside_a_word() -> None:
    parts = classify("参与企业和合作机构分别是什么？").parts
    assert parts == ("参与企业是什么", "合作机构是什么")


def test_an_aim_is_told_and_not_defined() -> None:
    assert classify("元宇宙是什么？").defines == "元宇宙"
    assert not classify("发展目标是什么？").defines


def test_a_second_prize_is_one_word() -> None:
    assert [term.text for term in classify("二等奖奖励多少？").terms] == ["二等奖奖励"]


def test_sides_of_a_comparison() -> None:
    assert classify("宁波和绍兴的做法各是什么？").sides == ("宁波", "绍兴")
    assert classify("甲公司与乙公司分别何时成立？").sides == ("甲公司", "乙公司")


def test_coverage_counts_pieces_and_synonyms() -> None:
    terms = classify("机器人产业园的企业数量").terms
    assert coverage(terms, "机器人产业园企业数量持续增加") == pytest.approx(1.0)
    assert coverage(terms, "茶叶种植") == 0.0
    assert 0.0 < coverage(terms, "园区有机器人企业") < 1.0
    assert coverage(classify("印发时间").terms, "意见出台于春季") > 0.3
    assert coverage((), "任何文字") == 0.0


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("2023年和2024年的城镇新增就业分别是多少？",
         ("2023年的城镇新增就业是多少？", "2024年的城镇新增就业是多少？")),
        ("2022年、2023年、2024年产值分别是多少？",
         ("2022年产值是多少？", "2023年产值是多少？", "2024年产值是多少？")),
        ("独生子女和非独生子女赡养老人的扣除标准有什么区别？",
         ("独生子女赡养老人的扣除标准？", "非独生子女赡养老人的扣除标准？")),
        ("甲市的失业率是多少？乙市呢？", ("甲市的失业率是多少", "乙市的失业率是多少")),
        ("2025年到2027年的目标是什么？", ()),
        ("甲市建成多少座泊位？", ()),
    ],
)  # fmt: skip
def test_asked_apart(text: str, apart: tuple[str, ...]) -> None:
    """Each side and each part is asked as a question that stands alone."""
    assert asked_apart(classify(text)) == apart


def test_persons_are_counted_and_no_word_of_a_tax() -> None:
    asked = classify("专家组最少几个人？")
    assert asked.unit == "人"
    assert [term.text for term in asked.terms] == ["专家组"]
    assert classify("要交多少个人所得税？").unit == ""


def test_a_year_behind_the_last_side_is_asked_of_all() -> None:
    asked = classify("海州和江州2026年的算力目标分别是多少？")
    assert asked.sides == ("海州", "江州")
    assert all("2026年的算力目标" in one for one in asked_apart(asked))


def test_policies_are_asked_for_as_a_list() -> None:
    assert classify("低空经济有什么支持政策？").kind is Kind.LIST
    assert classify("出台了什么政策文件？").kind is not Kind.LIST
