"""The list of commands says of each what it does, in a line that is not cut."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from rag.cli.__main__ import app


@pytest.mark.parametrize("group", [[], ["accounts"]])
def test_no_line_of_the_help_is_cut(group: list[str]) -> None:
    shown = CliRunner().invoke(app, [*group, "--help"], env={"COLUMNS": "80"})
    assert shown.exit_code == 0
    listed = shown.output.partition("Commands:")[2].splitlines()[1:]
    assert len(listed) >= 4
    assert [line for line in listed if not line.endswith(".") or line.endswith("...")] == []
