"""The short answer inside a sentence: which value, and how much of its limit."""

from __future__ import annotations

import pytest

from rag.question import classify
from rag.reading.limits import asks_most, limit_start, states_most
from rag.reading.spans import find_span


def short(question: str, sentence: str) -> str | None:
    span = find_span(classify(question), sentence, 0, len(sentence))
    return sentence[span.start : span.end] if span else None


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("测试期最长多久？", "测试期一般不超过9个月。", "9个月"),
        ("测试期是多久？", "测试期一般不超过9个月。", "不超过9个月"),
        ("占比不低于多少？", "企业承接项目的占比不低于45%。", "45%"),
        ("占比最多是多少？", "企业承接项目的占比不低于45%。", "不低于45%"),
        ("单户最高能贷多少？", "单户最高800万元。", "800万元"),
        ("合作金额要达到多少？", "合作金额达到60亿元。", "60亿元"),
        ("累计发布多少项场景机会？", "累计发布场景机会超1300项。", "超1300项"),
        ("对获奖企业奖励多少？", "对获奖企业最高给予100万元奖励。", "最高给予100万元"),
        ("对获奖企业最高奖励多少？", "对获奖企业最高给予100万元奖励。", "100万元"),
        ("补助比例是多少？", "补助比例不超过投资额的30%。", "不超过投资额的30%"),
        ("注册资本要多少？", "注册资本不低于人民币500万元。", "不低于人民币500万元"),
        ("居民最久等几天？", "居民最长要等4天才能拿到药。", "4天"),
        ("用户有多少人？", "用户数最多的为3000人。", "3000人"),
    ],
)
def test_a_limit_belongs_to_the_answer_unless_it_is_asked_for(
    question: str, sentence: str, answer: str
) -> None:
    assert short(question, sentence) == answer


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("办法的有效期是几年？", "本办法自2024年3月1日起施行，有效期3年。", "3年"),
        ("馆长的任期多长？", "馆长由理事会聘任，任期四年。", "四年"),
        ("目录多久更新一次？", "目录每半年更新一次，向社会公布。", "每半年"),
        ("多大比例投向中小企业？", "首期规模20亿元，其中35%投向中小企业。", "35%"),
        ("比公路运输便宜多少？", "单趟成本为52元，比公路运输低三成。", "低三成"),
        ("平均送达要多长时间？", "平均送达时间由8小时降到25分钟。", "25分钟"),
        ("通知的文号是多少？", "省政府印发通知，文号为苏政发〔2024〕12号。", "苏政发〔2024〕12号"),
        ("哪天对外公布？", "2024年完成起草，2025年3月6日对外公布。", "2025年3月6日"),
        ("2026年安排多少资金？", "三年安排资金9亿元，其中2025年2亿元、2026年3亿元。", "3亿元"),
        ("什么时候报送总结？", "各地于每年1月底之前报送上一年度总结。", "1月底之前"),
        (
            "参保多久可以申领？",
            "将申领条件由企业职工参加失业保险3年以上放宽至参保1年以上。",
            "1年以上",
        ),
        (
            "省级创新中心奖励多少？",
            "获准建设的省、市级创新中心，分别给予200万元、50万元奖励。",
            "200万元",
        ),
        (
            "市级创新中心奖励多少？",
            "获准建设的省、市级创新中心，分别给予200万元、50万元奖励。",
            "50万元",
        ),
        (
            "国家级平台最多支持多少钱？",
            "对国家级、省级平台，分别给予最高500万元（国家级）、100万元（省级）的支持。",
            "500万元",
        ),
        (
            "2024年全市生产总值是多少？",
            "2023年、2024年全市生产总值分别为1.2万亿元、1.35万亿元。",
            "1.35万亿元",
        ),
        (
            "2023年全市生产总值是多少？",
            "2023年、2024年全市生产总值分别为1.2万亿元、1.35万亿元。",
            "1.2万亿元",
        ),
        ("硕士补贴多少？", "新引进的博士、硕士，每年分别给予5000元、3000元补贴。", "3000元"),
        ("哪年成立？", "该中心于2021年5月6日成立。", "2021年"),
        ("年龄不超过多少周岁？", "任职年龄一般不超过70周岁。", "70周岁"),
        ("年龄不超过多少周岁？", "任职年龄一般不超过70岁。", "70岁"),
        ("什么时候完成验收？", "2020年4月底前完成验收总结。", "2020年4月底前"),
        ("什么时候增长？", "2020年前三季度增长。", "2020年"),
    ],
)
def test_the_value_asked_for(question: str, sentence: str, answer: str) -> None:
    assert short(question, sentence) == answer


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("补贴标准是多少？", "补贴标准为每人500元至800元。", "500元至800元"),
        ("补贴标准是多少？", "补贴标准为每人500—800元。", "500—800元"),
        ("利率是多少？", "贷款利率为5%—10%。", "5%—10%"),
        ("有效期是几年？", "证书有效期为3—5年。", "3—5年"),
        ("有效期是几年？", "证书有效期为三至五年。", "三至五年"),
        ("罚款多少？", "逾期不改的，处1万元以上、10万元以下罚款。", "1万元以上、10万元以下"),
        ("企业有多少家？", "企业从50家到80家，用了一年。", "50家到80家"),
        (
            "申报时间是什么时候？",
            "申报时间为2025年3月1日至5月31日。",
            "2025年3月1日至5月31日",
        ),
        ("申报什么时候截止？", "申报时间为2025年3月1日至5月31日。", "5月31日"),
        ("从什么时候开始申报？", "申报时间为2025年3月1日至5月31日。", "2025年3月1日"),
        ("活动什么时候举办？", "活动于9月20日至22日举办。", "9月20日至22日"),
        ("活动什么时候结束？", "活动于9月20日至22日举办。", "9月20日至22日"),
        ("规划期是什么时候？", "规划期为2023—2025年。", "2023—2025年"),
        ("二〇二五年何时申报？", "二〇二五年三月1日至3日申报。", "二〇二五年三月1日至3日"),
    ],
)
def test_half_of_a_range_is_no_answer(question: str, sentence: str, answer: str) -> None:
    assert short(question, sentence) == answer


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("外贸出口增速是多少？", "外贸出口增速为-5.2%。", "-5.2%"),
        ("外贸出口增速是多少？", "外贸出口增速为负5.2%。", "负5.2%"),
        ("固定资产投资增速是多少？", "固定资产投资同比下降3.2%。", "下降3.2%"),
        ("固定资产投资增速是多少？", "固定资产投资增速回落约3.2个百分点。", "回落约3.2个百分点"),
        ("固定资产投资下降了多少？", "固定资产投资同比下降3.2%。", "3.2%"),
    ],
)
def test_a_fall_is_no_growth(question: str, sentence: str, answer: str) -> None:
    assert short(question, sentence) == answer


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("企业增加了多少家？", "企业由300家增加到500家。", "由300家增加到500家"),
        ("企业增加了多少家？", "企业由300家增加到500家，增加了200家。", "200家"),
        ("企业有多少家？", "企业由300家增加到500家。", "500家"),
        ("企业有多少家？", "企业从2020年的300家增加到500家。", "500家"),
        ("审批时限压缩了多少天？", "审批时限由10天压缩至3天。", "由10天压缩至3天"),
        ("审批时限压缩了多少天？", "审批时限压缩至3天。", None),
    ],
)
def test_what_something_became_is_not_by_how_much_it_changed(
    question: str, sentence: str, answer: str | None
) -> None:
    assert short(question, sentence) == answer


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("场景项目已建成多少个？", "120个"),
        ("场景项目在建多少个？", "180个"),
        ("场景项目有多少个？", "300个"),
    ],
)
def test_the_words_before_the_value_tell_it_from_the_others(question: str, answer: str) -> None:
    sentence = "现有场景项目300个，其中已建成120个，在建180个。"
    hint = (sentence.index("300"), sentence.index("300") + 4)
    span = find_span(classify(question), sentence, 0, len(sentence), hint)
    assert span is not None
    assert sentence[span.start : span.end] == answer


def test_a_change_belongs_to_what_stands_before_it() -> None:
    sentence = "全市建成泊位42个，同比增长5%；吞吐货物300万吨，增长12%。"
    assert short("吞吐货物增长了多少？", sentence) == "12%"
    assert short("建成泊位增长了多少？", sentence) == "5%"


def test_the_limit_is_found_before_the_value() -> None:
    text = "一般不超过12个月"
    assert text[limit_start(text, 5, len(text)) :] == "不超过12个月"


def test_a_reader_does_not_outweigh_what_is_asked_of_the_subject() -> None:
    sentence = "测试期一般不超过9个月；确有必要的可以延长一次，延长期不超过4个月。"
    asked = classify("测试期最多能延长多久？")
    at = sentence.find("9个月")
    span = find_span(asked, sentence, 0, len(sentence), hint=(at, at + 3))
    assert span is not None
    assert sentence[span.start : span.end] == "4个月"


def test_both_ends_of_a_change_are_told() -> None:
    said = "下调部分关税，关税总水平由9.8%降至7.5%。"
    assert short("关税总水平从多少降到多少？", said) == "9.8%降至7.5%"


@pytest.mark.parametrize(
    ("sentence", "answer"),
    [
        ("两部门于7日联合下发通知，明确延长缴费期。", None),
        ("7日上午，两部门宣布延长缴费期。", None),
        ("缴费期延长15日。", "15日"),
        ("缴费期可以延长，最多为30日，逾期不再办理。", "最多为30日"),
        ("申请人应在20日内补齐材料，缴费期相应延长。", "20日"),
    ],
)
def test_a_day_of_the_month_is_no_length_of_time(sentence: str, answer: str | None) -> None:
    assert short("缴费期延长多长时间？", sentence) == answer


def test_the_longest_is_the_most() -> None:
    assert asks_most("居民最久等几天？")
    assert states_most("居民最长要等4天才能拿到药。")
