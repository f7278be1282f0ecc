"""What a question names that its answer must be about."""

import pytest

from rag.kinds import Kind
from rag.language.bodies import find_bodies
from rag.question import classify
from rag.reading.confidence import lacks_subject
from rag.reading.named import (
    other_day,
    unnamed_body,
    unnamed_firm,
    unnamed_measure,
    unnamed_office,
    unnamed_site,
    unnamed_town,
    untold_deed,
)
from rag.reading.near_miss import differences, is_beside
from rag.reading.spans import find_span
from rag.reading.telling import tells_of
from rag.reading.type_fit import holds_type
from tests.memory_library import make_document, make_pipeline

REPORT = "青石环保有限公司2021年报告\n2021年4月，公司收购了清水厂，总价值2亿元。能源消耗为5万吉焦。"


@pytest.mark.parametrize("name", ["海鸥能源有限公司", "青山能源集团", "白云能源股份有限公司"])
def test_another_firm_is_not_the_one_asked_about(name: str) -> None:
    asked = classify(f"{name}2021年的能源消耗是多少？")
    assert unnamed_firm(asked, REPORT) == name
    assert is_beside(asked, REPORT, REPORT)
    assert any(item.asked == name for item in differences(asked, REPORT, REPORT))


def test_a_firm_is_named_without_what_it_is() -> None:
    asked = classify("青石环保股份有限公司2021年的能源消耗是多少？")
    assert unnamed_firm(asked, "青石环保公司的能源消耗为5万吉焦。") == ""


def test_an_amount_of_something_else_is_none_of_what_is_measured() -> None:
    asked = classify("青石环保有限公司2021年的总负债是多少？")
    assert unnamed_measure(asked, "2021年4月，公司收购了清水厂，总价值2亿元。") == "总负债"
    assert unnamed_measure(asked, "总负债为3000万元。") == ""
    assert unnamed_measure(classify("收购金额是多少？"), "公司收购了清水厂，总价值2亿元。") == ""
    assert unnamed_measure(classify("意见的文号是多少？"), "国办发〔2025〕37号") == ""


def test_a_word_cut_short_is_no_other_word() -> None:
    asked = classify("青石环保有限公司的能源消耗量是多少？")
    assert not is_beside(asked, "能源消耗为5，000吉焦。", REPORT)
    assert is_beside(classify("种植小麦多少亩？"), "全市种植水稻260万亩。", "全市种植水稻260万亩。")


def test_the_body_that_the_question_names_is_not_the_one_it_asks_for() -> None:
    asked = classify("天河航空有限公司成立了哪个部门？")
    assert not holds_type(asked, "天河航空有限公司实施了节能项目，减少了温室气体排放。")
    assert holds_type(asked, "天河航空有限公司成立了安全监察部。")


@pytest.mark.parametrize("town", ["青梧县", "杏花市", "柳溪镇"])
def test_another_town_is_not_the_one_asked_about(town: str) -> None:
    text = "低空物流试点通知\n白榆县首批开通低空物流航线17条，覆盖9个乡镇。"
    asked = classify(f"{town}首批开通低空物流航线多少条？")
    assert unnamed_town(asked, text) == town
    assert is_beside(asked, text, text)
    assert unnamed_town(classify("白榆县首批开通低空物流航线多少条？"), text) == ""
    assert unnamed_town(asked, f"{town}低空物流试点通知\n首批开通航线17条。") == ""


@pytest.mark.parametrize(
    "asked",
    ["智慧城市有多少条？", "证券市场开通多少条？", "新型城镇化率是多少？", "全市开通多少条？"],
)
def test_what_only_ends_like_a_town_is_none(asked: str) -> None:
    assert unnamed_town(classify(asked), "通知\n白榆县首批开通航线17条。") == ""


def test_a_number_to_call_is_a_contact_and_no_amount() -> None:
    asked = classify("环保服务热线是多少？")
    text = "我局开通环保服务热线：0523-86195536（服务时间9:00至17:00），共30人值守。"
    span = find_span(asked, text, 0, len(text))
    assert span is not None
    assert text[span.start : span.end] == "0523-86195536"
    assert holds_type(asked, text)
    assert not holds_type(asked, "热线共30人值守。")


def test_how_to_find_a_time_asks_for_a_way() -> None:
    assert classify("市民如何查询措施和结束时间？").kind is Kind.METHOD
    assert classify("展馆的开放时间是什么？").kind is Kind.DATE


@pytest.mark.parametrize(
    ("cited", "told"),
    [
        ("元宇宙是人与数字世界融合的空间。", True),
        ("本办法所称元宇宙，是指虚实融合的空间。", True),
        ("虚实融合的空间称为“元宇宙”。", True),
        ("三、元宇宙\n包括终端和内容。", True),
        ("近年来，元宇宙正在改变文旅消费。", True),
        ("培育元宇宙等新赛道。", False),
        ("支持区块链、元宇宙、大数据应用。", False),
        ("抢占元宇宙产业发展先机。", False),
        ("到2027年，“元宇宙”重点企业达到200家。", False),
        ("元宇宙包括终端、内容等5类产品。", True),
    ],
)
def test_a_mention_tells_nothing_of_what_something_is(cited: str, told: bool) -> None:
    assert tells_of("元宇宙", cited) is told
    assert is_beside(classify("什么是元宇宙？"), cited, cited) is not told


def test_offices_of_one_charge_are_one_body() -> None:
    assert find_bodies("市教育局和教育部、财政部门、国家发展改革委") == {
        "教育": "教育局",
        "发展改革": "发展改革委",
    }


DUTIES = "公安部负责维护治安秩序。财政部负责安排经费。农业部负责增加产量。"


@pytest.mark.parametrize(
    ("question", "cited", "unsaid"),
    [
        ("教育部在应急中负责什么？", "公安部负责维护治安秩序。", "教育部"),
        ("财政部负责什么？", "公安部负责维护治安秩序。", "财政部"),
        ("财政部负责什么？", "财政部负责安排经费。", ""),
        ("经费由谁负责？", "财政部负责安排经费。", ""),
        ("市财政局拨多少经费？", "经费为三百万元。", ""),
        ("清江大学有多少个试点？", "海州大学有三个试点。", "清江大学"),
        ("海州大学有多少个试点？", "海州大学有三个试点。", ""),
        ("商业银行能贷多少？", "最高贷款三百万元。", ""),
    ],
)
def test_another_body_is_not_the_one_asked_about(question: str, cited: str, unsaid: str) -> None:
    assert unnamed_body(classify(question), cited, f"{DUTIES}\n{cited}") == unsaid


def test_a_company_is_missed_by_its_name_and_not_by_its_sort() -> None:
    assert unnamed_firm(classify("华山公司做了什么？"), "快递企业应当配备设备。") == "华山公司"
    assert unnamed_firm(classify("高科技公司能拿多少补贴？"), "企业补贴三十万元。") == ""


def test_a_site_is_not_told_of_by_another_one() -> None:
    park = "入驻人工智能产业园的企业每年补贴三十万元。"
    assert unnamed_site(classify("海州人工智能岛每年补贴多少？"), park) == "海州人工智能岛"
    assert unnamed_site(classify("人工智能产业园每年补贴多少？"), park) == ""


def test_days_are_not_told_in_months() -> None:
    asked = classify("许可证多少天能批下来？")
    assert is_beside(asked, "责令停业6个月至12个月。", "责令停业6个月至12个月。")
    assert not is_beside(asked, "20个工作日内作出决定。", "20个工作日内作出决定。")


@pytest.mark.parametrize(
    ("question", "around", "unnamed"),
    [
        ("国家海图局哪年成立的？", "截至2022年底，全国已成立48家海图机构。", "国家海图局"),
        ("国家海图局哪年成立的？", "2019年，海图局成立。", ""),
        ("江城海图交易所何时成立？", "2021年，全国已成立48家海图机构。", "江城海图交易所"),
        ("海州省海图研究院成立于哪一年？", "2019年省政府印发意见。", "海州省海图研究院"),
        ("国家海图局的职责是什么？", "海图机构负责测绘。", ""),  # no date or figure
    ],
)
def test_the_day_of_an_office_is_not_that_of_others(
    question: str, around: str, unnamed: str
) -> None:
    asked = classify(question)
    assert unnamed_office(asked, around, around) == unnamed
    if unnamed:
        assert is_beside(asked, around, around)


def test_a_park_is_no_garden_and_is_named_anywhere_in_its_document() -> None:
    assert unnamed_site(classify("省级海洋经济园区要多少家企业？"), "入驻海洋经济企业20家。") == ""
    policy = make_document(
        f"政策\n青州海洋产业园适用本政策。\n{'各部门要抓好落实工作。' * 80}\n"
        "（二）给予房租补贴。园区内企业的房租补贴最高不超过100万元。",
        title="若干政策",
    )
    answer = make_pipeline([policy]).ask("海洋产业园房租补贴最高多少钱？")
    assert answer.short_answer == "100万元"


def test_of_several_words_the_last_tell_what_is_measured() -> None:
    asked = classify("个人所得税子女教育扣除标准是多少？")
    assert unnamed_measure(asked, "子女接受教育的支出，按照每月1000元的标准扣除。") == ""
    park = classify("省级工业园区奖励多少？")
    assert unnamed_measure(park, "对新获批的重点实验室，给予最高1000万元奖励。")
    assert unnamed_measure(park, "对新认定的工业园区，奖励200万元。") == ""
    rent = classify("海洋产业园房租补贴最高多少钱？")
    assert unnamed_measure(rent, "给予最高200万元生活补贴。")


def test_money_is_not_told_in_firms() -> None:
    assert not holds_type(classify("海州4S店投资了多少钱？"), "海州集聚了超300家企业。")


@pytest.mark.parametrize(
    ("cited", "told"),
    [
        ("算力规模领先，“东网西云”工程全面开展。", False),
        ("东网西云院：集成管理系统，提供服务。", False),
        ("研究设立人工智能“东网西云”，建立健全制度。", False),
        ("“东网西云”是一项跨区域调度算力的工程，工程全面开展。", True),
    ],
)
def test_that_something_goes_on_is_not_what_it_is(cited: str, told: bool) -> None:
    assert tells_of("东网西云", cited) is told


def test_a_limit_before_a_figure_is_no_other_thing() -> None:
    cited = "全国有影响力的云网平台超过240个，连接设备8000万台。"
    assert not is_beside(classify("云网平台数量多少？"), cited, cited)


@pytest.mark.parametrize(
    ("question", "cited", "deed"),
    [
        ("海事治理倡议是谁提出的？", "落实《海事治理倡议》，制定本框架。", "提出"),
        ("海事治理倡议是谁提出的？", "海州市发起《海事治理倡议》。", ""),
        ("谁负责审核补贴？", "市区两级给予年度补贴。", "负责"),
        ("谁负责审核补贴？", "市财政局牵头审核补贴材料。", ""),
        ("院士是谁？", "授予李四院士奖章。", ""),
    ],
)
def test_who_did_something_is_told_by_doing_it(question: str, cited: str, deed: str) -> None:
    asked = classify(question)
    assert untold_deed(asked, cited) == deed


def test_measured_by_the_thing_asked_about() -> None:
    cited = "全市单位GDP能耗下降13.5%。"
    assert not is_beside(classify("单位GDP能耗下降多少？"), cited, cited)
    assert is_beside(classify("GDP下降多少？"), cited, cited)


def test_a_zone_is_not_told_of_by_another_sort_of_zone() -> None:
    told = "拟申请建设试验区的城市应具备以下条件。"
    asked = classify("国家海洋经济创新先导区有哪些城市？")
    assert unnamed_site(asked, told) == "国家海洋经济创新先导区"
    assert unnamed_site(asked, f"{told}先导区包括三个城市。") == ""


@pytest.mark.parametrize(
    ("asked", "unsaid"),
    [
        ("2月14日交易会的均价是多少？", "2月14日"),
        ("2月7日交易会的均价是多少？", ""),
        ("2月14日的交易会什么时候开始？", ""),
    ],
)
def test_another_day_is_not_the_one_asked_about(asked: str, unsaid: str) -> None:
    told = "2月7日举办交易会，均价每吨1919元。"
    assert other_day(classify(asked), told) == unsaid
    assert is_beside(classify(asked), told, told) == bool(unsaid)
    assert other_day(classify(asked), f"{told}14日再次举办交易会。") == ""


def test_a_right_answer_is_not_held_to_be_of_something_else() -> None:
    assert find_bodies("职业教育部际联席会议每年召开几次会议？") == {}
    asked = classify("机关新建营房，资金由谁承担？")
    assert untold_deed(asked, "所需资金由机关自筹解决。") == ""
    funds = classify("成立全国性社会团体至少要有多少资金？")
    told = "成立社会团体应有50个以上的会员，有10万元以上的资金。"
    assert not is_beside(funds, told, told)


def test_a_long_word_right_after_a_place_is_what_is_asked_about() -> None:
    asked = classify("青岛人工智能产业园的公司新招一个博士，每年给多少补贴？")
    assert not lacks_subject(asked, [1.0, 1.0, 0.0, *[1.0] * 5][: len(asked.terms)])
