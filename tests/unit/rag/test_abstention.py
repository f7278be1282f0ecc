"""What is said instead of an answer: nothing is called missing that a passage holds."""

from rag.answerers.abstention import abstain
from rag.question import classify
from rag.reading.near_miss import Difference
from rag.types import Document, Evidence, Hit, Passage, Status
from tests.memory_library import make_document, make_pipeline

UNION = make_document(
    "要闻\n欧盟则依托《智能法案》建立监管沙盒机制。\n中国加快场景开放，企业积极参与。", title="要闻"
)


def test_what_a_passage_shown_names_is_not_called_missing() -> None:
    answer = make_pipeline([UNION]).ask("欧盟智能法案是哪年通过的？")
    assert answer.status is Status.ABSTAINED
    assert "欧盟则依托" in answer.text
    assert "未见“欧盟”" not in answer.text


def test_what_no_passage_names_is_called_missing() -> None:
    answer = make_pipeline([UNION]).ask("日本建立了什么监管沙盒机制？")
    assert answer.status is Status.ABSTAINED
    assert "未见“日本”" in answer.text


def test_the_half_of_a_word_is_not_called_missing() -> None:
    answer = make_pipeline([UNION]).ask("海州5G店投资了多少钱？")
    assert answer.status is Status.ABSTAINED
    assert "店投资" not in answer.text


def test_what_only_another_passage_names_is_told_so() -> None:
    cases = make_document("青湾市常住人口412万人。\n岩岛市的人口普查另行安排。\n", title="案例")
    offered, other = (
        Evidence("1", Hit(passage_of(cases, text), 0.9, 1))
        for text in ("青湾市常住人口412万人", "岩岛市的人口普查另行安排")
    )
    missing = Difference("differs_missing", "岩岛市")
    asked = classify("岩岛市常住人口有多少？")
    copies = [offered] * 3
    assert "没有讲到“岩岛市”" in abstain(asked, [*copies, other], 0.1, [missing]).text
    assert "未见“岩岛市”" in abstain(asked, copies, 0.1, [missing]).text


def test_a_premise_that_a_passage_states_is_not_called_false() -> None:
    rules = make_document("本办法自3月1日起施行，《暂行办法》同时废止。", title="办法")
    stating = Evidence("1", Hit(passage_of(rules, rules.text), 0.9, 1))
    turned = Difference("differs_reversed", "废止")
    asked = classify("暂行办法什么时候废止？")
    assert "前提与资料不符" not in abstain(asked, [stating], 0.1, [turned]).text
    others = classify("港口联盟什么时候废止？")
    assert "前提与资料不符" in abstain(others, [stating], 0.1, [turned]).text


def test_a_premise_that_a_passage_denies_is_called_false() -> None:
    rules = make_document("开放场景不要求企业设立子公司。", title="问答")
    denying = Evidence("1", Hit(passage_of(rules, rules.text), 0.9, 1))
    turned = Difference("differs_reversed", "要求企业设立子公司")
    asked = classify("开放场景为什么要求企业设立子公司？")
    assert "前提与资料不符" in abstain(asked, [denying], 0.1, [turned]).text


def passage_of(document: Document, text: str) -> Passage:
    at = document.text.index(text)
    return Passage("p", document.doc_id, at, at + len(text), text)
