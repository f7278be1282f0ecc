"""A line that labels its fact with what is asked for is the answer; items are equals."""

from __future__ import annotations

import pytest

from rag.answerers.labels import with_fellows
from rag.answerers.pieces import Candidate, Piece
from rag.answerers.ranking import ranked
from rag.question import classify
from rag.types import Document, Evidence, Hit, Passage
from tests.memory_library import make_document

BOARD = make_document(
    "关于调整省航道委员会组成人员的通知\n"
    "根据工作需要，省政府决定对省航道委员会组成人员进行调整。现将名单通知如下：\n"
    "主任：周明远 副省长\n"
    "副主任：林志国 省交通厅厅长\n"
    "何秀英 省财政厅副厅长\n"
    "秘书长：许国强 省交通厅副厅长\n"
    "委员：\n"
    "（一）部门委员\n"
    "陈海生 省水利厅副厅长\n"
    "省航道委员会办公室设在省交通厅，办公室主任由吴立新担任。\n",
    title="关于调整省航道委员会组成人员的通知",
)
RADIO = make_document(
    "航标无线电设备技术要求\n"
    "一、工作频率\n156MHz。\n"
    "二、航标发射功率限值\n"
    "（一）船载无线电设备：26dBm；\n"
    "（二）岸边无线电设备：29dBm。\n"
    "三、载频容限\n±0.1。\n",
    title="航标无线电设备技术要求",
)


def best(question: str, document: Document, scores: dict[str, float]) -> str:
    """Return the sentence that ranks first where a reader gave these scores to each."""
    text = document.text
    evidence = Evidence("1", Hit(Passage("p", document.doc_id, 0, len(text), text), 1.0, 1))
    places = {line: text.index(line) for line in scores}
    candidates = [
        Candidate(Piece(document, evidence, places[line], places[line] + len(line)), score)
        for line, score in scores.items()
    ]
    return ranked(classify(question), candidates)[0].piece.text


ADJUSTS = "根据工作需要，省政府决定对省航道委员会组成人员进行调整。"
OFFICE = "省航道委员会办公室设在省交通厅，办公室主任由吴立新担任。"


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("省航道委员会主任是谁？", "主任：周明远 副省长"),
        ("省航道委员会的秘书长是谁？", "秘书长：许国强 省交通厅副厅长"),
        ("省航道委员会副主任是谁？", "副主任：林志国 省交通厅厅长"),
        ("省航道委员会办公室主任是谁？", OFFICE),
        ("省航道委员会办公室设在哪里？", OFFICE),
    ],
)
def test_who_holds_an_office_stands_after_its_label(question: str, told: str) -> None:
    labels = [line for line in BOARD.text.split("\n") if "：" in line and line[-1] != "："]
    scores = dict.fromkeys([*labels, ADJUSTS], 0.6) | {OFFICE: 0.65}
    assert best(question, BOARD, scores) == told


def test_a_heading_still_comes_after_what_it_heads() -> None:
    scores = {"委员：": 0.6, ADJUSTS: 0.5}
    assert best("为什么调整省航道委员会的委员？", BOARD, scores) == ADJUSTS


def test_all_who_are_named_below_a_label_come_with_it() -> None:
    line = "副主任：林志国 省交通厅厅长"
    evidence = Evidence("1", Hit(Passage("p", BOARD.doc_id, 0, 1, BOARD.text[:1]), 1.0, 1))
    at = BOARD.text.index(line)
    piece = with_fellows(Piece(BOARD, evidence, at, at + len(line)))
    assert piece.text == f"{line}\n何秀英 省财政厅副厅长"
    at = BOARD.text.index("主任：周明远")
    alone = Piece(BOARD, evidence, at, at + len("主任：周明远 副省长"))
    assert with_fellows(alone) == alone


def test_of_two_items_the_last_is_not_preferred() -> None:
    ship, shore = "（一）船载无线电设备：26dBm；", "（二）岸边无线电设备：29dBm。"
    assert best("船载设备发射功率限值", RADIO, {ship: 0.6, shore: 0.5}) == ship
    assert best("岸边设备发射功率限值", RADIO, {ship: 0.5, shore: 0.6}) == shore
    form, plan = "（一）提交申请表；", "（二）提交航行计划。"
    rules = make_document(f"规则\n航标申请\n{form}\n{plan}\n航标申请由省厅受理。")
    scores = {form: 0.6, plan: 0.58, "航标申请由省厅受理。": 0.5}
    assert best("航标申请", rules, scores) == "航标申请由省厅受理。"
