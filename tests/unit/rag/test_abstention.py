"""What is said instead of an answer: nothing is called missing that a passage holds."""

from rag.answerers.abstention import abstain
from rag.question import classify
from rag.reading.near_miss import Difference
from rag.types import Document, Evidence, Hit, Passage, Reading, Status
from tests.memory_library import make_document, make_pipeline

UNION = make_document(
    "要闻\n欧盟则依托《智能法案》建立监管沙盒机制。\n中国加快场景开放，企业积极参与。", title="要闻"
)


def test_what_a_passage_shown_names_is_not_called_missing() -> None:
    answer = make_pipeline([UNION]).ask("欧盟智能法案是哪年通过的？")
    assert answer.status is Status.ABSTAINED
    assert "欧盟则依托" in answer.text
    assert "没有讲到“欧盟”" not in answer.text


def test_what_no_passage_names_is_called_missing() -> None:
    answer = make_pipeline([UNION]).ask("日本建立了什么监管沙盒机制？")
    assert answer.status is Status.ABSTAINED
    assert "没有讲到“日本”" in answer.text


def test_the_half_of_a_word_is_not_called_missing() -> None:
    answer = make_pipeline([UNION]).ask("海州5G店投资了多少钱？")
    assert answer.status is Status.ABSTAINED
    assert "店投资" not in answer.text


def test_only_whole_nouns_are_called_missing() -> None:
    nearest = [Evidence("1", Hit(passage_of(UNION, "中国加快场景开放，企业积极参与。"), 0.9, 1))]
    assert "没有讲到" not in abstain(classify("场景是谁研究出来的？"), nearest, 0.1, []).text
    assert "没有讲到“补贴”" in abstain(classify("场景的补贴是多少？"), nearest, 0.1, []).text


def test_what_is_only_not_sure_enough_is_not_called_absent() -> None:
    doubted = Evidence("1", Hit(passage_of(UNION, "中国加快场景开放，企业积极参与。"), 0.9, 1))
    asked = classify("企业参与场景开放吗？")
    assert "没有找到可以确认的答案" in abstain(asked, [doubted], 0.4, []).text
    assert "没有找到这个问题的答案" in abstain(asked, [doubted], 0.2, []).text
    missing = Difference("differs_missing", "日本")
    assert "没有找到这个问题的答案" in abstain(asked, [doubted], 0.4, [missing]).text


def test_of_a_long_sentence_the_clause_that_the_reader_sees_is_offered() -> None:
    lead = "有关部门要加强统筹协调，" * 12
    text = f"{lead}大运会所需经费由岩岛省人民政府承担。"
    at = text.index("岩岛省")
    reading = Reading(0.9, 0.4, at, at + 6, 0.4, ((0, len(text), 0.4),))
    item = Evidence("1", Hit(passage_of(make_document(text), text), 0.9, 1), reading)
    assert (
        "- 《》：大运会所需经费由岩岛省人民政府承担。"
        in abstain(classify("大运会的钱谁出？"), [item], 0.1, []).text
    )


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
