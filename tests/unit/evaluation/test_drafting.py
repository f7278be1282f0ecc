"""Proposed questions stand in their documents; near misses do not; a model is not believed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from evaluation.drafting import drafting
from evaluation.drafting.by_model import model_drafts, read_reply
from evaluation.drafting.draft import Draft, short_title
from evaluation.drafting.drafting import draft_questions
from evaluation.drafting.forms import dates, definitions, figures
from evaluation.drafting.near_misses import near_misses
from evaluation.drafting.outlines import asking, enumerations
from evaluation.sets import as_question
from index.library import Library
from ingest.loaders import load
from rag.config import Settings
from rag.errors import InputError
from rag.types import Document, Passage
from rag.wiring import build_ingestor, open_library
from tests.memory_library import BigramEncoder

ROOT = Path(__file__).resolve().parents[3]
SAMPLE = ROOT / "data" / "sample"


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return [each for path in sorted(SAMPLE.iterdir()) for each in load(path, path.name)]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with ingested(tmp_path_factory.mktemp("draft"), SAMPLE) as opened:
        yield opened


@contextmanager
def ingested(folder: Path, source: Path) -> Iterator[Library]:
    """Give a library of some files, with vectors that need no model."""
    settings, encoder = Settings(library=folder / "library"), BigramEncoder()
    with open_library(settings, encoder, create=True) as opened:
        build_ingestor(settings, opened, encoder).ingest([source])
        yield opened


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def document(text: str, title: str = "青岚市低空经济行动计划") -> Document:
    return Document("d", title, text, "d.txt", "0" * 64)


@pytest.mark.parametrize(
    ("form", "text", "question", "answer"),
    [
        (
            definitions,
            "行业场景是指由龙头单位牵头共同建设的集成式场景。",
            "什么是行业场景？",
            "由龙头单位牵头共同建设的集成式场景",
        ),
        (
            figures,
            "到2027年，签约转化率达到60%以上。",
            "《青岚市低空经济行动计划》中，2027年签约转化率达到百分之多少？",
            "60%以上",
        ),
        (
            figures,
            "合肥累计发布场景机会1400项，成效明显。",
            "合肥累计发布场景机会多少项？",
            "1400项",
        ),
        (
            figures,
            "培育200个“人工智能+”典型应用场景。",  # a name, but not of who does it
            "《青岚市低空经济行动计划》中，培育多少个“人工智能+”典型应用场景？",
            "200个",
        ),
        (
            figures,
            "57.合肥市连续19年推进科技特派员工作。",
            "合肥市连续多少年推进科技特派员工作？",
            "19年",
        ),
        (
            figures,
            "2027年，签约转化率达到65%，比2022年提高10个百分点以上。",
            "《青岚市低空经济行动计划》中，2027年签约转化率达到百分之多少？",
            "65%",
        ),
        (
            dates,
            "合肥于2022年启动全域场景应用创新之城建设。",
            "合肥于哪一年启动全域场景应用创新之城建设？",
            "2022年",
        ),
    ],
)
def test_a_sentence_of_a_known_form(form: object, text: str, question: str, answer: str) -> None:
    assert callable(form)
    (draft,) = form(document(text))
    assert (draft.question, draft.answers[0], draft.evidence) == (question, answer, (text,))


@pytest.mark.parametrize(
    "text",
    [
        "其中工业场景21%。",  # of what?
        "达到60%。",
        "建成起降点120个、开通航线45条。",  # two figures
        "青岚市低空经济行动计划（2025—2027年）",  # a headline
        "该办法是指导各地工作的。",
        "一项新技术从样机走到货架。",
        "（4）“网络制造”重点专项咨询电话：010-68104423。",  # a number of order
        "8月21日，2018低空经济论坛在深圳召开。",  # a year within a name
        "2月4日至10日在合肥放假调休。",
        "印发《合肥市大数据发展规划（2016-2020年）》。",
        "自2022年7月合肥发布场景机会12项后，成效明显。",  # the rest comes after it
        "阻挠一九七五年合肥会议决议的通过。",  # which year's, not when
        "依托济南、青岛、潍坊3个基地，重点发展新型显示。",  # the reader can count
        "合肥市申办第26届世界大学生夏季运动会。",  # one of a row, not how many
        "合肥市居民每年减除费用6万元、专项扣除和其他扣除。",  # the first part of a sum
        "一般需要20个工作日。",  # what does?
        "不管它们的斗争锋芒是指向哪一个国家，我们都不会姑息迁就。",
    ],
)
def test_sentences_that_mean_nothing_alone_are_passed_over(text: str) -> None:
    held = document(text)
    assert [*definitions(held), *figures(held), *dates(held)] == []


def test_the_name_that_people_call_a_document_by() -> None:
    assert (
        short_title(document("", "关于印发青岚市低空经济发展办法的通知"))
        == "《青岚市低空经济发展办法》"
    )
    assert short_title(document("", "关于印发《青岚市工作规则》的通知")) == "《青岚市工作规则》"
    assert short_title(document("", "x" * 60)) == ""


def test_outlines_give_lists_and_asked_headings(documents: list[Document]) -> None:
    by_name = {each.source: each for each in documents}
    plan = list(enumerations(by_name["澜江市行动计划.pdf"]))
    assert plan[0].question.endswith("的“重点任务”有哪些？")
    assert ("打造智慧港口场景",) in plan[0].required
    opinion = [each.question for each in enumerations(by_name["场景培育开放指导意见.docx"])]
    assert not any("总体要求" in question for question in opinion)  # parts, not items of a list
    sheet = list(asking(by_name["场景工作问答.md"]))
    assert sheet[0].question == "什么是应用场景？"
    assert sheet[0].type == "definition"


def test_every_draft_stands_in_the_documents(library: Library, documents: list[Document]) -> None:
    drafts = draft_questions(library, 80)
    texts = {each.source: squeezed(each.text) for each in documents}
    assert len(drafts) >= 60
    assert {draft["type"] for draft in drafts} >= {
        "definition",
        "number",
        "date",
        "list",
        "nearmiss",
    }
    for at, draft in enumerate(drafts):
        as_question(draft, at + 1)
        assert draft["accepted"] is False
        if draft["answerable"]:
            (source,) = draft["positive_ids"]
            for quote in (*draft["answers"], *draft["evidence"]):
                assert squeezed(quote) in texts[source], draft
        else:
            now = draft["note"].rpartition("“")[2].rstrip("”")
            assert now in draft["question"]
            assert not any(now in text for text in texts.values())
    assert draft_questions(library, 80) == drafts
    assert len({draft["question"] for draft in drafts}) == len(drafts)


def test_a_near_miss_is_missed_by_documents_that_were_not_drawn_too(
    library: Library, documents: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafting, "_DOCUMENTS", 1)
    missed = [each for each in draft_questions(library, 40) if not each["answerable"]]
    assert missed
    for each in missed:
        now = each["note"].rpartition("“")[2].rstrip("”")
        assert not any(now in squeezed(document.text) for document in documents)


def test_a_near_miss_changes_what_no_document_names() -> None:
    drafts = [
        Draft("合肥2025年建成多少个场景？", "number", ("30个",)),
        Draft("谁？", "fact", ("他",)),
    ]
    found = list(near_misses(drafts, lambda text: text in ("大同", "2028年")))
    assert [each.question for each in found] == ["芜湖2025年建成多少个场景？"]
    assert not found[0].answerable
    by_year = list(near_misses([drafts[1], drafts[0]], lambda text: text in ("2028年",)))
    assert by_year[0].question == "合肥2022年建成多少个场景？"


def test_a_place_that_is_part_of_a_name_is_not_exchanged() -> None:
    whole = ("福建省南平市推出多少项？", "河南村有多少人？", "《2025年合肥计划》的“任务”有哪些？")
    drafts = [Draft(each, "number", ("1",)) for each in whole]
    missed = [each.question for each in near_misses(drafts, lambda text: False)]
    assert missed == ["《2025年绵阳计划》的“任务”有哪些？"]


class Proposing:
    """A language model that proposes what it was made with."""

    name = "proposing"

    def __init__(self, reply: str) -> None:
        self.reply, self.asked = reply, ""

    def stream(self, system: str, user: str) -> Iterator[str]:
        self.asked = user
        yield from self.reply


PASSAGE = Passage("p", "d", 0, 20, "合肥累计发布场景机会1400项，促成合作1200项。", "日报")
REPLY = """好的，题目如下：
合肥发布了多少项场景机会？｜1400项｜合肥累计发布场景机会1400项
合肥促成合作多少项？|1200 项|促成合作 1200项
合肥有多少人口？｜900万｜合肥常住人口900万
合肥？｜1300项｜合肥累计发布场景机会1400项
｜1400项｜合肥累计发布场景机会1400项
"""


def test_what_a_model_cannot_show_is_dropped() -> None:
    found = [draft.answers[0] for draft in read_reply(REPLY, PASSAGE)]
    assert found == ["1400项", "1200 项"]
    model = Proposing(REPLY)
    assert len(list(model_drafts(model, [PASSAGE], 1))) == 1
    assert PASSAGE.text in model.asked


def test_a_model_adds_to_what_is_read_off(library: Library) -> None:
    drafts = draft_questions(library, 40, Proposing("问？｜场景｜场景"))
    notes = [draft["note"] for draft in drafts]
    assert "语言模型" in notes
    assert "数字句" in notes


def test_a_library_of_nothing_to_ask_about_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("今天天冷，明天也冷。\n", encoding="utf-8")
    with (
        ingested(tmp_path, tmp_path / "a.txt") as empty,
        pytest.raises(InputError, match="nothing to ask about"),
    ):
        draft_questions(empty, 5)
