"""EM and F1 as CMRC 2018 defines them, worked by hand; Rouge-L against a plain table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.metrics.answer import (
    contains,
    exact_match,
    f1,
    longest_common_run,
    longest_common_subsequence,
    rouge_l,
    tokens,
)

TEXTS = st.text(alphabet="合肥杭州15组项ab。 ", max_size=20)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("约1500项", ["约", "1500", "项"]),
        ("１.５万亿元。", ["1.5", "万", "亿", "元"]),
        ("69.9%", ["69.9", "%"]),
        ("4S店 Open AI", ["4s", "店", "open", "ai"]),
        ("《经济纵横》，", ["经", "济", "纵", "横"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("prediction", "answers", "em", "f"),
    [
        ("15组", ["15组"], 1.0, 1.0),
        ("“15组”。", ["15 组"], 1.0, 1.0),
        # common run 15,组 = 2 of 4 predicted and of 2 wanted: 2·2/(4+2)
        ("已撮合15组", ["15组"], 0.0, 2 * 2 / 7),
        ("撮合15组", ["15组", "撮合组"], 0.0, 2 * 2 / 6),
        # a run, not a subsequence: 甲乙 of 甲乙丁丙 and 甲乙丙
        ("甲乙丁丙", ["甲乙丙"], 0.0, 2 * 2 / 7),
        ("16组", ["15组"], 0.0, 2 * 1 / 4),
        ("", ["15组"], 0.0, 0.0),
        ("别的", ["15组"], 0.0, 0.0),
    ],
)
def test_em_and_f1_by_hand(prediction: str, answers: list[str], em: float, f: float) -> None:
    assert exact_match(prediction, answers) == em
    assert f1(prediction, answers) == pytest.approx(f)


@given(TEXTS, TEXTS)
def test_the_common_run_is_the_longest(left: str, right: str) -> None:
    runs = {left[a:b] for a in range(len(left)) for b in range(a, len(left) + 1)}
    assert longest_common_run(left, right) == max((len(r) for r in runs if r in right), default=0)


def cmrc_tokens(text: str) -> list[str]:
    """Cut character by character, as the paper tells it: Chinese alone, the rest by the word."""
    cut, word = [], ""
    for character in text.lower():
        if "一" <= character <= "龥":
            cut += [*word.split(), character]
            word = ""
        elif character not in "，。：？！“”；’《》、（）-":
            word += character
    return [*cut, *word.split()]


def cmrc_f1(prediction: str, answer: str) -> float:
    """Precision and recall of the longest common run, and their harmonic mean."""
    said, wanted = cmrc_tokens(prediction), cmrc_tokens(answer)
    runs = [said[a:b] for a in range(len(said)) for b in range(a + 1, len(said) + 1)]
    held = [wanted[a:b] for a in range(len(wanted)) for b in range(a + 1, len(wanted) + 1)]
    common = max((len(run) for run in runs if run in held), default=0)
    if not common:
        return 0.0
    precision, recall = common / len(said), common / len(wanted)
    return 2 * precision * recall / (precision + recall)


MIXED = st.text(alphabet="合肥杭15aKm ，。《》", max_size=12)


@given(MIXED, st.lists(MIXED, min_size=1, max_size=3))
def test_agreement_with_the_definition_of_cmrc(prediction: str, answers: list[str]) -> None:
    assert tokens(prediction) == cmrc_tokens(prediction)
    expected = max(cmrc_f1(prediction, answer) for answer in answers)
    assert f1(prediction, answers) == pytest.approx(expected)
    equal = any("".join(cmrc_tokens(a)) == "".join(cmrc_tokens(prediction)) for a in answers)
    assert exact_match(prediction, answers) == float(equal)


def plain_subsequence(left: str, right: str) -> int:
    table = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            table[i + 1][j + 1] = (
                table[i][j] + 1 if a == b else max(table[i][j + 1], table[i + 1][j])
            )
    return table[-1][-1]


@given(TEXTS, TEXTS)
def test_the_common_subsequence_is_the_longest(left: str, right: str) -> None:
    assert longest_common_subsequence(left, right) == plain_subsequence(left, right)


@given(TEXTS, st.lists(TEXTS, max_size=3))
def test_scores_are_shares_and_a_right_alternative_is_enough(text: str, others: list[str]) -> None:
    for metric in (exact_match, f1, rouge_l):
        assert 0.0 <= metric(text, others) <= 1.0
        if tokens(text):
            assert metric(text, [*others, text]) == 1.0


def test_rouge_l_by_hand() -> None:
    # 甲乙丙 is a subsequence of both: 2·3/(4+3)
    assert rouge_l("甲乙丁丙", ["甲乙丙"]) == pytest.approx(6 / 7)
    assert rouge_l("", ["甲"]) == 0.0


def test_every_group_has_to_be_named_near_the_start() -> None:
    groups = [["需求导向"], ["公平竞争", "平等竞争"]]
    assert contains("一是需求导向[1]，二是平等竞争[2]。", groups, "list") == 1.0
    assert contains("一是需求导向。", groups, "list") == 0.0
    late = "，".join(["别的话"] * 60) + "需求导向、公平竞争"
    assert contains(late, groups, "fact") == 0.0
    assert contains(late, groups, "list") == 1.0
    assert contains("文字", [], "fact") == 0.0


def test_a_citation_marker_inside_an_answer_does_not_part_it() -> None:
    assert contains("科技部[1]、教育部[2]", [["科技部、教育部"]], "fact") == 1.0
