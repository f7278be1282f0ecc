"""Lists that are led to by what is asked for; conditions, steps and troubles of the right owner."""

from __future__ import annotations

import pytest

from rag.kinds import Kind, find_kind
from rag.language.synonyms import is_spelled_out
from rag.question import classify
from rag.types import Answer, Metadata, Section, Status
from tests.memory_library import make_document, make_pipeline

TESTS = make_document(
    "无人船试航管理办法\n各区人民政府，市政府各部门：\n现将有关要求通知如下。\n"
    "试航主体应符合下列条件：\n（一）依法登记的法人单位；\n（二）具备船舶研发能力；\n（三）有赔偿能力。\n"
    "值守员应符合下列条件：\n（一）持有适任证书；\n（二）近一年内无违章记录；\n（三）经过培训。\n"
    "无人船产业加快发展，抓好三项工作。一是完善标准；二是建设基地；三是培养人才。\n",
    title="无人船试航管理办法",
)
REPORT = make_document(
    "海州市工作报告\n一、工作回顾\n过去一年，经济平稳运行，就业形势总体稳定。\n二、主要任务\n"
    "大力提振消费。促进消费和投资更好结合，办好购物节，完善商业网点。\n"
    "更大力度稳定和扩大就业。落实就业优先政策，用好稳岗返还，开展职业技能培训。\n"
    "加快科技创新。建设实验室，支持企业研发，培养青年人才，推广新产品。\n",
    title="海州市工作报告",
)
ASKED = make_document(
    "展示事项问答\n1. 展示和普通展览有什么不同？\n普通展览只陈列成品，展示允许边用边改。\n"
    "展示是城市的窗口。普通展览由文化馆负责。\n",
    title="展示事项问答",
)


def ask(question: str) -> Answer:
    return make_pipeline([TESTS, REPORT, ASKED]).ask(question)


@pytest.mark.parametrize(
    "question",
    ["值守员要满足什么条件", "分哪几步", "有几项原则？", "开放的程序是怎样的？", "存在什么问题"],
)
def test_what_asks_for_a_list(question: str) -> None:
    assert find_kind(question) is Kind.LIST


@pytest.mark.parametrize(
    ("question", "first"),
    [("值守员要什么条件？", "持有适任证书"), ("试航主体有什么条件？", "依法登记")],
)
def test_the_conditions_are_those_of_the_one_asked_about(question: str, first: str) -> None:
    answer = ask(question)
    assert answer.status is Status.ANSWERED
    assert f"1. {first}" in answer.text


def test_numbers_of_articles_are_no_list() -> None:
    rules = make_document(
        "第一章 领航员\n第一条\u3000领航员应当遵守规则。\n第二条\u3000领航员由港务局管理。\n"
        "第三条\u3000领航员每年培训一次。\n",
        title="领航规则",
    )
    assert "1. [" not in make_pipeline([rules]).ask("领航员有哪些条件？").text


def test_an_item_of_the_report_of_another_year_is_no_answer() -> None:
    reports = [
        make_document(
            f"一、回顾\n经济平稳运行，市场保持稳定。\n二、任务\n支持民营企业发展。{deed}。\n"
            "扩大对外开放。办好各类展会，降低企业通关成本，吸引外资落户本市。\n",
            title=f"{year}年海州市工作报告",
        )
        for year, deed in (
            (2018, "建立面向民营企业的法律服务站，每月走访一次"),
            (2025, "为民营企业设立贷款风险补偿资金，扩大信用贷款"),
        )
    ]
    answer = make_pipeline(reports).ask("2025年对民营企业发展有哪些支持？")
    assert "风险补偿" in answer.text
    assert "法律服务站" not in answer.text


def test_a_number_of_an_article_is_not_quoted_for_itself() -> None:
    rules = make_document(
        "扣除办法\n第一章 大病医疗\n第一条\n个人负担超过一万元的部分据实扣除。\n"
        "第二条\n票据应当留存备查。\n"
        "第二章 住房租金\n第三条\n住房租金按月定额扣除，不得重复享受。\n",
        title="扣除办法",
    )
    answer = make_pipeline([rules]).ask("大病医疗怎么扣除？")
    assert "据实扣除" in answer.citations[0].quote
    assert all(not said.text.endswith("条") for said in answer.statements)


def test_work_to_be_done_is_no_trouble() -> None:
    assert "完善标准[" not in ask("无人船产业发展存在什么问题？").text


def test_a_terse_word_finds_the_heading_that_spells_it_out() -> None:
    assert is_spelled_out("稳就业", "更大力度稳定和扩大就业")
    assert not is_spelled_out("稳就业", "稳定物价同时关注一下今年的就业")
    answer = ask("稳就业有什么措施？")
    assert "稳岗返还" in answer.text
    assert "提振消费" not in answer.text


def test_the_salutation_and_the_title_answer_nothing() -> None:
    answer = ask("无人船试航管理办法讲了什么？")
    assert "各区人民政府" not in "".join(one.quote for one in answer.citations)


def test_a_comparison_that_the_document_answers_itself_is_quoted() -> None:
    answer = ask("展示和普通展览有什么区别")
    assert "允许边用边改" in answer.text
    assert "|" not in answer.text


def test_how_long_a_document_holds_is_told_by_the_sentence_that_says_so() -> None:
    term = "本办法自2025年10月1日起施行，有效期5年"
    rules = make_document(
        f"无人船管理办法\n无人船应当登记。{term}。\n",
        title="无人船管理办法",
        metadata=Metadata(kind="policy", effective_on="2025-10-01", term=term),
    )
    answer = make_pipeline([rules]).ask("无人船管理办法什么时候到期？")
    # The day on which it begins is no day on which it ends.
    assert answer.text.splitlines()[0].startswith(f"{term}。")
    assert len(answer.citations) == 1
    assert answer.short_answer is None
    assert make_pipeline([rules]).ask("无人船管理办法的有效期是几年？").short_answer == "5年"


def test_a_section_is_found_whose_heading_names_its_subject_too() -> None:
    plan = make_document(
        "关于海湾新区规划的批复\n一、同意规划\n原则同意规划。\n二、紧扣海湾新区战略定位\n建设绿色港口。\n",
        title="关于海湾新区规划的批复",
        sections=(
            Section("关于海湾新区规划的批复", 0, 0, 60),
            Section("二、紧扣海湾新区战略定位", 1, 27, 47),
        ),
    )
    assert "建设绿色港口" in make_pipeline([plan]).ask("海湾新区的定位是什么？").text


def test_the_year_compared_with_is_not_the_year_asked_about() -> None:
    assert classify("2025年的赤字率比2024年提高了多少？").years == {"2025"}
    assert classify("2025年和2024年的赤字率分别是多少？").years == {"2024", "2025"}


def test_how_to_do_something_is_not_told_by_what_never_names_it() -> None:
    spread = make_document(
        "全市及时总结推进旅游服务的创新举措，形成可复制可推广的经验，面向全市推广。\n",
        title="旅游推广方案",
    )
    assert make_pipeline([spread]).ask("电子钱包怎么推广？").status is Status.ABSTAINED


def test_a_list_as_long_as_asked_for_is_one_of_what_is_asked_for() -> None:
    plan = make_document(
        "港区建设方案\n一、总体要求\n加快港区建设。\n二、主要任务\n"
        "（一）统筹市场，打造港区加工中心\n1.拓展港区市场。\n2.释放产能。\n"
        "（二）便利贸易，打造港区物流中心\n1.简化进出。\n2.便利运输。\n3.创新监管。\n",
        title="港区建设方案",
    )
    text = make_pipeline([plan]).ask("港区要打造哪两个中心？").text
    assert "1. 统筹市场，打造港区加工中心" in text
    assert "2. 便利贸易，打造港区物流中心" in text
