"""Every word of the interface has its English, with the same values in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from gradio.context import LocalContext

from chat.looks.language import english, language, say

CHAT = Path(__file__).resolve().parents[3] / "chat"
VALUE = re.compile(r"\{(\w+)\}")


class Asked:
    """A request with one cookie."""

    def __init__(self, chosen: str) -> None:
        self.cookies = {"chat-language": chosen}


def said_words() -> Iterator[tuple[str, str]]:
    """Yield (file, text) for every text that the code hands to ``say`` or ``label``."""
    for path in [*CHAT.rglob("*.py"), CHAT.parent / "app.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Name) and called.id in ("say", "label"):
                assert isinstance(node, ast.Call)
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield path.name, first.value


def test_all_that_is_said_has_its_english() -> None:
    missing = {words for _, words in said_words() if words not in english()}
    assert not missing, "add them to chat/looks/english.toml"


def test_both_languages_name_the_same_values() -> None:
    for words, translated in english().items():
        assert sorted(VALUE.findall(words)) == sorted(VALUE.findall(translated)), words


def test_the_choice_of_the_visitor_decides() -> None:
    assert say("移除") == "移除"
    token = LocalContext.request.set(Asked("en"))  # type: ignore[arg-type]  # cookies are all it reads
    try:
        assert language() == "en"
        assert say("移除") == "Remove"
        assert say("新增 {count} 份", count=3) == "3 added"
        assert say("没有英文的话") == "没有英文的话"
    finally:
        LocalContext.request.reset(token)
    LocalContext.request.set(None)
    assert language() == "zh-CN"
