"""Questions as people type them, in the words of official text."""

from datetime import date

import pytest

from rag.language.spoken import formal

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("个税专项附加扣除啥时候开始", "个人所得税专项附加扣除什么时候开始"),
        ("集采只有1家企业入围咋办", "集中采购只有1家企业入围怎么办"),
        ("政务新媒体归谁管", "政务新媒体由谁负责"),
        ("2024年全国GDP是多少", "2024年我国国内生产总值是多少"),
        ("澜江市GDP多少", "澜江市地区生产总值多少"),
        ("2025年GDP目标定的多少", "2025年国内生产总值增长目标是多少"),
        ("数字经济占GDP比重多少", "数字经济占GDP比重多少"),
        ("去年粮食产量多少", "2025年粮食产量多少"),
        ("与去年同期相比如何", "与去年同期相比如何"),
        ("今年的目标是什么", "今年的目标是什么"),
        ("外地公司能参加么", "外地公司能参加吗"),
        ("《个税办法》和“双创”是什么", "《个税办法》和“双创”是什么"),
    ],
)
def test_what_is_typed_becomes_what_is_written(typed: str, meant: str) -> None:
    assert formal(typed, TODAY) == meant


@pytest.mark.parametrize(
    "plain",
    [
        "什么是场景驱动创新？",
        "那么怎么申请",
        "开发了多少套系统？",
        "认定了多少家企业？",
        "稳定在多少？",
        "颁发了多少张证书？",
        "向股东分发了多少股利？",
        "折扣多少？",
        "棉花多少吨？",
        "赡养老人每月扣除多少？",
        "住房贷款利息可以扣除多少年？",
        "养老人员补贴标准是多少？",
        "全职教师有多少人？",
        "征集采纳了多少条建议？",
        "各个税种的税率是多少？",
        "第十一期什么时候开始？",
    ],
)
def test_official_wording_stays(plain: str) -> None:
    assert formal(plain, TODAY) == plain


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("建数字园区能拿多少钱", "建数字园区给予多少补贴"),
        ("认定智能工厂要办啥手续", "认定智能工厂要办理什么手续"),
        ("弄虚作假会怎么样", "弄虚作假怎么处理"),
        ("申请补贴找谁", "申请补贴由谁负责"),
        ("创业能贷多少款", "创业能贷款多少"),
        ("举办什么活动", "举办什么活动"),
    ],
)
def test_what_laymen_ask_is_put_in_official_words(typed: str, meant: str) -> None:
    assert formal(typed, TODAY) == meant
