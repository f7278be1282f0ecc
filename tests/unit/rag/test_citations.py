"""Markers of citations and the verification of statements."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.citations import find_markers, inspect, strip_markers, verify
from rag.types import Verdict

SOURCE = (
    "2024年，全市建成示范场景128个，投资约35.6亿元，验证周期从12个月缩短至4个月；"
    "依据《场景促进办法》（甬政发〔2024〕8号）实行“先试后推”，不收取任何费用。"
)


def test_markers_are_found_and_unknown_ones_reported() -> None:
    text = "甲[1]，乙【2】，丙[1, 3]，丁[9]。"
    markers = find_markers(text, {"1", "2", "3"})
    assert [(m.key, m.known) for m in markers] == [
        ("1", True), ("2", True), ("1", True), ("3", True), ("9", False),
    ]  # fmt: skip
    assert strip_markers(text) == "甲，乙，丙，丁。"
    assert find_markers("见[2025]年", {"1"}) == []


@pytest.mark.parametrize(
    "statement",
    [
        "全市建成示范场景128个[1]",
        "2024年全市建成示范场景128个，投资35.6亿元",
        "验证周期从12个月缩短至4个月",
        "依据《场景促进办法》实行“先试后推”",
        "二〇二四年全市建成示范场景128个",
        "实行先试后推，不收取任何费用",
    ],
)
def test_true_statements_pass(statement: str) -> None:
    assert verify(statement, [SOURCE]) == (Verdict.SUPPORTED, "")


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("全市建成示范场景182个", "182个"),
        ("全市建成示范场景128家", "128家"),
        ("投资约35.6万元", "35.6万元"),
        ("2023年全市建成示范场景128个", "2023"),
        ("验证周期从4个月延长至12个月", "方向相反"),
        ("依据《场景管理办法》实行“先试后推”", "《场景管理办法》"),
        ("甬政发〔2024〕9号明确了办法", "9号"),
        ("2024年未建成示范场景128个，投资约35.6亿元，取消", ""),
    ],
)
def test_changed_statements_are_caught(statement: str, reason: str) -> None:
    verdict, why = verify(statement, [SOURCE])
    if statement.startswith("2024年未"):
        verdict, why = verify(statement, [SOURCE.split("；")[0]])
        reason = "否定"
    assert verdict is Verdict.UNSUPPORTED
    assert reason in why


def test_no_quote_and_other_wording() -> None:
    assert verify("任何话", []) == (Verdict.UNSUPPORTED, "没有引用")
    assert verify("海洋牧场养殖品种丰富", [SOURCE])[0] is Verdict.PARTLY


CLAUSES = re.findall(r"[^，；。]+[，；。]", SOURCE)


@given(st.integers(0, len(CLAUSES) - 1), st.integers(1, len(CLAUSES)))
def test_any_run_of_clauses_is_supported(start: int, count: int) -> None:
    piece = "".join(CLAUSES[start : start + count])
    assert verify(piece, [SOURCE]) == (Verdict.SUPPORTED, "")


@pytest.mark.parametrize(
    ("cut", "reason"),
    [
        ("28个", "28个"),
        ("35.6万", "35.6万"),
        ("收取任何费用", "否定"),
        ("投资356亿元", "356亿元"),
        ("投资超过35.6亿元", "约数"),
    ],
)
def test_exact_characters_that_mislead_are_caught(cut: str, reason: str) -> None:
    verdict, why = verify(cut, [SOURCE])
    assert verdict is not Verdict.SUPPORTED
    assert reason in why


PARTNERS = (
    "参加的有教育部、科技部、农业农村部和市场监管总局。各单位至少选派2名联络员，原则上任期三年。"
)
OTHER = "海陵市出台办法，对首次采购的单位给予补助，单个项目最高200万元。"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ("参加的有教育部、农业农村部和市场监管总局", "漏了“科技部”"),
        ("参加的有教育部、科技部", "漏了“农业农村部”"),
        ("各单位至多选派2名联络员", "“2名”在引文中是下限"),
        ("各单位至少选派2名联络员，任期三年", "原则上"),
        ("参加的有教育部、科技部、工业农村部和市场监管总局", "不是“工”"),
        ("各单位至少选派2名联络员，单个项目最高200万元", ""),
        ("海洋局至少选派2名联络员", "海洋局"),
    ],
)
def test_series_limits_hedges_names_and_splices(changed: str, reason: str) -> None:
    verdict, why = verify(changed, [PARTNERS, OTHER])
    assert verdict is not Verdict.SUPPORTED
    assert reason in why


ROW = "城市：云州市；牵头主体：市农业农村局；资金来源：财政资金"
ROW_ABOVE = "城市：海陵市；牵头主体：海陵高新区；资金来源：企业自筹\n办公室设在云州市科技局。"


@pytest.mark.parametrize(
    ("mixed", "reason"),
    [
        (ROW.replace("财政资金", "企业自筹"), "企业自筹"),
        (ROW.replace("市农业农村局", "海陵高新区"), "相差较大"),
        (ROW.replace("云州市", "云州州市"), "州"),
        ("云州市农业农村局办公室", "云州市农业农村局办公室"),
    ],
)
def test_words_from_above_take_no_other_words_place(mixed: str, reason: str) -> None:
    quote = ROW.replace("：市农业", "：云州市农业")
    verdict, why = verify(mixed, [quote], ROW_ABOVE)
    assert verdict is not Verdict.SUPPORTED
    assert reason in why


def test_words_from_above_stand_for_what_points_back() -> None:
    above = "海陵市数据局负责场景清单。"
    assert verify("海陵市数据局每年更新两次", ["该局每年更新两次。"], above)[0] is Verdict.SUPPORTED


def test_what_is_defined_keeps_its_whole_name() -> None:
    quote = "本办法所称行业场景，是指一个行业之内由龙头单位牵头建设的集成式场景。"
    for said, verdict in (
        ("行业场景是指一个行业之内由龙头单位牵头建设的集成式场景", Verdict.SUPPORTED),
        ("场景是指一个行业之内由龙头单位牵头建设的集成式场景", Verdict.UNSUPPORTED),
    ):
        assert verify(said, [quote])[0] is verdict


LISTS = (
    "海陵市下辖六县；2024年5月，海陵市场景促进中心挂牌。"
    "机会清单是“出题单”，由需求单位写明要解决的问题。"
)


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("2024年5月海陵市场景促进中心挂牌", Verdict.SUPPORTED),
        ("海陵市市场景促进中心挂牌", Verdict.UNSUPPORTED),
        ("机会清单是“出题单”", Verdict.SUPPORTED),
        ("机会是“出题单”，由需求单位写明要解决的问题", Verdict.UNSUPPORTED),
    ],
)
def test_a_name_is_neither_joined_of_two_places_nor_robbed_of_its_head(
    said: str, verdict: Verdict
) -> None:
    assert verify(said, [LISTS])[0] is verdict


CASES = (
    "聚集性场景事故，是指同一园区两周内发生两起以上的事故，或一次波及三家以上企业的事故。"
    "三月登记的10起事故中，除1起是外地车辆闯入测试区所致外，都由本地企业自查发现。"
)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("聚集性场景事故，是指同一园区两周内发生两起以上的事故", "漏了另一种情形“或1次波及"),
        ("三月登记的10起事故中，1起是外地车辆闯入测试区，都由本地企业自查发现", "例外"),
    ],
)
def test_neither_the_other_case_nor_the_exception_is_left_out(said: str, reason: str) -> None:
    verdict, why = verify(said, [CASES])
    assert verdict is not Verdict.SUPPORTED
    assert reason in why
    assert verify(CASES, [CASES])[0] is Verdict.SUPPORTED


def test_what_something_is_based_on_is_not_what_it_is() -> None:
    quote = "场景创新以应用环境为载体，将用户需求转化为攻关题目。"
    assert verify("场景创新以应用环境为载体", [quote])[0] is Verdict.SUPPORTED
    for said in ("场景创新是应用环境的载体", "场景创新是应用环境的载体，将用户需求转化为攻关题目"):
        assert verify(said, [quote])[0] is Verdict.UNSUPPORTED


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("增速为5%", "增速为-5%。"),
        ("增速为5%", "增速为负5%。"),
        ("给予100万元", "最高给予100万元。"),
        ("可申请3次", "最多可申请3次。"),
        ("为总投资的30%", "不低于总投资的30%。"),
    ],
)
def test_neither_sign_nor_limit_of_a_number_is_lost(said: str, quote: str) -> None:
    assert verify(said, [quote])[0] is not Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("增速为-5%", "增速为负5%。"),
        ("-5.2%", "增速为-5.2%。"),
        ("本办法有效期5年", "本办法有效期五年。"),
        ("合肥已发布8批清单", "合肥已发布八批清单。"),
        ("设3项指标", "设三项指标。"),
        ("自2025年3月1日起施行", "自二〇二五年三月一日起施行。"),
        ("自2025年3月1日起施行", "自2025年03月01日起施行。"),
    ],
)
def test_numbers_are_the_same_in_either_script(said: str, quote: str) -> None:
    assert verify(said, [quote]) == (Verdict.SUPPORTED, "")


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("公办学校可以申报", "非公办学校可以申报示范项目。"),
        ("企业需缴纳保证金", "企业无需缴纳保证金。"),
        ("缴纳保证金", "企业免于缴纳保证金。"),
        ("以任何名义向企业收取押金", "任何单位不得以任何名义向企业收取押金。"),
        ("擅自改变用途", "严禁任何单位和个人擅自改变用途。"),
        ("到2027年建成示范区10个", "力争到2027年建成示范区10个。"),
        ("年满18周岁的申请人不得申报", "未满18周岁的申请人不得申报。"),
        ("全市出口总额增长5%", "全市进出口总额增长5%。"),
        ("2024年，工业增加值增长6.2%", "2024年，规模以上工业增加值增长6.2%。"),
        ("三季度，全市生产总值增长5%", "前三季度，全市生产总值增长5%。"),
        ("小微企业可以缓缴", "小微企业可以缓缴，但欠薪企业除外。"),
        ("据资料显示，小微企业可缓缴", "小微企业可以缓缴，但欠薪企业除外。"),
        ("企业可以申请补贴", "企业可以申请补贴的说法不实。"),
        ("涉密数据可以公开", "涉密数据可以公开的，须经批准。"),
    ],
)
def test_words_at_the_ends_that_change_the_rest_are_not_cut_off(said: str, quote: str) -> None:
    assert verify(said, [quote])[0] is not Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("公办学校可以申报", "非公办学校不得申报；公办学校可以申报。"),
        ("由市数据局负责解释", "本计划由市数据局负责解释。"),
        ("推动高质量发展", "坚定不移推动高质量发展。"),
        ("向项目授权使用", "数据按照“可用不可见”的要求向项目授权使用。"),
        ("38%", "失败原因依次为：需求不清占38%，数据不可得占27%。"),
        ("联合6家银行设立基金", "联合六家银行设立基金。"),
        ("联合六家银行，总授信10亿元", "联合6家银行，总授信10亿元，单户最高1000万元。"),
        ("提供代理服务", "鼓励机构为无收入的发明人提供代理服务。"),
        ("据资料显示，小微企业可以缓缴；但欠薪企业除外", "小微企业可以缓缴；但欠薪企业除外。"),
        ("要加强基础设施建设", "要进一步加强基础设施建设。"),
        ("对企业最高给予100万元奖励", "对企业给予最高100万元奖励。"),
    ],
)
def test_harmless_cuts_pass(said: str, quote: str) -> None:
    assert verify(said, [quote]) == (Verdict.SUPPORTED, "")


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("上半年，全市投资增长8%", "上半年，全市投资增长5%，下半年，全市投资增长8%。"),
        ("年均客流50万人次", "月均客流50万人次。"),
        ("中型企业不得申报", "大型企业不得申报。"),
        ("可公开招标", "应公开招标。"),
    ],
)
def test_the_first_word_is_checked_too(said: str, quote: str) -> None:
    assert verify(said, [quote])[0] is Verdict.UNSUPPORTED


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("占比提高到3%", "占比提高了3%。"),
        ("成本降至30%", "成本降低30%。"),
        ("能耗下降到13.5%", "能耗下降13.5%。"),
        ("企业由100家增加20家", "企业由100家增加到20家。"),
        ("企业数量增至500家", "企业数量增加500家。"),
    ],
)
def test_by_how_much_is_not_to_how_much(said: str, quote: str) -> None:
    verdict, why = verify(said, [quote])
    assert verdict is Verdict.UNSUPPORTED
    assert "变化" in why


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("补贴标准为每人500元", "补贴标准为每人500元至800元。"),
        ("补贴标准为每人800元", "补贴标准为每人500—800元。"),
        ("处1万元以上罚款", "处1万元以上、10万元以下罚款。"),
        ("年龄在18周岁以上", "年龄在18周岁以上60周岁以下。"),
        ("申报时间为5月31日", "申报时间为2025年3月1日至5月31日。"),
        ("申报时间为9月20日", "申报时间为9月20日至22日。"),
        ("5月，全市投资增长5%", "1—5月，全市投资增长5%。"),
    ],
)
def test_one_end_of_a_range_is_not_the_whole(said: str, quote: str) -> None:
    assert verify(said, [quote])[0] is not Verdict.SUPPORTED
    assert verify(quote.removesuffix("。"), [quote]) == (Verdict.SUPPORTED, "")


def test_what_only_looks_like_a_range_passes() -> None:
    assert verify("出口增长5%", ["出口增长5%至6.2亿元。"])[0] is Verdict.SUPPORTED
    quote = "受理期为3月1日至5月31日，5月31日止。"
    assert verify("受理期5月31日止", [quote])[0] is Verdict.SUPPORTED


def test_passed_checks_are_named() -> None:
    assert (
        inspect("参加的有教育部、科技部、农业农村部和市场监管总局。", [PARTNERS]).passed[0]
        == "原文"
    )
    assert "否定" in inspect("据资料显示，各单位至少选派2名联络员", [PARTNERS]).passed
