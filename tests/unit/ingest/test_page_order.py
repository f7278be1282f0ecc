"""The reading order of a page whose columns, tables and bands are of different widths."""

from __future__ import annotations

from ingest.layout.gutters import Fragment
from ingest.layout.order import lines_in_order

SIZE = 10.0


def column(
    name: str, x0: float, x1: float, y0: float, count: int, pitch: float = 14
) -> list[Fragment]:
    """Lines that fill a column."""
    text = name + "字" * (int((x1 - x0) / SIZE) - len(name))
    return [
        Fragment(text, x0, y0 + pitch * row, x1, y0 + pitch * row + SIZE, SIZE)
        for row in range(count)
    ]


def first_letters(fragments: list[Fragment]) -> str:
    """The first letter of each line, in reading order."""
    return "".join(line.text[0] for line in lines_in_order(fragments))


def test_bands_with_other_columns_are_read_one_after_the_other() -> None:
    page = [
        *column("甲", 50, 250, 50, 12), *column("乙", 270, 500, 50, 12),
        *column("丙", 50, 330, 362, 8), *column("丁", 350, 500, 250, 16),
    ]  # fmt: skip
    assert first_letters(page) == "甲" * 12 + "乙" * 12 + "丙" * 8 + "丁" * 16


def test_short_lines_beside_a_column_out_of_step_make_no_other_columns() -> None:
    """Columns whose lines do not level are as many rows as both have: few seem to cross a strip."""
    head = [
        *column("页", 50, 70, 36, 1),
        *column("题", 240, 350, 36, 1),
        *column("卷", 500, 540, 36, 1),
    ]
    left = [
        *column("甲", 50, 280, 140, 5, 15), *column("乙", 50, 150, 215, 1),
        Fragment("四结论", 50, 232, 140, 246, 14.0), *column("丙", 50, 280, 266, 20, 16),
    ]  # fmt: skip
    right = column("丁", 310, 540, 66, 28, 17)
    assert first_letters([*head, *left, *right]) == (
        "页题" + "甲" * 5 + "乙四" + "丙" * 20 + "丁" * 28
    )


def test_a_table_in_a_side_column_keeps_its_rows() -> None:
    table = [
        Fragment(text, x0, y0, x0 + 25, y0 + SIZE, SIZE)
        for row, y0 in enumerate((190.0, 204.0, 218.0))
        for x0, text in ((50, f"行{row}"), (110, f"{row}.1"), (163, f"{row}.2"))
    ]
    side = [*column("栏", 50, 140, 50, 8), *table, *column("尾", 50, 190, 240, 5)]
    page = [*side, *column("文", 200, 500, 50, 19)]
    lines = [line.text for line in lines_in_order(page)]
    assert lines[8:11] == ["行0 | 0.1 | 0.2", "行1 | 1.1 | 1.2", "行2 | 2.1 | 2.2"]
    assert all(line.startswith("文字") for line in lines[-19:])


def test_a_table_across_two_columns_of_text_is_read_row_by_row() -> None:
    cells = [
        Fragment(f"{name}{row}", x0, 200 + 14 * row, x0 + 40, 210 + 14 * row, SIZE)
        for row in range(6)
        for name, x0 in (("一", 60.0), ("二", 180.0), ("三", 300.0), ("四", 420.0))
    ]
    page = [
        *column("甲", 50, 260, 50, 9), *column("乙", 290, 500, 50, 9), *cells,
        *column("丙", 50, 260, 310, 9), *column("丁", 290, 500, 310, 9),
    ]  # fmt: skip
    lines = [line.text for line in lines_in_order(page)]
    assert lines[18:24] == [f"一{row} | 二{row} | 三{row} | 四{row}" for row in range(6)]
    assert (
        "".join(line[0] for line in lines) == "甲" * 9 + "乙" * 9 + "一" * 6 + "丙" * 9 + "丁" * 9
    )


def test_a_column_mostly_taken_by_a_picture_is_still_a_column() -> None:
    """Its few lines must not be read in one line with those of the full column beside it."""
    page = [
        *column("甲", 50, 260, 50, 2), *column("乙", 50, 260, 300, 5),
        *column("丙", 290, 500, 50, 22), *column("丁", 50, 500, 400, 3),
    ]  # fmt: skip
    assert first_letters(page) == "甲" * 2 + "乙" * 5 + "丙" * 22 + "丁" * 3


def test_a_table_in_smaller_letters_fills_its_column() -> None:
    small = 8.0
    rows = [
        Fragment("表" + "格" * 24 + str(row), 50, 50 + 11 * row, 260, 58 + 11 * row, small)
        for row in range(4)
    ]
    page = [*rows, *column("甲", 50, 230, 100, 14), *column("乙", 290, 500, 58, 18)]
    assert first_letters(page) == "表" * 4 + "甲" * 14 + "乙" * 18


def test_rules_that_end_at_the_gutter_part_two_tables() -> None:
    """Each has one over and one under its head, so that nothing else frames them."""
    left = (("左", 50.0, 60.0), ("甲", 130.0, 20.0), ("乙", 170.0, 20.0), ("丙", 210.0, 20.0))
    cells = [
        Fragment(f"{name}{row}", x, 100 + 12 * row, x + width / (1 + row % 4), 110 + 12 * row, SIZE)
        for row in range(12)
        for name, x, width in (*left, *((f"右{name}", x + 240, width) for name, x, width in left))
    ]
    drawn = [
        (x0, y, x1, y + 0.5) for x0, x1 in ((50.0, 240.0), (290.0, 480.0)) for y in (98.0, 111.0)
    ]
    page = [
        *column("文", 50, 240, 20, 5), *column("字", 290, 480, 20, 5), *cells,
        *column("文", 50, 240, 246, 5), *column("字", 290, 480, 246, 5),
    ]  # fmt: skip
    parted = [
        f"{side}左{row} | {side}甲{row} | {side}乙{row} | {side}丙{row}"
        for side in ("", "右")
        for row in range(12)
    ]
    rows = [line.text for line in lines_in_order(page, drawn) if "|" in line.text]
    assert rows == parted
    unruled = [line.text for line in lines_in_order(page) if "|" in line.text]
    assert unruled == [f"{parted[row]} | {parted[row + 12]}" for row in range(12)]


def test_a_number_far_from_its_text_makes_no_cells() -> None:
    for mark in ("（一）", "(二)", "第十四条", "3."):
        row = [
            Fragment(mark, 50, 100, 80, 110, SIZE),
            Fragment("组织选举", 110, 100, 150, 110, SIZE),
        ]
        (line,) = lines_in_order(row)
        assert not line.cells
        assert line.text.split() == [mark, "组织选举"]
