"""What a document says of others, read from the words around their names."""

from __future__ import annotations

import pytest

from ingest.fields.relations import find_relations
from rag.types import Document, Metadata, RelationKind


def said(
    text: str, title: str = "甲市场景办法", kind: str = "policy"
) -> list[tuple[str, str, str]]:
    """Return (kind, title, number) of all relations; every quote must be a slice."""
    document = Document(
        "d", title, text, "d.txt", "0" * 64, Metadata(kind, number="甲发〔2025〕9号")
    )
    relations = find_relations(document)
    assert all(text[each.start : each.end] == each.quote for each in relations)
    return [(each.kind.value, each.title, each.number) for each in relations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "本办法自2025年5月1日起施行。《甲市场景管理办法》（甲政发[2019]7 号）同时废止。",
            ("废止", "甲市场景管理办法", "甲政发〔2019〕7号"),
        ),
        (
            "原《甲市道路测试细则（试行）》自本办法施行之日起停止执行。",
            ("废止", "甲市道路测试细则（试行）", ""),
        ),
        (
            "市地震局《关于加强防震工作的报告》已经市政府同意，现转发给你们。",
            ("转发", "关于加强防震工作的报告", ""),
        ),
        (
            "《关于健全经费渠道的报告》已经市政府同意，请各区县认真贯彻落实。",
            ("贯彻", "关于健全经费渠道的报告", ""),
        ),
        ("做好《甲市应急条例》的落实工作。", ("贯彻", "甲市应急条例", "")),
        ("认真落实论坛形成的《甲市行动计划》。", ("贯彻", "甲市行动计划", "")),
        ("确保《甲市服务规范》落地。", ("贯彻", "甲市服务规范", "")),
        ("可以适用《甲市复议条例》第四十一条的规定。", ("援引", "甲市复议条例", "")),
        ("严格遵循《甲市规划条例》和有关标准。", ("援引", "甲市规划条例", "")),
        (
            "《甲市奖励办法》（甲政发〔2020〕1号）有效期延长至2027年底。",
            ("修订", "甲市奖励办法", "甲政发〔2020〕1号"),
        ),
        ("甲政发〔2010〕5号文件同时废止。", ("废止", "", "甲政发〔2010〕5号")),
        ("经研究，决定废止《甲市奖励办法》。", ("废止", "甲市奖励办法", "")),
        (
            "将《甲市奖励办法》第三条修改为：“奖励一万元。”",
            ("修订", "甲市奖励办法", ""),
        ),
        ("现对《甲市奖励办法》作如下修改：", ("修订", "甲市奖励办法", "")),
        ("甲市人民政府关于修改《甲市奖励办法》的决定", ("修订", "甲市奖励办法", "")),
        ("现将《甲市行动计划》印发给你们，请遵照执行。", ("印发", "甲市行动计划", "")),
        (
            "《关于推进场景开放的意见》已经市政府同意，现转发给你们。",
            ("转发", "关于推进场景开放的意见", ""),
        ),
        ("原则同意《甲新区规划（2020—2035年）》。", ("批准", "甲新区规划（2020—2035年）", "")),
        (
            "为贯彻落实《国务院关于某事的意见》（国发〔2024〕3号）精神，",
            ("贯彻", "国务院关于某事的意见", "国发〔2024〕3号"),
        ),
        (
            "依照《中华人民共和国预算法》第十条规定，",
            ("依据", "中华人民共和国预算法", ""),
        ),
        (
            "根据《医保条例》（国务院令第735号）制定本办法。",
            ("依据", "医保条例", "国务院令第735号"),
        ),
        (
            "根据《智能发展规划（国发〔2017〕35号）》编制。",
            ("依据", "智能发展规划", "国发〔2017〕35号"),
        ),
        ("《甲市行动计划》政策解读\n一、出台背景", ("解读", "甲市行动计划", "")),
    ],
)  # fmt: skip
def test_a_clause_says_one_thing(text: str, expected: tuple[str, str, str]) -> None:
    assert said(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "适时修订《甲市奖励办法》，研究废止《甲市补贴办法》。",
        "《甲市奖励办法》修订工作有序推进。",
        "按要求编制了《甲市行动计划》。",
        "根据需要制定《甲市行动计划》。",
        "作者著有《红楼梦》《西游记》，根据《活着》改编。",
        "落实市长对《关于解决险情的请示》的批示。",
        "外资企业不适用《甲市奖励办法》。",
        "不再执行《甲市企业管理规定》中的限制。",
        "原办法已被《甲市新办法》废止。",
        "《规章制定程序条例》规定了废止程序。",
        "甲发〔2025〕9号",
    ],
)
def test_what_is_planned_or_merely_named_is_no_relation(text: str) -> None:
    assert said(text) == []


def test_documents_side_by_side_share_what_is_said() -> None:
    found = said(
        "根据《预算法》、《审计法实施条例》（国务院令第571号）和国务院《决算规定》，制定本办法。"
    )
    assert [title for _, title, _ in found] == ["预算法", "审计法实施条例", "决算规定"]
    assert {kind for kind, _, _ in found} == {"依据"}


def test_what_a_document_rests_on_is_told_from_what_others_are_to_heed() -> None:
    text = (
        "根据《甲市数据条例》，制定本办法。\n一、总则\n本办法适用于全市。\n二、要求\n"
        "企业报告事故时按照《甲市应急预案》进行。\n财务人员执行《甲市会计准则》。\n"
        "落实《甲市数字规划》。\n按照《甲市立法规划》要求，我局编制了《甲市数据目录》。"
    )
    assert [found[:2] for found in said(text)] == [
        ("依据", "甲市数据条例"),
        ("援引", "甲市应急预案"),
        ("援引", "甲市会计准则"),
        ("贯彻", "甲市数字规划"),
        ("依据", "甲市立法规划"),
    ]


def test_a_list_under_an_announcement_is_repealed() -> None:
    text = (
        "经研究，决定对下列文件予以废止：\n1. 《甲市奖励办法》（甲政发〔2001〕1号）\n"
        "2. 《甲市补贴办法》（甲政发〔2002〕2号）\n特此通知。\n根据《预算法条例》办理。"
    )
    assert said(text, "甲市关于废止部分文件的通知") == [
        ("废止", "甲市奖励办法", "甲政发〔2001〕1号"),
        ("废止", "甲市补贴办法", "甲政发〔2002〕2号"),
        ("援引", "预算法条例", ""),
    ]


def test_a_title_without_marks_says_what_it_sends_on() -> None:
    title = "国务院办公厅转发民政部关于清理整顿社会团体意见的通知"
    assert said(f"{title}\n各省：", title) == [("转发", "民政部关于清理整顿社会团体意见", "")]


@pytest.mark.parametrize(("kind", "title"), [("news", "某报"), ("policy", "办法（征求意见稿）")])
def test_only_what_binds_can_repeal(kind: str, title: str) -> None:
    assert said("《甲市奖励办法》同时废止。", title, kind) == []


def test_a_title_in_two_lines_says_what_it_prints() -> None:
    title = "关于印发《甲市工作规则》的通知"
    (relation,) = said("关于印发\n《甲市工作规则》的通知\n各单位：", title)
    assert relation[:2] == ("印发", "甲市工作规则")


def test_a_document_says_nothing_of_itself() -> None:
    assert said("现将《甲市场景办法》印发给你们。") == []


def test_long_and_hostile_text_is_read_in_time() -> None:
    said("《" * 5_000 + "根据" * 5_000 + "〔2020〕" * 3_000)
    assert len(said("".join(f"根据《第{n}号管理办法》。" for n in range(3_000)))) == 2_000


def test_kinds_are_what_a_reader_is_shown() -> None:
    assert RelationKind.REPEALS == "废止"
