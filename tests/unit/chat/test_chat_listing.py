"""The table of documents: filtered and sorted as a whole, not only the rows that are drawn."""

from __future__ import annotations

from chat.library.documents import documents_html
from chat.library.listing import Listing
from index.rows import Summary


def summary(number: int, title: str, date: str = "", passages: int = 1) -> Summary:
    return Summary(
        f"d{number}", title, f"/in/{number}.txt", "policy", "", "", date, "", "", "",
        passages, 1, (), "",
    )  # fmt: skip


MANY = [summary(number, f"通知{number}号", f"2025-{number % 12 + 1:02}") for number in range(300)]


def titles(listing: Listing, summaries: list[Summary]) -> list[str]:
    return [one.title for one in listing.of(summaries)]


def test_a_document_below_the_rows_that_are_drawn_is_found() -> None:
    listing = Listing(words="政策文件 通知250号")
    html = documents_html(MANY, listing.of(MANY), {}, True, listing)
    assert html.count('<tr class="document"') == 1
    assert "通知250号" in html
    assert "共 300 份资料，300 段，筛选出 1 份" in html
    assert titles(Listing(words="250.TXT"), MANY) == ["通知250号"]


def test_all_documents_are_sorted_before_the_rows_are_cut() -> None:
    listing = Listing(rows=2)
    listing.sort(2)
    assert [one.written_on for one in listing.of(MANY)[:2]] == ["2025-01", "2025-01"]
    listing.sort(2)
    html = documents_html(MANY, listing.of(MANY), {}, True, listing)
    assert html.count("2025-12") == html.count('<tr class="document"') == 2
    assert '<th scope="col" aria-sort="descending"><button' in html
    assert html.count("aria-sort") == 1


def test_titles_are_sorted_by_their_sound_and_passages_by_their_number() -> None:
    few = [summary(1, "重庆", passages=9), summary(2, "安徽", passages=1000), summary(3, "B")]
    assert titles(Listing(), few) == ["重庆", "安徽", "B"]
    assert titles(Listing(column=0), few) == ["B", "安徽", "重庆"]
    assert titles(Listing(column=5, down=True), few) == ["安徽", "重庆", "B"]
