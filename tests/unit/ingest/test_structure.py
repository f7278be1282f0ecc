"""Outlines: styles nest by first appearance, spans are exact, the text is covered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.outline.structure import find_sections
from rag.types import Section

LONG = "各部门要结合实际细化措施，明确时间表和责任人，定期通报进展，确保任务落到实处、见到成效。"


def outline(text: str, known: tuple[tuple[int, int, int], ...] = ()) -> list[tuple[int, str]]:
    sections = find_sections(text, known)
    check(text, sections)
    return [(section.level, section.heading) for section in sections]


def check(text: str, sections: tuple[Section, ...]) -> None:
    """Spans lie in the text, top-level ones tile it, the others nest."""
    top = [section for section in sections if section.level == 0]
    assert "".join(text[s.start : s.end] for s in top) == text
    open_: list[Section] = []
    for section in sections:
        assert 0 <= section.start < section.end <= len(text)
        while open_ and open_[-1].level >= section.level:
            assert open_.pop().end <= section.start
        if open_:
            assert open_[-1].level < section.level
            assert open_[-1].start <= section.start
            assert section.end <= open_[-1].end
        open_.append(section)


def test_official_outline() -> None:
    text = (
        f"云州市人民政府关于开放试验环境的意见\n各区人民政府：\n{LONG}\n一、总体要求\n"
        f"（一）指导思想。{LONG}\n"
        f"（二）基本原则。\n1.需求导向。{LONG}\n2.安全可控。{LONG}\n二、重点任务\n"
        f"（三）开放道路。{LONG}\n"
    )
    assert outline(text) == [
        (0, "云州市人民政府关于开放试验环境的意见"),
        (1, "一、总体要求"),
        (2, "（一）指导思想"),
        (2, "（二）基本原则"),
        (3, "1.需求导向"),
        (3, "2.安全可控"),
        (1, "二、重点任务"),
        (2, "（三）开放道路"),
    ]


def test_styles_nest_by_first_appearance() -> None:
    text = f"工作方案\n1.目标\n{LONG}\n一、年度目标\n{LONG}\n二、远期目标\n{LONG}\n2.任务\n{LONG}\n"
    assert outline(text) == [
        (0, "工作方案"),
        (1, "1.目标"),
        (2, "一、年度目标"),
        (2, "二、远期目标"),
        (1, "2.任务"),
    ]


def test_a_deeper_style_met_first_does_not_swallow_the_outline() -> None:
    text = (
        f"实施细则\n一、范围\n1.道路。{LONG}\n2.港口。{LONG}\n（一）申请。{LONG}\n"
        f"（二）审核。{LONG}\n二、附则\n{LONG}\n"
    )
    levels = {heading: level for level, heading in outline(text)}
    assert levels["（一）申请"] == levels["（二）审核"] == levels["1.道路"] == 2
    assert levels["二、附则"] == levels["一、范围"] == 1


def test_decimal_numbers() -> None:
    text = (
        f"技术要求\n1. 范围\n{LONG}\n1.1 对象\n{LONG}\n1.2. 方法\n{LONG}\n1.2.1 取样地点\n{LONG}\n"
        f"2. 结果\n3.93 万亿元是全年的投入，{LONG}\n2.1 数据来源\n{LONG}\n"
    )
    assert outline(text) == [
        (0, "技术要求"),
        (1, "1. 范围"),
        (2, "1.1 对象"),
        (2, "1.2. 方法"),
        (3, "1.2.1 取样地点"),
        (1, "2. 结果"),
        (2, "2.1 数据来源"),
    ]


def test_law() -> None:
    text = (
        f"试验区条例\n第一章 总则\n第一条 为了规范试验活动，{LONG}\n"
        f"第二条 本条例所称试验，{LONG}\n第二章 管理\n第三条 {LONG}\n（一）登记；\n"
        f"（二）备案。\n"
    )
    assert outline(text) == [
        (0, "试验区条例"),
        (1, "第一章 总则"),
        (2, "第一条"),
        (2, "第二条"),
        (1, "第二章 管理"),
        (2, "第三条"),
        (3, "（一）登记"),
        (3, "（二）备案"),
    ]


def test_run_in_headings() -> None:
    text = (
        f"把路让给新技术\n开放才有验证\n{LONG}\n其一，需求先行少走弯路。{LONG}\n{LONG}\n"
        f"其二，验证加快定型。{LONG}\n"
        f"机制决定成败\n{LONG}\n建立分级开放制度。{LONG}\n完善多方参与机制。{LONG}\n"
        f"健全风险防控体系。{LONG}\n"
    )
    assert outline(text) == [
        (0, "把路让给新技术"),
        (1, "开放才有验证"),
        (2, "其一，需求先行少走弯路"),
        (2, "其二，验证加快定型"),
        (1, "机制决定成败"),
        (2, "建立分级开放制度"),
        (2, "完善多方参与机制"),
        (2, "健全风险防控体系"),
    ]


def test_a_single_short_first_sentence_is_no_heading() -> None:
    text = f"市场在变\n场景是试金石。{LONG}\n随着需求增长，{LONG}\n"
    assert outline(text) == [(0, "市场在变")]


def test_questions_and_answers() -> None:
    text = (
        f"政策问答\n问：谁可以申请试验道路？\n答：{LONG}\n问：多久能批下来？\n"
        f"答：十个工作日。{LONG}\n"
    )
    assert outline(text) == [(0, "政策问答"), (1, "谁可以申请试验道路？"), (1, "多久能批下来？")]


def test_annexes() -> None:
    text = (
        f"关于印发工作要点的通知\n各处室：\n一、抓紧落实\n{LONG}\n附件：工作要点\n"
        f"云州市数据局\n2025年3月4日\n"
        f"附件1\n数据开放工作要点\n一、目录编制\n{LONG}\n附件2 分工表\n{LONG}\n"
    )
    assert outline(text) == [
        (0, "关于印发工作要点的通知"),
        (1, "一、抓紧落实"),
        (1, "附件1 数据开放工作要点"),
        (2, "一、目录编制"),
        (1, "附件2 分工表"),
    ]


def test_a_notice_that_lost_its_line_ends() -> None:
    text = (
        f"关于做好试验登记的通知 各单位：{LONG}现通知如下： 一、登记范围 {LONG}"
        f" 二、登记材料 1.申请表。{LONG} 2.安全评估。{LONG} 三、办理时限 {LONG}"
    )
    found = outline(text)
    assert next(heading for level, heading in found if level == 1).startswith("一、登记范围")
    assert [heading[:2] for level, heading in found if level == 1] == ["一、", "二、", "三、"]
    assert [heading[:2] for level, heading in found if level == 2] == ["1.", "2."]


def test_spoken_numbers_need_their_first() -> None:
    text = f"现状分析\n{LONG}\n三是力量分散，{LONG}\n第二，{LONG}\n"
    assert outline(text) == [(0, "现状分析")]


def test_headings_that_the_format_marks() -> None:
    text = f"试验手册\n准备\n{LONG}\n车辆\n{LONG}\n收尾\n{LONG}\n"
    marks = tuple(
        (at, at + 2, level)
        for at, level in ((5, 1), (text.index("车辆"), 2), (text.index("收尾"), 1))
    )
    assert outline(text, marks) == [(0, "试验手册"), (1, "准备"), (2, "车辆"), (1, "收尾")]


def test_what_is_numbered_in_a_cell_is_no_outline() -> None:
    need = f"1.需求背景：{LONG}2.预期目标：{LONG}3.合作方式：{LONG}"
    rows = "".join(f"序号：{n}；需求描述：{need}；发布单位：市局\n" for n in (1, 2))
    assert outline(f"场景清单\n{LONG}\n{rows}")[1:] == []


def test_signatures_dates_and_table_rows_are_no_headings() -> None:
    text = (
        f"登记通知\n{LONG}\n云州市人民政府\n2025年11月7日\n（此件公开发布）\n名称 | 数量\n"
        f"道路 | 十条\n{LONG}\n"
    )
    assert outline(text) == [(0, "登记通知")]


@pytest.mark.parametrize(
    "text", ["", "\n", "  \n ", "。", "一、", "第一条", "（一）（二）", "问：\n答："]
)
def test_tiny_texts(text: str) -> None:
    check(text, find_sections(text))


PARTS = st.sampled_from(
    "一、总体要求|二、任务|（一）目标。|（二）原则。|1.道路|2.港口|①登记|其一，先行。|"
    "其二，后续。|第一章 总则|第一条 |附件1|问：为何？|答：|本报记者 周恺|（执笔：宋嘉）|"
    "李明在《甲刊》2025年第1期《乙》一文中指出，|"
    f"{LONG}|开放才有验证|。|，|\n|\n\n| |“|”|a \t b".split("|")
)


@given(st.lists(PARTS, max_size=40).map("".join))
def test_any_text_is_covered_and_nested(text: str) -> None:
    check(text, find_sections(text))


@given(st.text(max_size=200))
def test_arbitrary_characters(text: str) -> None:
    check(text, find_sections(text))


def test_chapters_stand_over_articles_that_are_counted_through() -> None:
    text = (
        f"第十四条 {LONG}\n第十五条 {LONG}\n第三章 工会委员会\n第十六条 {LONG}\n"
        f"第四章 工作职责\n第十七条 {LONG}\n"
    )
    assert outline(text)[1:] == [
        (1, "第十四条"), (1, "第十五条"), (1, "第三章 工会委员会"), (2, "第十六条"),
        (1, "第四章 工作职责"), (2, "第十七条"),
    ]  # fmt: skip


def test_three_part_numbers_end_the_items_before_them() -> None:
    text = (
        f"1 总则\n1.1 适用范围\n{LONG}\n1.2 原则\n1.2.1 如果已经授予，{LONG}\n（1）先到先得；\n"
        f"（2）每人一个。\n1.2.2对于从事疏浚作业的船，{LONG}\n2 机构\n2.1 职责\n{LONG}\n"
    )
    assert outline(text)[1:] == [
        (1, "1 总则"), (2, "1.1 适用范围"), (2, "1.2 原则"), (3, "1.2.1"),
        (4, "（1）先到先得"), (4, "（2）每人一个"), (3, "1.2.2"), (1, "2 机构"), (2, "2.1 职责"),
    ]  # fmt: skip


def test_a_table_of_contents_is_no_outline() -> None:
    heads = ["1 总则", "1.1 目的", "1.2 范围", "2 职责", "2.1 指挥部", "2.2 成员"]
    text = "应急预案\n" + "".join(f"{head} ……… {n}\n" for n, head in enumerate(heads))
    text += "".join(head + "\n" + ("." in head) * f"{LONG}\n" for head in heads)
    assert [heading for _, heading in outline(text)[1:]] == heads


def test_annexes_listed_in_a_letter_are_no_headings() -> None:
    text = (
        f"关于有关问题的复函\n云州市人民政府：\n{LONG}\n附件：1.调研情况的报告\n2.专家组意见\n"
        f"市政府办公厅\n2024年11月4日\n附件1\n关于某村\n地质险情调研情况的报告\n一、基本情况\n{LONG}\n"
    )
    assert [heading for _, heading in outline(text)[1:]] == [
        "附件1 关于某村地质险情调研情况的报告", "一、基本情况",
    ]  # fmt: skip


def test_long_headings_end_with_a_whole_word() -> None:
    text = (
        "一、将外商投资设立建筑业（包括设计、施工、监理、检测、造价咨询等所有工程建设相关主体）资质许可"
        f"的省级及以下审批权限下放，{LONG}\n二、1996年的情况\n{LONG}\n"
    )
    assert [heading for _, heading in outline(text)] [-2:] == [
        "一、将外商投资设立建筑业", "二、1996年的情况",
    ]  # fmt: skip


def test_chapters_with_bare_numbers_count_on_and_references_are_no_headings() -> None:
    text = (
        f"策略探讨\n天津石化中心 天津300270\n2. 地理研究所，北京100101)\n{LONG}\n"
        f"1 大数据概述\n{LONG}\n2 存在的问题\n2.1 网络的问题\n{LONG}\n3 结论\n{LONG}\n"
        f"方明, 毛青. 2015. 城市群的探索\n地理学报, 36(1): 68-\n77.]. DOI: 10.18306/dl\n{LONG}\n"
        f"(01),66-69.\n{LONG}\n①官方网站为：http://example.org/\n{LONG}\n"
    )
    assert outline(text)[1:] == [
        (1, "1 大数据概述"), (1, "2 存在的问题"), (2, "2.1 网络的问题"), (1, "3 结论"),
    ]  # fmt: skip


def test_a_number_without_words_is_no_heading() -> None:
    assert outline(f"综述\n{LONG}\n（10）。{LONG}\n（11）。{LONG}\n")[1:] == []


def test_a_label_in_brackets_is_no_heading() -> None:
    assert outline(f"综述\n{LONG}\n【作者简介】\n{LONG}\n")[1:] == []


def test_a_colon_inside_a_title_ends_no_heading() -> None:
    name = "《云江机器人：核心部件与整机制造能力持续提升，产业生态加快形成》"
    text = f"资料\n{LONG}\n1.{name}，见2026年第4期。\n2.其他资料：{LONG}\n"
    assert outline(text)[1:] == [(1, f"1.{name}"), (1, "2.其他资料")]


def test_what_somebody_says_is_no_heading() -> None:
    assert outline(f"记事\n{LONG}\n病好后，我问他：“我到底是不是好爸爸？”\n{LONG}\n")[1:] == []
    assert outline(f"记事\n{LONG}\n病好后，我问他：“我是不是好爸爸 ? ”\n{LONG}\n")[1:] == []


def test_a_heading_holds_the_whole_name_of_a_document_and_no_half_address() -> None:
    name = "《云江省普通高等学校联合招收优秀运动员和艺术特长学生工作暂行办法》"
    text = (
        f"简章\n{LONG}\n一、符合省教育厅和省体育局联合印发的关于{name}中的各项要求，{LONG}\n"
        f"二、申报单位应通过智能制造公共服务平台（https://example.org/apply/2026）填写申报书，{LONG}\n"
    )
    assert [heading for _, heading in outline(text)][-2:] == [
        f"一、符合省教育厅和省体育局联合印发的关于{name}",
        "二、申报单位应通过智能制造公共服务平台",
    ]


def test_framed_texts_of_a_plan_are_headings() -> None:
    text = (
        f"云州市规划\n{LONG}\n一、重点任务\n（一）攻关。{LONG}\n专栏1：示范工厂建设行动\n"
        f"智能场景。{LONG}\n专栏二 标准领航行动\n{LONG}\n（二）推广。{LONG}\n"
    )
    assert outline(text)[1:] == [
        (1, "一、重点任务"), (2, "（一）攻关"), (3, "专栏1：示范工厂建设行动"),
        (3, "专栏二 标准领航行动"), (2, "（二）推广"),
    ]  # fmt: skip


def test_a_heading_glued_to_the_end_of_a_paragraph_heads_what_follows() -> None:
    text = f"云州市意见\n一、总体要求\n{LONG}二、重点任务\n{LONG}（一）强化攻关\n{LONG}\n"
    assert outline(text)[1:] == [
        (1, "一、总体要求"), (1, "二、重点任务"), (2, "（一）强化攻关"),
    ]  # fmt: skip
    sentence = f"云州市意见\n{LONG}\n{LONG}一、二类企业应当登记。\n{LONG}\n"
    assert outline(sentence)[1:] == []


def test_contents_whose_page_numbers_are_glued_to_the_entries_are_no_headings() -> None:
    heads = ["第一章 总则", "第二章 资源", "第三章 安全", "第四章 附则"]
    listed = "".join(f"{head}{page}\n" for page, head in enumerate(heads, 2))
    body = "".join(f"{head}\n{LONG}\n" for head in heads)
    found = outline(f"云州市数据条例\n目录\n{listed}{body}")
    assert found == [(0, "云州市数据条例"), *((1, head) for head in heads)]


def test_entries_with_leaders_are_no_headings_however_the_body_words_them() -> None:
    listed = "1 电性能指标........ 3\n1.1 主要性能 Main....... 4\n2 温升和\n散热......... 12\n"
    body = f"第一章 电性能\n{LONG}\n第二章 温升\n{LONG}\n"
    assert outline(f"云州电池技术规范\n{listed}{body}") == [
        (0, "云州电池技术规范"), (1, "第一章 电性能"), (1, "第二章 温升")
    ]  # fmt: skip
