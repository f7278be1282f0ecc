"""Answers of verbatim pieces: every kind of question, exact citations, abstention."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.answerers.compose import compose
from rag.answerers.extractive import Extractive
from rag.answerers.pieces import Sources
from rag.errors import CitationError
from rag.evidence import select
from rag.language.orders import orders
from rag.question import classify
from rag.reading.rules_reader import RulesReader
from rag.types import (
    Answer,
    Evidence,
    Hit,
    Metadata,
    Passage,
    Reading,
    Section,
    Status,
    Verdict,
)
from tests.memory_library import MemoryLibrary, make_document, make_pipeline, make_retriever
from tests.poisons import POISONS

CITY = make_document(
    "临江市智慧港口建设情况\n临江市发展研究中心\n"
    "智慧港口以数据平台为支撑，将船舶调度、货物装卸与通关服务连成一体。这一做法降低了物流成本。\n"
    "2023年临江市启动“千港互联”工程。截至2024年底，全市建成自动化泊位42个、智能堆场18座，"
    "带动就业1.6万人，同比增长12.5%。由于老旧设备接口不统一，部分码头改造进展缓慢。\n"
    "在邻近的海陵市，港口企业采用“共享泊位”模式，统一调度空闲泊位，已签约23家企业。\n"
    "同时，智慧港口建设存在三个难点。一是数据标准不统一。各码头系统互不相通。"
    "二是资金投入压力大。改造周期较长。三是复合型人才短缺。培养机制尚未建立。\n"
    "港口运行形成“预约—调度—装卸—结算”的作业闭环。",
    title="临江市智慧港口建设情况",
    sections=(Section("临江市智慧港口建设情况", 0, 0, 330, "临江市发展研究中心"),),
)
PIPELINE = make_pipeline([CITY])


def ask(question: str) -> Answer:
    answer = PIPELINE.ask(question)
    for citation in answer.citations:
        assert CITY.text[citation.start : citation.end] == citation.quote
    keys = {citation.key for citation in answer.citations}
    assert all(set(statement.keys) <= keys for statement in answer.statements)
    assert all(f"[{key}]" in answer.text for key in keys)
    return answer


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("临江市建成多少个自动化泊位？", "42个"),
        ("带动就业多少人？", "1.6万人"),
        ("哪一年启动“千港互联”工程？", "2023年"),
        ("海陵市的港口企业采用什么模式？", "“共享泊位”"),
        ("作业闭环包括哪几个环节？", "预约—调度—装卸—结算"),
        ("全市建成多少座智能堆场，同比增长多少？", "18座；12.5%"),
        ("文章的作者单位是什么？", "临江市发展研究中心"),
    ],
)
def test_short_answers(question: str, short: str) -> None:
    answer = ask(question)
    assert answer.status is Status.ANSWERED
    assert answer.short_answer == short
    assert short in answer.text[:80]
    assert all(statement.verdict is Verdict.SUPPORTED for statement in answer.statements)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("共享泊位型项目一年后的留存率是多少？", "71%"),
        ("自建泊位型项目一年后的留存率是多少？", "38%"),
    ],
)
def test_of_things_told_of_in_turn_the_one_asked_about_is_quoted(question: str, short: str) -> None:
    report = make_document(
        "港口项目可以归纳为两种模式。自建泊位型由企业独资建设，推进快，项目一年后的留存率为38%。"
        "共享泊位型由第三方组织，留存率达到71%，平均需要18个月收支平衡。",
        title="港口项目的两种模式",
    )
    assert make_pipeline([report]).ask(question).short_answer == short


def test_complete_list() -> None:
    answer = ask("智慧港口建设存在哪三个难点？")
    assert answer.short_answer == "数据标准不统一；资金投入压力大；复合型人才短缺"
    assert "1. 数据标准不统一" in answer.text
    assert "3. 复合型人才短缺" in answer.text
    assert len(answer.citations) == 4


def test_definition_reason_and_sentence() -> None:
    assert "以数据平台为支撑" in ask("什么是智慧港口？").text
    assert "接口不统一" in ask("为什么部分码头改造进展缓慢？").text
    assert "共享泊位" in ask("海陵市的港口企业是怎么做的？").text


def test_comparison_is_a_table_that_admits_gaps() -> None:
    answer = ask("临江市和海陵市的港口做法各是什么？")
    assert answer.text.startswith("| 对象 |")
    assert "千港互联" in answer.text
    assert "共享泊位" in answer.text
    gap = ask("海陵市和长乐市的港口做法有什么区别？")
    assert gap.status is Status.ABSTAINED or "资料未提及" in gap.text


def test_a_side_is_not_named_by_the_name_of_the_other() -> None:
    document = make_document(
        "场景牵引创新以需求为载体，把技术用到真实环境里检验。\n", title="两种创新"
    )
    answer = make_pipeline([document]).ask("场景牵引创新和技术牵引创新有什么区别？")
    assert answer.text.count("以需求为载体") <= 1


@pytest.mark.parametrize(
    "question",
    [
        "2021年底全市建成多少个自动化泊位？",
        "青岛建成多少个自动化泊位？",
        "临江市为什么取消“千港互联”工程？",
        "《港口法》规定了多少个自动化泊位？",
        "红烧肉怎么做？",
        "今天天气怎么样？",
        "负责人的邮箱是什么？",
    ],
)
def test_abstains_and_says_what_is_nearest(question: str) -> None:
    answer = ask(question)
    assert answer.status is Status.ABSTAINED
    assert answer.citations == ()
    assert answer.confidence < 0.5
    assert answer.text.startswith("资料中没有找到")


def test_names_the_difference() -> None:
    assert "未见2021年" in ask("2021年底全市建成多少个自动化泊位？").text
    assert "最接近的内容没有讲到“青岛”" in ask("青岛建成多少个自动化泊位？").text
    assert "没有给出所问的数字" in ask("智慧港口的作业闭环花了多少元？").text
    # The nearest text does speak of 堆场, if not of building one in the open.
    assert "未见" not in ask("临江市港口何时用来露天建堆场？").text


@pytest.mark.parametrize("question", ["什么是元宇宙？", "元宇宙是什么？"])
def test_what_is_spoken_of_and_not_defined_is_shown(question: str) -> None:
    told = make_document(
        "培育元宇宙等新赛道。\n建设海港博物馆，接待游客三十万人次。\n", title="海州数字计划"
    )
    answer = make_pipeline([told]).ask(question)
    assert answer.status is Status.ABSTAINED
    assert answer.text.startswith("资料中没有找到“元宇宙”的定义，但有内容提到它。")
    assert "- 《海州数字计划》：培育元宇宙等新赛道。" in answer.text
    assert answer.evidence[0].passage.text == "培育元宇宙等新赛道。"


@pytest.mark.parametrize("question", ["你好", "谢谢！", "写一首关于大海的诗"])
def test_small_talk_gets_one_line_and_no_search(question: str) -> None:
    answer = PIPELINE.ask(question)
    assert "\n" not in answer.text
    assert answer.evidence == ()
    assert "encode" not in answer.timings_ms


def test_no_evidence_is_an_abstention() -> None:
    library = MemoryLibrary([CITY])
    [answer] = Extractive(library, RulesReader()).stream("有多少个泊位？", [])
    assert answer.status is Status.ABSTAINED


def test_a_passage_that_is_no_slice_is_an_error() -> None:
    library = MemoryLibrary([CITY])
    found = make_retriever(library, RulesReader()).find("建成多少个自动化泊位？", 3)
    [first, *_] = select(found.hits, 3, found.readings)
    moved = replace(first.hit.passage, start=first.passage.start + 1)
    broken = replace(first, hit=replace(first.hit, passage=moved))
    with pytest.raises(CitationError, match="verify --repair"):
        list(Extractive(library, RulesReader()).stream("建成多少个自动化泊位？", [broken]))


def test_streaming_grows_and_ends_with_the_final_answer() -> None:
    answers = list(PIPELINE.stream("智慧港口建设存在哪三个难点？"))
    assert len(answers) == 3
    assert [len(a.citations) for a in answers] == sorted(len(a.citations) for a in answers)
    assert answers[-1] == replace(
        ask("智慧港口建设存在哪三个难点？"), timings_ms=answers[-1].timings_ms
    )


def test_a_list_asked_for_by_its_heading_quotes_that_section() -> None:
    """The headings beside 主要目标 are no answer to 哪些主要目标; what stands below it is."""
    parts = (
        ("一、发展基础", "南屏市制造业门类齐全，有智能工厂61座。"),
        ("二、主要目标", "到2028年，建成智能工厂130座。培育骨干企业45家。"),
        ("三、重点任务", "推动老旧设备更新，支持中小企业上云。"),
    )
    text, sections = "南屏市智能制造行动计划", []
    for heading, body in parts:
        start = len(text) + 1
        text += f"\n{heading}\n{body}"
        sections.append(Section(heading, 1, start, len(text)))
    whole = Section("南屏市智能制造行动计划", 0, 0, len(text))
    document = make_document(text, "南屏市智能制造行动计划", sections=(whole, *sections))
    answer = make_pipeline([document]).ask("《南屏市智能制造行动计划》提出了哪些主要目标？")
    assert answer.status is Status.ANSWERED
    assert "".join(citation.quote for citation in answer.citations) == parts[1][1]


@pytest.mark.parametrize("poison", [p[1] for p in POISONS], ids=[p[0] for p in POISONS])
def test_text_that_gives_orders_is_flagged_and_answers_nothing(poison: str) -> None:
    question = "临江市建成多少个自动化泊位？"
    for text in (f"{CITY.text}\n{poison}", CITY.text.replace("12.5%。", f"12.5%。{poison}")):
        answer = make_pipeline([make_document(text, title="临江市智慧港口建设情况")]).ask(question)
        assert answer.short_answer == "42个"
        assert not any(poison[:8] in citation.quote for citation in answer.citations)
        seen = any(orders(item.passage.text) for item in answer.evidence)
        assert ["指挥回答" in note for note in answer.notes] == [True] * seen
    assert seen  # the order stands in the very passage that answers


def test_sources_that_disagree_stand_side_by_side_with_their_dates() -> None:
    old = make_document(
        "临江市港区总面积为36平方公里。", "港区规划", Metadata(written_on="2019-03-01")
    )
    new = make_document(
        "临江市港区总面积为48平方公里，港口岸线继续延伸。",
        "港区公报",
        Metadata(written_on="2024-05-20"),
    )
    answer = make_pipeline([old, new]).ask("临江市港区总面积是多少平方公里？")
    assert answer.short_answer == "48平方公里；36平方公里"
    assert answer.text.index("《港区公报》（2024-05-20）") < answer.text.index(
        "《港区规划》（2019-03-01）"
    )
    assert all(statement.verdict is Verdict.SUPPORTED for statement in answer.statements)


def test_who_issued_a_document_is_told_by_its_head() -> None:
    document = make_document(
        "海州市人民政府\n数据管理办法\n各区县要做好数据管理，按季度更新目录。",
        title="数据管理办法",
        metadata=Metadata(issuer="海州市人民政府"),
    )
    answer = make_pipeline([document]).ask("数据管理办法是谁印发的？")
    assert answer.status is Status.ANSWERED
    assert answer.short_answer == "海州市人民政府"


AUCTION = make_document(
    "临江市玉米专场竞价交易\n"
    "2月7日，临江市举办玉米专场竞价交易会，面向饲料加工企业，竞价挂牌销售玉米296万吨。"
    "当日玉米专场交易会实际成交108万吨，均价每吨1919元。\n"
    "全市设交易点，其中东区交易点3个、西区交易点2个。\n"
    "一、推广的举措（共23项）\n（一）科技金融方面5项：为饲料加工企业推广的举措；贷款担保等。\n",
    title="临江市玉米专场竞价交易",
)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("临江市东区和西区各设几个交易点？", None),
        ("临江市设几个东区交易点、几个西区交易点？", None),
        ("推广的举措一共有多少项？", "23项"),
    ],
)
def test_the_one_of_several_numbers_or_none(question: str, short: str | None) -> None:
    answer = make_pipeline([AUCTION]).ask(question)
    assert answer.status is Status.ANSWERED
    assert answer.short_answer == short


def test_of_sentences_nearly_as_good_the_one_with_the_value_asked_for_leads() -> None:
    text = AUCTION.text
    spans = [(text.index(a), text.index("。", text.index(a)) + 1) for a in ("2月7日", "当日")]
    sentences = tuple((*span, score) for span, score in zip(spans, (0.9, 0.7), strict=True))
    reading = Reading(0.9, 0.9, 0, 0, 0.0, sentences)
    evidence = Evidence("1", Hit(Passage("p", AUCTION.doc_id, 0, len(text), text), 1.0, 1), reading)
    asked = classify("玉米专场竞价交易会成交了多少吨？")
    draft = compose(asked, Sources(MemoryLibrary([AUCTION]), [evidence]), RulesReader())
    assert draft is not None
    assert draft.short == "108万吨"


def test_a_part_that_asks_for_days_is_not_answered_in_kilograms() -> None:
    drones = make_document(
        "临江市海岛送药方案\n海岛送药按照申请、审核、飞行三个环节办理。\n"
        "审核后的各海岛送药飞行载重5公斤。\n",
        title="临江市海岛送药方案",
    )
    answer = make_pipeline([drones]).ask("海岛送药经过哪些环节，各飞行几天？")
    assert answer.status is Status.ANSWERED
    assert "5公斤" not in answer.text
    assert any("“各飞行几天”" in note for note in answer.notes)
