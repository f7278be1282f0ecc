"""What officials ask of reports and notices: years, goals, labels, questions and answers."""

from datetime import date

import pytest

from ingest.outline.structure import find_sections
from rag.answerers.extractive import Extractive
from rag.config import RetrievalSettings
from rag.conversation import standalone
from rag.evidence import select
from rag.pipeline import Pipeline
from rag.question import classify
from rag.reading.rules_reader import RulesReader
from rag.types import Answer, Document, Status, Turn
from tests.memory_library import MemoryLibrary, make_document, make_retriever

OLD = "过去一年，夏粮获得丰收，粮食产量达到1.37万亿斤。\n今年预期目标是粮食产量1.3万亿斤以上。\n"
NEW = (
    "过去一年，虽有洪涝，粮食产量仍达到1.39万亿斤，居民收入稳步增长。\n"
    "就业保持稳定，物价涨幅3%左右，这是今年的预期目标。\n"
)
NOTICE = (
    "一、元旦：\n2018年12月30日至2019年1月1日放假，共3天。\n二、春节：\n2月4日至10日放假，共7天。\n"
)
ANSWERS = (
    "12. 验证不成功怎么办？\n由双方协商。\n13. 外地企业能不能参加？\n可以。场景开放不看注册地。\n"
)
PENALTIES = "擅自开展代理业务的，没收违法所得，并处违法所得1倍以上5倍以下的罚款。\n"


def ask(question: str, *documents: Document) -> Answer:
    library, reader, settings = MemoryLibrary(list(documents)), RulesReader(), RetrievalSettings()
    retriever = make_retriever(library, reader, settings)
    pipeline = Pipeline(
        retriever, Extractive(library, reader), settings, today=lambda: date(2024, 6, 1)
    )
    return pipeline.ask(question)


REPORTS = (
    make_document(OLD, title="2023年政府工作报告"),
    make_document(NEW, title="2024年政府工作报告"),
)


@pytest.mark.parametrize(
    ("question", "short"),
    [("2023年粮食产量是多少？", "1.39万亿斤"), ("去年粮食产量是多少？", "1.39万亿斤")],
)
def test_a_year_is_answered_by_the_report_of_the_next(question: str, short: str) -> None:
    assert short in ask(question, *REPORTS).text


def test_another_year_is_no_answer() -> None:
    assert ask("2019年粮食产量是多少？", *REPORTS).status is Status.ABSTAINED


def test_a_label_tells_what_the_line_under_it_is_about() -> None:
    notice = make_document(NOTICE, title="关于2019年放假安排的通知")
    library, reader = MemoryLibrary([notice]), RulesReader()
    found = make_retriever(library, reader).find("春节放假几天？", 3)
    asked = classify("2019年春节放假几天？")
    weighed = Extractive(library, reader).weigh(asked, select(found.hits, 3))
    assert weighed.draft is not None
    assert weighed.draft.short == "7天"
    assert weighed.draft.pieces[0].text.startswith("二、春节：")


def test_a_question_that_the_document_asks_is_answered_as_there() -> None:
    answer = ask("外地企业能参加么", make_document(ANSWERS, title="工作问答"))
    assert "可以。场景开放不看注册地。" in answer.text
    assert "协商" not in answer.text


def test_of_documents_that_ask_the_same_the_one_that_tells_is_quoted() -> None:
    notice = make_document("什么是首试首用？白石镇没有说。\n", title="白石镇通知")
    told = make_document("5. 什么是首试首用？\n首试首用是指第一次被采购。\n", title="工作问答")
    library, reader, question = MemoryLibrary([notice, told]), RulesReader(), "什么是首试首用？"
    hits = make_retriever(library, reader).find(question, 3).hits
    evidence = select(sorted(hits, key=lambda hit: hit.passage.doc_id != notice.doc_id), 3)
    *_, answer = Extractive(library, reader).stream(question, evidence)
    assert answer.status is Status.ANSWERED
    assert answer.text.startswith("首试首用是指第一次被采购。")


def test_both_bounds_of_a_fine_are_given() -> None:
    fined = ask("擅自开展代理业务罚多少？", make_document(PENALTIES, title="代理条例"))
    assert fined.short_answer == "1倍以上5倍以下"


@pytest.mark.parametrize(
    ("follow_up", "meant"),
    [
        ("由哪个部门牵头", "无废城市试点由哪个部门牵头"),
        ("干了多久", "无废城市试点干了多久"),
    ],
)
def test_a_question_without_a_subject_takes_the_last_one(follow_up: str, meant: str) -> None:
    assert standalone(follow_up, [Turn("无废城市试点选几个城市？", "10个左右")]) == meant


def test_a_new_thing_takes_the_place_of_the_one_like_it() -> None:
    history = [Turn("子女教育每月扣除多少？", "1000元")]
    assert standalone("那继续教育呢？", history) == "继续教育每月扣除多少？"


def test_a_documents_own_answer_comes_without_its_number_and_the_next_heading() -> None:
    said = "首试首用是指新产品第一次在真实环境中试用。"
    text = f"5. 什么是首试首用？\n{said}\n二、国家政策\n6. 有哪些专门文件？\n主要有两份。\n"
    answered = ask("什么是首试首用？", make_document(text, title="工作问答"))
    assert [cited.quote for cited in answered.citations] == [said]


def outlined(title: str, text: str) -> Document:
    return make_document(text, title=title, sections=find_sections(text))


@pytest.mark.parametrize("form", ["赡养老人扣除标准多少", "赡养老人扣除标准是多少？"])
def test_what_the_heading_names_counts_as_named_by_the_figure_below(form: str) -> None:
    rules = outlined(
        "扣除办法",
        "扣除办法\n第一章 总则\n第一条\n本办法所称扣除，是指大病医疗、赡养老人等6项扣除。\n"
        "第二章 子女教育\n第二条\n子女接受教育的支出，按照每月1000元的标准定额扣除。\n"
        "第三章 赡养老人\n第三条\n纳税人为独生子女的，按照每月2000元的标准定额扣除。\n",
    )
    assert "6项[" not in ask(form, rules).text
    assert "**6项**" not in ask(form, rules).text


@pytest.mark.parametrize("form", ["第三条具体怎么说？", "第三条的内容"])
def test_an_article_is_quoted_by_its_number_alone(form: str) -> None:
    rules = outlined(
        "认定办法",
        "认定办法\n第一条 本办法所称星火工厂，是指资源消耗减少、环境友好的新型工厂。\n"
        "第二条 认定遵循企业自愿的原则，不收取任何费用。\n"
        "第三条 星火工厂的认定遵循择优确定和公开、公平、公正的原则，每年认定一次。\n"
        "第四条 认定工作由海州市工业局组织实施，各区负责推荐和管理。\n",
    )
    answer = ask(form, rules)
    assert answer.status is Status.ANSWERED
    assert "择优确定和公开、公平、公正" in answer.text
