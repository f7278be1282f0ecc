"""A gate names what falls short, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.contrast import contrast
from evaluation.gate import Gate, figure_value
from evaluation.summary import summarise
from rag.errors import InputError
from tests.run_material import outcome, write_run

ROOT = Path(__file__).resolve().parents[3]


def gate(folder: Path, text: str) -> Gate:
    path = folder / "gate.toml"
    path.write_text(text, encoding="utf-8")
    return Gate.read(path)


def test_a_figure_below_its_floor_is_named(tmp_path: Path) -> None:
    report = summarise([outcome("a"), outcome("b", contains=0.0)])
    asked = gate(
        tmp_path,
        '[floors]\n"answer contains" = 0.6\n"retrieval recall@1" = 1\n"answer rouge_l" = 0.1\n',
    )
    assert asked.complaints(report, None) == [
        "answer contains is 0.5000, below its floor 0.6",
        "answer rouge_l is over no question; its floor is 0.1",
    ]
    assert figure_value(report, "answer contains") == 0.5


def test_only_a_significant_fall_is_a_failure(tmp_path: Path) -> None:
    asked = gate(tmp_path, '[baseline]\nfigures = ["right", "answer contains"]\n')
    good = write_run(tmp_path / "good", [outcome(str(n)) for n in range(30)])
    for wrong, expected in ((2, 0), (15, 2)):
        worse = [outcome(str(n), contains=float(n >= wrong)) for n in range(30)]
        found = contrast(good, write_run(tmp_path / f"worse{wrong}", worse))
        complaints = asked.complaints({}, found)
        assert len(complaints) == expected, complaints
    assert complaints[1].startswith("answer contains fell from 1.0000 to 0.5000, significantly")
    better = contrast(write_run(tmp_path / "bad", worse), good)
    assert asked.complaints({}, better) == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[floor]\n", r'unknown "floor"; allowed: the tables \[floors\] and \[baseline\]'),
        ('[floors]\n"answer em" = "high"\n', "must be a number, got 'high'"),
        ('[floors]\n"answer emm" = 0.5\n', r'\[floors\] knows no "answer emm"; allowed: "abst'),
        ('[floors]\n"latency_ms p95" = 500\n', r'\[floors\] knows no "latency_ms p95"'),
        ('[floors]\n"answer em" = 95\n', "must be at most 1, got 95; write 95 % as 0.95"),
        ("[floors\n", "no gate can be read"),
        ("floors = 3\n", "floors must be a table"),
        ('[baseline]\nfigures = ["latency_ms p50"]\n', "baseline.figures must be a list"),
        ('[baseline]\nfigures = ["speed"]\n', "baseline.figures must be a list of figures"),
    ],
)
def test_a_gate_that_means_nothing_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        gate(tmp_path, text)


def test_the_gate_of_the_sample_set_can_be_read() -> None:
    asked = Gate.read(ROOT / "tests" / "golden" / "gate.toml")
    assert asked.floors["citation exact"] == 1.0
    assert all(0.0 < least <= 1.0 for least in asked.floors.values())
