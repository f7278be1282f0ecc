"""``scenario-qa guide`` as a user meets it, over a real library."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_cli import desk

from tests.command import scenario_qa

__all__ = ["desk"]
pytestmark = pytest.mark.integration


def test_the_guide_as_json_markdown_and_a_page(desk: Path) -> None:
    done = scenario_qa("guide", "--json", cwd=desk)
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    (aim,) = made["timeline"]
    assert (aim["event"]["date"], aim["event"]["kind"]) == ("2026", "goal")
    assert aim["event"]["what"]["quote"].startswith("到2026年底")
    done = scenario_qa("guide", "低空", "--out", "guide.md", cwd=desk)
    assert done.returncode == 0, done.stderr
    assert "# 背景导读：低空" in (desk / "guide.md").read_text(encoding="utf-8")
    done = scenario_qa("guide", "--format", "html", "--out", "guide.html", cwd=desk)
    assert done.returncode == 0, done.stderr
    assert "guide.html" in done.stderr  # where it went
    assert "开通低空航线45条" in (desk / "guide.html").read_text(encoding="utf-8")


def test_one_line_says_what_is_wrong(desk: Path) -> None:
    done = scenario_qa("guide", "题" * 61, cwd=desk)
    assert done.returncode == 1
    assert "at most 60 are allowed" in done.stderr
    done = scenario_qa("guide", "--document", "none", cwd=desk)
    assert done.returncode == 1
    assert "no document 'none'" in done.stderr
    done = scenario_qa("guide", "--out", "no/such/folder.md", cwd=desk)
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
