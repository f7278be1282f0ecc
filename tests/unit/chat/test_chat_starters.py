from __future__ import annotations

import threading
from collections.abc import Iterator

from chat.ask.starters import KEPT, Chosen, Starters
from chat.ask.suggestions import Suggestion
from rag.errors import LibraryError

FIRST, SECOND = (Suggestion(question, "d1", ((0, 4),)) for question in ("甲？", "乙？"))


def test_questions_are_there_as_soon_as_they_are_found_and_found_once() -> None:
    go_on = threading.Event()
    searched: list[Chosen] = []

    def find(chosen: Chosen) -> Iterator[Suggestion | None]:
        searched.append(chosen)
        yield FIRST
        yield None
        go_on.wait(60)
        yield SECOND

    starters = Starters(find)
    finding = starters.finding((), 1)
    while not finding.questions:
        assert not finding.finished.wait(0.01)
    assert starters.found(()) == (FIRST,)
    assert starters.finding((), 1) is finding
    go_on.set()
    assert finding.finished.wait(60)
    assert finding.questions == (FIRST, SECOND)
    assert starters.finding((), 2) is not finding
    starters.finding(("d1",), 2)
    starters.close()
    assert searched == [(), (), ("d1",)]


def test_a_search_ends_with_the_program_or_with_the_state_it_searches() -> None:
    tried: list[int] = []

    def find(chosen: Chosen) -> Iterator[Suggestion | None]:
        for number in range(1_000_000):
            tried.append(number)
            yield None

    starters = Starters(find)
    older = starters.finding((), 1)
    newer = starters.finding((), 2)
    assert older.finished.wait(60)
    starters.close()
    assert newer.finished.is_set()
    assert len(tried) < 2_000_000


def test_what_goes_wrong_is_kept_with_what_was_found() -> None:
    trouble = LibraryError("damaged")

    def find(chosen: Chosen) -> Iterator[Suggestion | None]:
        yield FIRST
        raise trouble

    starters = Starters(find)
    finding = starters.finding((), 1)
    starters.close()
    assert finding.finished.is_set()
    assert finding.trouble is trouble
    assert len(finding.questions) == 1


def test_two_who_chose_other_documents_each_get_all_their_questions() -> None:
    go_on = threading.Event()

    def find(chosen: Chosen) -> Iterator[Suggestion | None]:
        yield FIRST
        go_on.wait(60)
        yield SECOND

    starters = Starters(find)
    both = [starters.finding((doc_id,), 1) for doc_id in ("d1", "d2")]
    go_on.set()
    for finding in both:
        assert finding.finished.wait(60)
        assert finding.questions == (FIRST, SECOND)
    starters.finding((), 1)
    for number in range(KEPT):
        starters.finding((f"e{number}",), 1)
    starters.close()
    assert starters.found(("d1",)) == ()
    assert starters.found((f"e{KEPT - 1}",)) == starters.found(()) == (FIRST, SECOND)
