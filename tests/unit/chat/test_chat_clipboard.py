from __future__ import annotations

from chat.ask.exchanges import Exchange, Progress
from chat.ask.export.clipboard import clipboard_html, clipboard_text
from rag.types import Answer, Citation, Status

CITATION = Citation("1", "d1", "行动<b>计划", "a.txt", 2, 4, 9, "建成\n十个")
OTHER = Citation("2", "d2", "案例集", "b.txt", None, 1, 3, "十个", "有效期已满（至2023-06-01）")
TABLE = """| 对象 | 资料中的说法 |
| --- | --- |
| 澜江 | 建成 **260个**。[1]<br>另有十个。[2] |
| 朔原 | 十个。[2] |"""
LIST = """应符合如下条件：[1]

1. 在境内登记[1]
2. 能力<足够>[2]"""


def asked(text: str, notes: tuple[str, ...] = ()) -> tuple[Exchange, Answer]:
    answer = Answer(Status.ANSWERED, "建成多少个？", text, citations=(CITATION, OTHER), notes=notes)
    return Exchange("建成多少个？", answer, Progress.DONE), answer


def test_a_table_is_copied_as_lines_that_can_be_read() -> None:
    exchange, answer = asked(TABLE, ("所引《案例集》有效期已满。",))
    assert clipboard_text(exchange, answer) == (
        "问：建成多少个？\n\n"
        "澜江：\n建成 260个。[1]\n另有十个。[2]\n\n朔原：\n十个。[2]\n\n"
        "所引《案例集》有效期已满。\n\n"
        "出处：\n[1] 《行动<b>计划》，第 2 页：“建成十个”\n"
        "[2] 《案例集》，有效期已满（至2023-06-01）：“十个”\n"
    )


def test_a_cell_of_a_wider_table_is_named_by_its_head() -> None:
    exchange, answer = asked("| 年 | 量 | 率 |\n| --- | --- | --- |\n| 2024 | 5 | 1% |")
    assert "\n2024：\n量：5\n率：1%\n" in clipboard_text(exchange, answer)


def test_the_items_of_a_list_stand_close_together() -> None:
    exchange, answer = asked(LIST)
    told = "应符合如下条件：[1]\n\n1. 在境内登记[1]\n2. 能力<足够>[2]\n\n出处："
    assert told in clipboard_text(exchange, answer)


def test_what_a_follow_up_was_taken_to_mean_goes_with_it() -> None:
    _, answer = asked("建成260个[1]。")
    text = clipboard_text(Exchange("多少？", answer, Progress.DONE), answer)
    assert text.startswith("问：多少？\n理解为：建成多少个？\n\n建成260个[1]。\n\n出处：")


def test_for_word_a_table_is_a_table_and_markup_of_documents_stays_text() -> None:
    html = clipboard_html(*asked(f"{TABLE}\n\n{LIST}"))
    assert "<tr><th>对象</th><th>资料中的说法</th></tr>" in html
    assert "<td>建成 <b>260个</b>。<sup>[1]</sup><br>另有十个。<sup>[2]</sup></td>" in html
    assert "<p>2. 能力&lt;足够&gt;<sup>[2]</sup></p>" in html
    assert "<p>[1] 《行动&lt;b&gt;计划》，第 2 页：“建成十个”</p>" in html
