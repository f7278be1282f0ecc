"""Texts as a terminal can show them and a database can keep them."""

from __future__ import annotations

from rag.printing import shown, storable


def test_a_name_takes_one_line_and_moves_no_cursor() -> None:
    assert shown("场景 清单（1）😀.txt") == "场景 清单（1）😀.txt"
    assert shown("a\nb\x1b[2J\u202ec") == "a\\nb\\x1b[2J\\u202ec"
    assert shown("\ud800") == "\\ud800"


def test_halves_of_characters_become_question_marks() -> None:
    assert storable("名\ud83d称") == "名?称"
