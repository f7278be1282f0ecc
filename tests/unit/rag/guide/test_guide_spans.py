"""Nothing in a guide without its exact characters."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.loaders import load
from rag.guide.findings import find_all
from rag.guide.guide import Guide, build_guide
from rag.guide.maker import Maker
from rag.guide.questions import TestKind as Kind
from rag.guide.quotes import quotes_in
from rag.guide.record import guide_record
from rag.types import Document, Relation

from .guide_material import ARTICLE, article, document, sample

SHARED = (
    Path(__file__).resolve().parents[5] / "shared" / "corpus" / "scenario-driven-innovation.txt"
)
_PIECES = [piece for line in ARTICLE.split("\n") for piece in line.split("，")]
_NOISE = [
    "\n",
    "。",
    "，",
    "2024年",
    "同年",
    "是指",
    "《",
    "》",
    "“",
    "<b>",
    "一、",
    "宁波",
    "\u3000",
    "3亿元",
]


def guide(documents: tuple[Document, ...], topic: str = "") -> Guide:
    return build_guide(
        [find_all(one) for one in documents], {d.doc_id: d for d in documents}, None, topic
    )


def wrong(made: Guide, documents: tuple[Document, ...]) -> list[object]:
    by_id = {one.doc_id: one for one in documents}
    return [one for one in quotes_in(made) if not one.holds(by_id[one.doc_id])]


def test_every_quote_of_the_sample_is_exact() -> None:
    made = guide(sample())
    assert len(list(quotes_in(made))) > 300
    assert wrong(made, sample()) == []


def test_every_section_of_the_sample_has_something() -> None:
    made = guide(sample())
    for section in (made.timeline, made.cases, made.figures, made.terms, made.voices, made.path):
        assert section
    assert len(made.questions) == 10
    assert made.briefing.events
    assert len({one.text for one in made.questions}) == 10


def test_what_the_self_test_shows_as_the_answer_holds_it() -> None:
    asked = [one for one in guide(sample()).questions if one.kind in (Kind.NAME, Kind.YEAR)]
    assert any("由谁印发" in one.text for one in asked)
    for one in asked:
        assert one.expected[0] in one.proof[0].text


def test_a_topic_counts_the_documents_that_speak_of_it() -> None:
    two = (article(), document("夜市管理办法\n第一条　鼓励夜间消费。", "e"))
    assert guide(two).documents == 2
    assert guide(two, "智慧港口").documents == 1
    assert guide(two, "火锅").documents == 0


@settings(max_examples=60)
@given(st.lists(st.sampled_from(_PIECES + _NOISE), min_size=1, max_size=40).map("".join))
def test_quotes_are_exact_whatever_the_text(text: str) -> None:
    one = document(text or "空", written_on="2025-06-01", kind="news")
    assert wrong(guide((one,)), (one,)) == []


@pytest.mark.skipif(not SHARED.exists(), reason="the shared corpus is not beside this checkout")
def test_the_newspaper_page() -> None:
    (page,) = load(SHARED, SHARED.name, 10_000_000)
    made = guide((page,))
    assert wrong(made, (page,)) == []
    assert {"合肥", "杭州", "北京亦庄", "深圳龙岗", "上海张江"} <= {
        c.place.text for c in made.cases
    }
    assert "场景驱动创新" in [one.definition.name for one in made.terms]
    # The page does not bear its own year, so 今年 has none.
    assert all("今年" not in entry.event.when.text for entry in made.timeline)


def test_a_topic_narrows_every_section() -> None:
    two = (article(), document("奶业年报\n2023年全国奶业市场规模达5000亿元。", "milk"))
    narrow = guide(two, "智慧港口")
    assert {one.doc_id for figure in narrow.figures for one in quotes_in(figure)} == {"d"}
    assert len(guide(two).figures) == 3


def test_items_are_not_told_twice() -> None:
    twin = Document("e", "海港经济观察", ARTICLE, "e.txt", "sha-e", article().metadata)
    both, alone = guide((article(), twin)), guide((article(),))
    assert len(both.timeline) == len(alone.timeline)
    assert len(both.terms) == len(alone.terms)
    assert len(both.figures) == len(alone.figures)


def test_the_record_is_plain_and_keeps_places() -> None:
    first = guide_record(guide((article(),)))["timeline"][0]["event"]["what"]
    assert first == {
        "doc_id": "d",
        "start": first["start"],
        "end": first["end"],
        "quote": ARTICLE[first["start"] : first["end"]],
    }


class _Shelf:
    """Holdings in memory that count what is asked of them."""

    def __init__(self, *documents: Document) -> None:
        self.held = {one.doc_id: one for one in documents}
        self.generation = 1

    def documents(self) -> list[Document]:
        return list(self.held.values())

    def document(self, doc_id: str) -> Document:
        return self.held[doc_id]

    def links_from(self, doc_id: str) -> list[_Link]:
        return []


class _Link:
    relation: Relation
    doc_id: str


def test_a_guide_is_made_once_for_each_state_of_the_library() -> None:
    shelf = _Shelf(article())
    maker, seen = Maker(shelf), []
    first = maker.make(advance=lambda stage, done, total, name: seen.append((done, total)))
    assert maker.make("  ") is first
    assert seen == [(0, 1), (1, 1)]
    shelf.generation, shelf.held["m"] = 2, document("奶业\n2023年全国奶业市场规模达1亿元。", "m")
    assert maker.make().documents == 2
    assert maker.make(doc_ids=["m"]).documents == 1


def test_a_guide_has_a_document_by_its_corrected_title() -> None:
    shelf = _Shelf(article())
    maker = Maker(shelf)
    maker.make()
    shelf.generation, shelf.held["d"] = 2, replace(article(), title="改正的标题")
    assert maker.make() == Maker(shelf).make()
