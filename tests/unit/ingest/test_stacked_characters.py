"""Characters one below the other: an upright title is one word, the cells of a table are not."""

from __future__ import annotations

from ingest.layout.gutters import Fragment
from ingest.loaders.pdf.characters import stacked

SIZE = 10.0


def letters(text: str, x: float, step: float) -> list[Fragment]:
    return [
        Fragment(char, x, 100 + step * row, x + SIZE, 100 + step * row + SIZE, SIZE)
        for row, char in enumerate(text)
    ]


def test_an_upright_title_is_joined() -> None:
    beside = [Fragment("正文", 40, 103 + 14 * row, 300, 113 + 14 * row, SIZE) for row in range(4)]
    assert stacked([*letters("场景培育", 20, 11), *beside])[0].text == "场景培育"


def test_cells_of_one_character_stay_in_their_rows() -> None:
    beside = [
        Fragment(f"{row}岁", 40, 100 + 13 * row, 60, 110 + 13 * row, SIZE) for row in range(4)
    ]
    assert [item.text for item in stacked([*letters("女男男女", 20, 13), *beside])][:4] == list(
        "女男男女"
    )
