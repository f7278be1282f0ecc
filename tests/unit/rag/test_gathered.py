"""Answers gathered from a whole document, and what two documents say side by side."""

from __future__ import annotations

from rag.answerers.account import compose_account
from rag.answerers.pieces import Sources
from rag.question import classify
from rag.types import Answer, Document, Evidence, Hit, Section, Status, Verdict
from tests.memory_library import MemoryLibrary, make_document, make_pipeline

HARBOUR = make_document(
    "海陵港务集团成立于2001年，主要经营集装箱码头。\n"
    "首先，在2019年3月，公司完成了债务重组，减少了2亿元负债。这一举措降低了财务成本。\n"
    "其次，在2019年6月，公司进行了董事会变更，任命了两位新董事。\n"
    "净资产收益率为8%。员工满意度为85分。\n"
    "在2019年9月，公司参与了慈善活动。\n"
    "在治理改进计划方面，公司计划加强监事会的功能。同时，公司还计划改进信息披露流程。\n"
    "在风险管理策略方面，公司计划强化内部控制系统，识别和监控运营风险。\n"
    "在环境保护方面，公司采取了一系列措施。首先，公司建设了污水处理设施。其次，公司推广了岸电。\n"
    "综上所述，公司取得了良好的业绩。",
    title="海陵港务集团",
)
FARM = make_document(
    "临江农业有限公司成立于2005年，主要种植水稻。\n"
    "在2017年5月，公司进行了董事会变更，新董事加入。\n"
    "为了改善财务状况，公司在2017年9月进行了债务重组，减少了3000万元负债。\n"
    "净资产收益率为10%。\n"
    "公司还积极参与慈善活动。",
    title="临江农业有限公司",
)
PIPELINE = make_pipeline([HARBOUR, FARM])


def ask(question: str) -> Answer:
    answer = PIPELINE.ask(question)
    texts = {document.doc_id: document.text for document in (HARBOUR, FARM)}
    for one in answer.citations:
        assert texts[one.doc_id][one.start : one.end] == one.quote
    assert all(said.verdict is Verdict.SUPPORTED for said in answer.statements)
    return answer


def quotes(answer: Answer, document: Document) -> str:
    return "\n".join(one.quote for one in answer.citations if one.doc_id == document.doc_id)


def test_a_summary_gathers_every_aspect_in_the_order_of_the_document() -> None:
    answer = ask("结合海陵港务集团2019年的公司治理报告，总结其治理改进计划和风险管理策略。")
    assert answer.status is Status.ANSWERED
    said = quotes(answer, HARBOUR)
    for part in ("加强监事会的功能", "改进信息披露流程", "强化内部控制系统"):
        assert part in said
    assert said.index("监事会") < said.index("内部控制系统")
    assert not quotes(answer, FARM)


def test_an_aspect_that_the_document_lacks_is_named() -> None:
    asked = classify("结合海陵港务集团2019年的报告，总结其治理改进计划和渔业养殖。")
    passage = PIPELINE.search("海陵港务集团治理改进计划", 1)[0].passage
    evidence = Evidence("1", Hit(passage, 1.0, 1))
    draft = compose_account(asked, Sources(MemoryLibrary([HARBOUR]), [evidence]))
    assert draft is not None
    assert draft.missing == ("渔业养殖",)


def test_how_something_came_about_is_told_by_several_sentences() -> None:
    answer = ask(
        "根据海陵港务集团2019年的报告，海陵港务集团是如何通过债务重组和董事会变更来改善治理的？"
    )
    said = quotes(answer, HARBOUR)
    assert "减少了2亿元负债" in said
    assert "任命了两位新董事" in said


def test_documents_named_are_the_sides_however_the_question_is_worded() -> None:
    answer = ask("比较2019年海陵港务集团和2017年临江农业有限公司的净资产收益率，哪家更高？")
    assert "净资产收益率为8%" in quotes(answer, HARBOUR)
    assert "净资产收益率为10%" in quotes(answer, FARM)
    assert "| 海陵港务集团 |" in answer.text
    assert "| 临江农业有限公司 |" in answer.text


def test_what_was_earlier_stands_first() -> None:
    answer = ask("比较海陵港务集团和临江农业有限公司董事会变更的时间，哪家公司变更时间更早？")
    assert "2019年6月" in quotes(answer, HARBOUR)
    assert "2017年5月" in quotes(answer, FARM)
    assert answer.text.index("临江农业") < answer.text.index("海陵港务")


def test_a_comparison_with_one_side_unsaid_abstains_and_names_it() -> None:
    answer = ask("比较海陵港务集团和临江农业有限公司的员工满意度，哪家公司更高？")
    assert answer.status is Status.ABSTAINED
    assert "最接近的内容没有讲到“临江农业有限公司的员工满意度”" in answer.text


def test_a_day_is_asked_of_every_side() -> None:
    answer = ask("海陵港务集团和临江农业有限公司分别在什么时间参与了慈善活动？")
    assert answer.status is Status.ABSTAINED
    assert "最接近的内容没有讲到“临江农业有限公司的慈善活动的时间”" in answer.text
    assert "“临江农业有限公司”" not in answer.text


NOTICE = make_document(
    "河湾市支持中小企业的若干措施\n"
    "各区、各部门：现就支持中小企业渡过难关提出如下措施。\n"
    "一、减轻税费负担\n"
    "准许企业延期申报纳税，最长不超过三个月。对纳税确有困难的企业减免房产税。\n"
    "二、减轻租金负担\n"
    "承租国有房屋的企业免收第一个月租金，减半收取第二个月租金。\n"
    "三、加强用工服务\n"
    "人力资源部门举办网上招聘会，对稳定岗位的企业返还失业保险费的50%。",
    title="河湾市支持中小企业的若干措施",
)
NOTICES = make_pipeline([NOTICE])


def test_a_list_says_what_stands_below_each_heading() -> None:
    answer = NOTICES.ask("河湾市支持中小企业的措施有哪些？")
    assert answer.status is Status.ANSWERED
    assert "1. 减轻税费负担：准许企业延期申报纳税" in answer.text
    assert "3. 加强用工服务：" in answer.text
    assert answer.short_answer is None
    for one in answer.citations:
        assert NOTICE.text[one.start : one.end] == one.quote


def test_one_heading_asked_about_is_answered_by_what_stands_below_it() -> None:
    answer = NOTICES.ask("河湾市在减轻租金负担方面提供了哪些支持？")
    assert "免收第一个月租金，减半收取第二个月租金" in answer.text
    assert "税费" not in answer.text
    assert "用工" not in answer.text


def test_which_aspects_there_are_is_answered_by_the_headings_alone() -> None:
    answer = NOTICES.ask("河湾市支持中小企业的措施包括哪几个方面？")
    assert answer.short_answer == "减轻税费负担；减轻租金负担；加强用工服务"
    assert "延期申报" not in answer.text


REPORT = make_document(
    "河湾市数字产业行动计划\n"
    "一、总体要求\n"
    "（一）建设原则\n"
    "应用牵引。以规模化应用促进技术迭代升级。地方主体。发挥各区在建设中的主体作用。\n"
    "（二）发展愿景\n"
    "到2027年，河湾市数字产业的供给能力明显提升，产业生态不断完善。\n"
    "今年数字产业发展的主要预期目标是：产值增长8%左右；新增企业200家以上；培训1万人次。",
    title="河湾市数字产业行动计划",
    sections=(
        Section("一、总体要求", 1, 12, 109),
        Section("（一）建设原则", 2, 19, 66),
        Section("（二）发展愿景", 2, 67, 109),
    ),
)
REPORTS = make_pipeline([REPORT])


def test_a_section_is_found_by_another_name_of_what_it_holds() -> None:
    answer = REPORTS.ask("河湾市数字产业建设的基本原则有哪些？")
    assert "应用牵引" in answer.text
    assert "发挥各区在建设中的主体作用" in answer.text
    assert "供给能力明显提升" in REPORTS.ask("河湾市数字产业的发展目标是什么？").text


def test_a_sentence_that_announces_what_is_asked_answers_whole() -> None:
    answer = REPORTS.ask("河湾市数字产业今年的主要预期目标有哪些？")
    assert "产值增长8%左右；新增企业200家以上；培训1万人次" in answer.text


def test_cells_of_a_table_are_no_answer_one_by_one() -> None:
    table = make_document(
        "河湾市改革举措清单\n河湾市推广改革举措共四项。\n一、科技金融创新方面\n"
        "贷款担保模式\n由财政部门担保贷款\n市财政局\n全市\n"
        "二、知识产权保护方面\n快速审查模式\n由审查中心快速审查\n市知识产权局\n高新区\n",
        title="河湾市改革举措清单",
    )
    text = make_pipeline([table]).ask("河湾市科技金融创新方面有哪些举措？").text
    assert "市财政局[" not in text


COUNCIL = make_document(
    "河湾市数字产业会议制度\n为统筹数字产业，建立数字产业联席会议制度。\n"
    "一、主要职能\n数字产业联席会议研究数字产业发展的重大问题，督促各部门落实。\n"
    "二、成员单位\n数字产业联席会议由市发展改革委、市财政局、市商务局3个部门组成，市发展改革委为牵头单位。\n"
    "三、工作规则\n数字产业联席会议每年召开两次会议，部门可提出议题。\n"
    "四、议定内容：由召集人签发。\n",
    title="河湾市数字产业会议制度",
    sections=(Section("四、议定内容", 1, 157, 171),),
)


def test_who_something_consists_of_is_told_by_one_sentence() -> None:
    answer = make_pipeline([COUNCIL]).ask("数字产业联席会议由哪些部门组成？")
    assert [one.quote[:16] for one in answer.citations] == ["数字产业联席会议由市发展改革委、"]


def test_a_heading_that_begins_its_sentence_is_quoted_with_it() -> None:
    answer = make_pipeline([COUNCIL]).ask("数字产业联席会议的议定内容有哪些？")
    assert answer.text.startswith("议定内容：由召集人签发。")


def test_a_value_compared_is_that_of_the_thing_asked_for() -> None:
    plan = make_document(
        "行动计划\n海州市到2026年算力规模达到12个单位。\n"
        "江州市每年举办场景对接活动不少于3场。\n江州市算力规模达到35个单位。\n",
        title="两市行动计划",
    )
    answer = make_pipeline([plan]).ask("海州市和江州市的算力规模分别是多少？")
    assert "35个单位" in answer.text
    assert "对接活动" not in answer.text


def test_a_heading_is_no_side_and_the_row_of_a_table_is() -> None:
    cases = make_document(
        "案例集\n海州市的场景开放工作\n海州市开放码头，江州市开放矿山。\n"
        "城市：海州市；牵头主体：市港务局\n城市：江州市；牵头主体：市矿务局\n",
        title="案例集",
    )
    text = make_pipeline([cases]).ask("海州市和江州市的场景开放，牵头主体分别是谁？").text
    assert "市港务局" in text
    assert "市矿务局" in text
    assert "场景开放工作[" not in text
