"""Templates: all load, placeholders are exactly those promised."""

from __future__ import annotations

from pathlib import Path

import pytest

import prompts
from rag.errors import ConfigError


def test_all_templates_are_as_promised() -> None:
    for name in prompts.PLACEHOLDERS:
        prompts.load(name)
    on_disk = {path.stem for path in Path(prompts.__file__).parent.glob("*.md")}
    assert on_disk == set(prompts.PLACEHOLDERS)


def test_unknown_and_wrong_templates_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError, match="missing"):
        prompts.load("no_such_template")
    monkeypatch.setitem(prompts.PLACEHOLDERS, "thanks", frozenset({"name"}))
    prompts.load.cache_clear()
    with pytest.raises(ConfigError, match="exactly"):
        prompts.load("thanks")
    prompts.load.cache_clear()


def test_values_with_dollar_signs_stay_as_they_are() -> None:
    assert "$x ${y}" in prompts.render("short_answer", short="$x ${y}", support="话。")
