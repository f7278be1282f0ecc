"""Which of several branches of a sentence a question means, and what it gets if it means none."""

from __future__ import annotations

import pytest

from rag.answerers.pieces import Piece
from rag.answerers.short import find_short
from rag.question import classify
from rag.types import Evidence, Hit, Passage, Reading
from tests.memory_library import make_document
from tests.unit.rag.test_spans import short

RENT = "户籍人口超过80万的城市，标准为每月900元；户籍人口不超过80万的城市，标准为每月600元。"
FEES = "单户300万元及以下的农户收取的费率不超过2%，单户300万元以上的农户收取的费率不超过2.5%。"
LOAN = "银行设立“码头贷”，总授信6亿元，单户最高700万元，财政贴息1个百分点。"
BIDS = "入围船厂在4家及以上的，实行公开比价；为3家的，实行当面议价；只有1家的，实行单独谈判。"
CRANES = "全市泊位装卸机械化率达到80%，内河乡镇泊位装卸机械化率达到35%。"
LEAVE = "工作满1年不满10年的，年休假6天；工作满10年不满20年的，年休假12天。"


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("户籍人口不超过80万的城市租房每月扣多少？", RENT, "600元"),
        ("户籍人口超过80万的城市租房每月扣多少？", RENT, "900元"),
        ("户籍人口120万的城市租房每月扣多少？", RENT, "900元"),
        ("户籍人口50万的城市租房每月扣多少？", RENT, "600元"),
        ("单户300万元以上的费率最高多少？", FEES, "2.5%"),
        ("单户300万元以下的费率最高多少？", FEES, "2%"),
        ("工作15年的职工年休假多少天？", LEAVE, "12天"),
        ("码头贷最多能贷多少？", LOAN, "700万元"),
        ("码头贷总授信多少？", LOAN, "6亿元"),
        ("码头贷贴息多少个百分点？", LOAN, "1个百分点"),
        ("泊位装卸机械化率达到多少？", CRANES, "80%"),
        ("全市泊位装卸机械化率达到多少？", CRANES, "80%"),
        ("内河乡镇泊位装卸机械化率达到多少？", CRANES, "35%"),
        ("投资500万元以上的项目补贴多少？", "对投资500万元以上的项目，补贴30万元。", "30万元"),
    ],
)
def test_the_branch_asked_about_gives_the_value(question: str, sentence: str, answer: str) -> None:
    assert short(question, sentence) == answer


def found(question: str, text: str, span: str = "") -> str | None:
    document = make_document(text)
    at = document.text.index(text)
    passage = Passage("p", document.doc_id, at, at + len(text), text)
    start = text.index(span) if span else 0
    reading = Reading(1.0, 1.0, start, start + len(span), 0.9)
    piece = Piece(document, Evidence("1", Hit(passage, 1.0, 1), reading), at, at + len(text))
    return find_short(classify(question), piece)


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("租房每月扣多少？", RENT, "900元；600元"),
        ("农户的费率最高多少？", FEES, "2%；2.5%"),
        ("户籍人口超过80万的城市租房每月扣多少？", RENT, "900元"),
        (
            "外资船厂奖励多少？",
            "外资船厂（产值1亿元以上的）奖励50万元，内资船坞（产值2亿元以上的）奖励20万元。",
            "50万元",
        ),
        ("逾期罚款多少？", "逾期的，处1万元以上5万元以下的罚款。", "1万元以上5万元以下"),
        ("补贴多少？", "对投资500万元以上的项目，补贴30万元。", "30万元"),
    ],
)
def test_where_no_branch_is_meant_all_are_told(question: str, sentence: str, answer: str) -> None:
    assert found(question, sentence) == answer


@pytest.mark.parametrize(
    ("question", "span", "answer"),
    [
        (
            "入围船厂有三家时实行什么比价方式？",
            "公开比价；为3家的，实行当面议价",
            "实行当面议价",
        ),
        ("入围船厂有三家时实行什么比价方式？", "当面议价", "当面议价"),
        ("只有一家船厂入围怎么办？", "实行公开比价", "实行单独谈判"),
        ("五家船厂入围怎么办？", "实行当面议价", "实行公开比价"),
    ],
)
def test_a_span_across_branches_is_cut_to_the_one_meant(
    question: str, span: str, answer: str
) -> None:
    assert found(question, BIDS, span) == answer
