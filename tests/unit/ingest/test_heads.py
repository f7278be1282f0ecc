"""Column names in several rows: both reach every row, and values are never taken for names."""

from __future__ import annotations

import pytest

from ingest.loaders.heads import Cell, stacked_names
from ingest.loaders.sheets import sheet_lines
from ingest.loaders.tables import table_rows


def _lines(rows: list[list[Cell]]) -> list[str]:
    return [line for _, line in sheet_lines(enumerate(rows, 1))]


GROUPED: list[list[Cell]] = [
    ["地区", "2023年", None, "2024年", None],
    ["地区", "GDP", "增速", "GDP", "增速"],
    ["合肥", "1.2", "5%", "1.3", "6%"],
]


def test_a_value_is_named_by_its_group_and_its_column() -> None:
    wanted = "地区：合肥；2023年GDP：1.2；2023年增速：5%；2024年GDP：1.3；2024年增速：6%"
    assert _lines(GROUPED)[-1] == wanted
    assert table_rows(GROUPED)[-1] == wanted


def test_a_title_and_a_unit_above_are_no_names() -> None:
    above: list[list[Cell]] = [["各市情况", None, None, None, None], ["", "", "", "", "单位：万元"]]
    assert _lines(above + GROUPED)[-1] == _lines(GROUPED)[-1]


def test_a_file_without_merged_cells_leaves_them_empty() -> None:
    rows: list[list[Cell]] = [
        ["城市", "人口", "", "备注"],
        ["", "常住", "户籍", ""],
        ["合肥", "985", "800", "初步"],
    ]
    assert _lines(rows)[-1] == "城市：合肥；人口常住：985；人口户籍：800；备注：初步"


def test_three_rows_of_names() -> None:
    rows: list[list[Cell]] = [
        ["地区", "资金", None, None, None],
        ["地区", "中央", None, "地方", None],
        ["地区", "下达", "执行", "下达", "执行"],
        ["合肥", "4", "3", "2", "1"],
    ]
    assert stacked_names(rows) == (
        3, ["地区", "资金中央下达", "资金中央执行", "资金地方下达", "资金地方执行"],
    )  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        [["姓名", "住址", None, "备注"], ["张", "安徽", "合肥", "无"], ["李", "江苏", "南京", ""]],
        [["城市", "数量", "备注"], ["合肥", "1400", ""], ["杭州", "150", ""]],
        [["年度计划", None, None], ["任务", "单位", "时限"], ["立法", "司法局", "6月"]],
        [["", "计划", None, None], ["", "任务", "单位", "数"], ["", "立法", "司法局", "6"]],
        [["项目", "金额", "", ""], ["道路", "12", "", ""], ["桥梁", "9", "", ""]],
    ],
)  # fmt: skip
def test_values_and_titles_are_no_second_names(rows: list[list[Cell]]) -> None:
    assert stacked_names(rows) == (0, [])


def test_a_cell_merged_over_the_whole_row_stands_by_itself() -> None:
    rows: list[list[Cell]] = [
        ["序号", "事项", "时限"],
        ["一、综合类", None, None],
        ["1", "登记", "3日"],
    ]
    assert table_rows(rows)[1:] == ["一、综合类", "序号：1；事项：登记；时限：3日"]


def test_a_second_table_on_a_sheet_has_names_of_its_own_and_a_gap_leaves_the_first() -> None:
    rows: list[list[Cell]] = [
        ["地区", "投资额"], ["甲区", "12亿"], ["", ""], ["乙区", "15亿"], ["", ""],
        ["企业情况", ""], ["企业", "员工数"], ["丙公司", "300"], ["丁公司", "500"],
        ["", ""], ["合计", "800"],
    ]  # fmt: skip
    assert _lines(rows) == [
        "地区 | 投资额", "地区：甲区；投资额：12亿", "地区：乙区；投资额：15亿",
        "企业情况", "企业 | 员工数", "企业：丙公司；员工数：300", "企业：丁公司；员工数：500",
        "企业：合计；员工数：800",
    ]  # fmt: skip


def test_a_second_table_is_named_under_a_long_one_without_names() -> None:
    rows: list[list[Cell]] = [[f"甲{n}", "乙"] for n in "一二三四五六七八九十百千"]
    rows += [["", ""], ["企业", "员工数"], ["丙公司", "300"]]
    assert _lines(rows)[-2:] == ["企业 | 员工数", "企业：丙公司；员工数：300"]


def test_a_table_of_texts_without_names_is_not_given_any() -> None:
    rows: list[list[Cell]] = [["北京", "海淀区"], ["上海", "浦东新区"], ["深圳", "南山区"]]
    assert _lines(rows) == ["北京 | 海淀区", "上海 | 浦东新区", "深圳 | 南山区"]


def test_years_name_columns() -> None:
    rows: list[list[Cell]] = [["地区", "2022", "2023"], ["合肥", "1.1", "1.2"]]
    assert _lines(rows)[-1] == "地区：合肥；2022：1.1；2023：1.2"
