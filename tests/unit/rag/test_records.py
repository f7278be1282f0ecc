"""An answer goes through its record and back."""

from __future__ import annotations

import json

from rag.records import answer_of_record, answer_record, read_turn
from rag.types import (
    Answer,
    Citation,
    Evidence,
    Hit,
    Passage,
    Statement,
    Status,
    Turn,
    Verdict,
)


def test_a_turn_may_name_the_documents_it_cited() -> None:
    assert read_turn(["问", "答"]) == Turn("问", "答")
    assert read_turn(["问", "答", ["d1", "d2"]]) == Turn("问", "答", ("d1", "d2"))
    assert (
        read_turn(["问"]) is read_turn(["问", "答", "d1"]) is read_turn(["问", "答", [1]]) is None
    )


def test_an_answer_survives_its_record() -> None:
    passage = Passage("p", "d", 3, 9, "六个部门联合", "题", ("一、背景",), 2)
    answer = Answer(
        Status.ANSWERED,
        "哪六个部门？",
        "科技部等六个部门。[1]",
        "科技部等",
        (Statement("科技部等六个部门。", ("1",), Verdict.PARTLY, "少了一个数"),),
        (Citation("1", "d", "题", "题.txt", 2, 3, 9, "六个部门联合"),),
        (Evidence("1", Hit(passage, 0.5, 1, {"dense": 1})),),
        0.75,
        ("有一句未核实",),
        {"total": 12.5},
    )
    assert answer_of_record(json.loads(json.dumps(answer_record(answer)))) == answer
