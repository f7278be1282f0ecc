"""The retriever: ranks, filters, reading, order."""

from __future__ import annotations

from collections.abc import Sequence

from rag.config import RetrievalSettings
from rag.reading.rules_reader import RulesReader
from rag.types import Filter, Metadata, Passage, Reading
from tests.memory_library import MemoryLibrary, make_document, make_retriever

HARBOUR = make_document(
    "东港区建成智慧码头6座。码头由港务集团运营。\n东港区全年吞吐量达3200万吨。",
    title="东港区年度报告",
    metadata=Metadata(kind="report", region="东港区", written_on="2024-12"),
)
FOREST = make_document(
    "西林县建成生态茶园9个。茶园实行统防统治。",
    title="西林县农业简报",
    metadata=Metadata(kind="news", region="西林县", written_on="2023"),
)


def test_hits_carry_all_their_ranks_and_fall_in_score() -> None:
    library = MemoryLibrary([HARBOUR, FOREST])
    hits = make_retriever(library, RulesReader()).search("东港区建成多少座智慧码头？", 5)
    assert hits[0].passage.text.startswith("东港区建成智慧码头6座")
    assert set(hits[0].ranks) == {"dense", "lexical", "reader"}
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_without_a_reader_the_fused_order_stands() -> None:
    hits = make_retriever(MemoryLibrary([HARBOUR, FOREST])).search("生态茶园", 5)
    assert "茶园" in hits[0].passage.text
    assert "reader" not in hits[0].ranks


def test_a_ranking_without_weight_may_be_the_only_one_that_finds() -> None:
    settings = RetrievalSettings(dense_share=0.0)
    retriever = make_retriever(MemoryLibrary([HARBOUR, FOREST]), RulesReader(), settings)
    assert retriever.search("qwxz", 5)


def test_filters_hold_in_both_rankings() -> None:
    retriever = make_retriever(MemoryLibrary([HARBOUR, FOREST]), RulesReader())
    for wanted in (Filter(kinds=("news",)), Filter(years=(2023,)), Filter(regions=("西林县",))):
        hits = retriever.search("建成多少座智慧码头？", 5, wanted)
        assert {hit.passage.doc_id for hit in hits} == {FOREST.doc_id}
    assert retriever.search("码头", 5, Filter(issuers=("没有这个机关",))) == []


def test_a_year_asked_for_opens_no_way_past_a_filter() -> None:
    retriever = make_retriever(MemoryLibrary([HARBOUR, FOREST]), RulesReader())
    for asked in ("2024年建成多少座智慧码头？", "2019年建成多少座智慧码头？"):
        hits = retriever.search(asked, 5, Filter(kinds=("news", "report"), years=(2023,)))
        assert {hit.passage.doc_id for hit in hits} == {FOREST.doc_id}


def test_duplicates_across_documents_appear_once() -> None:
    copy = make_document(FOREST.text + "\n", title="转载")
    hits = make_retriever(MemoryLibrary([FOREST, copy]), RulesReader()).search("生态茶园", 5)
    assert len({hit.passage.text for hit in hits}) == len(hits)
    assert {len(hit.copies) for hit in hits} == {1}
    named = {hit.titles_of_copies for hit in hits}
    assert named <= {("《转载》",), ("《西林县农业简报》",)}


def test_only_the_first_ones_are_read() -> None:
    class Counting(RulesReader):
        seen = 0

        def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
            self.seen += len(passages)
            return super().read(question, passages)

    reader = Counting()
    settings = RetrievalSettings(read=1)
    found = make_retriever(MemoryLibrary([HARBOUR, FOREST]), reader, settings).find("茶园", 3)
    assert reader.seen == 1
    assert len(found.readings) == 1
    assert len(found.hits) >= 2
    assert set(found.timings_ms) == {"encode", "dense", "lexical", "fuse", "read"}


def test_a_clear_answer_among_the_first_ends_the_reading() -> None:
    class Sure(RulesReader):
        answerable = 0.9
        seen = 0

        def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
            self.seen += len(passages)
            return [Reading(0.5, self.answerable, 0, 0, 0.0) for _ in passages]

    library = MemoryLibrary([HARBOUR, FOREST])
    settings = RetrievalSettings(read=3, evidence=1)
    sure, unsure = Sure(), Sure()
    unsure.answerable = 0.1
    found = make_retriever(library, sure, settings).find("茶园", 3, one_settles=True)
    everything = make_retriever(library, unsure, settings).find("茶园", 3, one_settles=True)
    assert (sure.seen, unsure.seen) == (1, len(everything.hits))
    assert unsure.seen > 1
    assert len(found.hits) == len(everything.hits)


def test_empty_question_finds_nothing() -> None:
    assert make_retriever(MemoryLibrary([FOREST])).search("  ", 3) == []
