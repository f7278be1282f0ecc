"""Tables with drawn rules: rows stay rows, in a column, in an article, with cells of many lines."""

from __future__ import annotations

from ingest.layout.blocks import Rect
from ingest.layout.gutters import Fragment
from ingest.layout.order import lines_in_order
from ingest.layout.ruled import with_rows

SIZE = 10.0


def column(name: str, x0: float, x1: float, y0: float, count: int) -> list[Fragment]:
    """Lines that fill a column."""
    text = name + "字" * (int((x1 - x0) / SIZE) - len(name))
    return [
        Fragment(text, x0, y0 + 14 * row, x1, y0 + 14 * row + SIZE, SIZE) for row in range(count)
    ]


def word(text: str, x: float, y: float, size: float = SIZE) -> Fragment:
    """A short text at a place."""
    return Fragment(text, x, y, x + len(text) * size, y + size, size)


def level(x0: float, x1: float, *heights: float) -> list[Rect]:
    """Level rules, each of two strokes, as word processors draw them."""
    middle = (x0 + x1) / 2
    return [(a, y, b, y + 0.5) for y in heights for a, b in ((x0, middle), (middle, x1))]


def upright(y0: float, y1: float, *places: float) -> list[Rect]:
    return [(x, y0, x + 0.5, y1) for x in places]


def test_a_cell_of_several_lines_is_read_as_one_and_a_merged_one_in_every_row() -> None:
    rules = [*level(50, 350, 100, 120), *level(150, 350, 160), *level(50, 350, 180)]
    rules += upright(100, 180, 50, 150, 220, 350)
    cells = [
        word("类别", 60, 105), word("标志", 160, 105), word("要求", 230, 105),
        word("疏浚", 60, 145), word("甲", 160, 135), word("表示船具有基本", 230, 125),
        word("功能；", 230, 140), word("乙", 160, 165), word("无", 230, 165),
    ]  # fmt: skip
    lines = lines_in_order([*column("上", 50, 350, 30, 4), *cells], rules)
    assert [line.text for line in lines[4:]] == [
        "类别 | 标志 | 要求", "疏浚 | 甲 | 表示船具有基本功能；", "疏浚 | 乙 | 无",
    ]  # fmt: skip
    assert all(line.cells for line in lines[4:])
    assert [round(edge) for edge in lines[5].box[1::2]] == [120, 160]


def test_a_table_in_a_cell_is_read_inside_its_row() -> None:
    cells = [word("温度", 60, 105), word("充电", 160, 105), word("零下", 60, 160)]
    cells += [word(text, x, y) for y, pair in ((135, ("电流", "电量")), (155, ("0.1C", "30%")))
              for x, text in zip((170, 260), pair, strict=True)]  # fmt: skip
    rules = [*level(50, 350, 100, 120, 190), *upright(100, 190, 50, 150, 350)]
    rules += [*level(165, 330, 130, 150, 170), *upright(130, 170, 165, 250, 330)]
    assert [line.text for line in lines_in_order(cells, rules)] == [
        "温度 | 充电", "零下 | 电流，电量；0.1C，30%",
    ]  # fmt: skip


def test_two_tables_without_upright_rules_stand_side_by_side() -> None:
    left = [word(f"项{row}", 50, 102 + 20 * row) for row in range(3)]
    left += [word(f"{row}.5", 180, 102 + 20 * row) for row in range(3)]
    right = [word(f"目{row}", 250, 97 + 18 * row) for row in range(4)]
    right += [word(f"{row}%", 380, 97 + 18 * row) for row in range(4)]
    rules = [*level(50, 220, 98, 118, 158), *level(250, 420, 94, 112, 166)]
    lines = [line.text for line in lines_in_order([*left, *right], rules)]
    assert lines == [f"项{row} | {row}.5" for row in range(3)] + [
        f"目{row} | {row}%" for row in range(4)
    ]


def test_text_in_frames_and_across_rules_is_no_table() -> None:
    text = [*column("甲", 55, 245, 55, 20), *column("乙", 255, 445, 55, 20)]
    text += [*column("丙", 55, 245, 355, 20), *column("丁", 255, 445, 355, 20)]
    rules = [*level(50, 450, 50, 350, 650), *upright(50, 650, 50, 250, 450)]
    assert with_rows(text, rules).fragments == text
    sketch = [word("说明文字", 100 + 20 * at, 100 + 15 * at) for at in range(8)]
    rules = [*level(50, 350, 95, 160, 230), *upright(95, 230, 120, 160, 200, 240)]
    assert with_rows(sketch, rules).fragments == sketch


def test_a_table_inside_a_newspaper_article_stays_in_it() -> None:
    page = [Fragment("场景开放结硕果", 50, 30, 350, 60, 30.0)]
    page += [Fragment("氢能示范上新线", 50, 430, 350, 460, 30.0)]
    for number, x0 in enumerate((50.0, 210.0, 370.0)):
        page += column("甲", x0, x0 + 150, 80, 8 if number == 1 else 22)
        page += column("乙", x0, x0 + 150, 480, 22)
    names = ("城市", "项数"), ("云州", "12"), ("澜江", "7")
    page += [word(text, 220 + 80 * at, 205 + 20 * row) for row, cells in enumerate(names)
             for at, text in enumerate(cells)]  # fmt: skip
    page += column("丙", 210, 360, 275, 8)
    rules = [*level(210, 360, 200, 220, 240, 260), *upright(200, 260, 210, 290, 360)]
    lines = lines_in_order(page, rules, (560.0, 820.0))
    starts = [index for index, line in enumerate(lines) if line.article is not None]
    assert [lines[start].article for start in starts] == ["场景开放结硕果", "氢能示范上新线"]
    first = "".join(line.text[0] for line in lines[1 : starts[1]])
    assert first == "甲" * 22 + "甲" * 8 + "城云澜" + "丙" * 8 + "甲" * 22
    assert [line.text for line in lines if line.cells] == ["城市 | 项数", "云州 | 12", "澜江 | 7"]


def test_columns_of_text_between_rules_across_the_page_are_no_table() -> None:
    text = [*column("甲", 50, 245, 55, 20), *column("乙", 265, 460, 55, 20)]
    assert with_rows(text, level(50, 460, 50, 200, 340)).fragments == text
    lines = lines_in_order(text, level(50, 460, 50, 200, 340))
    assert "".join(line.text[0] for line in lines) == "甲" * 20 + "乙" * 20


def test_columns_close_to_each_other_are_cells_where_no_row_reaches_across() -> None:
    """Tables of papers have rules over and under the head only, and columns near each other."""
    rules = level(50, 300, 100, 116, 190)
    cells = [word("性", 50, 104), word("年龄", 64, 104), word("诊断", 100, 104)]
    for row, y in enumerate((120.0, 134.0, 148.0, 162.0, 176.0)):
        cells += [word("女", 50, y), word(f"{row}岁", 64, y), word("不需治疗", 87, y)]
    lines = [line.text for line in lines_in_order(cells, rules)]
    assert lines[1:] == [f"女 | {row}岁 | 不需治疗" for row in range(5)]


def test_entries_without_rules_between_them_are_read_line_by_line() -> None:
    """The body of an invoice is one drawn cell a column, with many lines."""
    rules = level(50, 450, 100, 120, 200) + upright(100, 200, 50, 150, 250, 350, 450)
    names = ("货物", "单价", "数量", "金额")
    cells = [word(name, 60 + 100 * at, 105) for at, name in enumerate(names)]
    for row in range(4):
        cells += [
            word(f"{name[0]}{row}", 60 + 100 * at, 130 + 16 * row) for at, name in enumerate(names)
        ]
    lines = [line.text for line in lines_in_order(cells, rules)]
    assert lines[1:] == [f"货{row} | 单{row} | 数{row} | 金{row}" for row in range(4)]
