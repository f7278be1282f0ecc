"""A sentence that its source does not hold is marked, and says why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from playwright import sync_api

from chat.desk import Desk
from rag.retriever import EVERYTHING
from rag.types import Answer, Citation, Filter, Statement, Status, Turn, Verdict

from .visits import MARKS, Visit, sample_site

pytestmark = MARKS
TRUE = "首试首用是指新产品第一次被采购"
FALSE = "全国已有九十个城市做到"


class Embroidering(Desk):
    """A desk whose answers hold one sentence that no document does."""

    def ask(
        self, question: str, history: Sequence[Turn], wanted: Filter = EVERYTHING
    ) -> Iterator[Answer]:
        """Yield one whole answer: a sentence that is borne out, and one that is not."""
        held = next(one for one in self.documents() if "问答" in one.title)
        text = self.document(held.doc_id).text
        start = text.index("首试首用是指")
        end = start + 20
        cited = Citation("1", held.doc_id, held.title, "", None, start, end, text[start:end])
        yield Answer(
            Status.ANSWERED,
            question,
            f"{TRUE}[1]。{FALSE}[1]。",
            citations=(cited,),
            statements=(
                Statement(f"{TRUE}[1]。", ("1",), Verdict.SUPPORTED),
                Statement(f"{FALSE}[1]。", ("1",), Verdict.UNSUPPORTED, "引文没有“九十”"),
            ),
            confidence=0.8,
        )


def test_what_is_not_verified_is_marked_and_says_why(
    chromium: sync_api.Browser, tmp_path: Path
) -> None:
    site = sample_site(tmp_path / "library", Embroidering)
    visit = Visit(chromium, site.address)
    page = visit.page
    visit.ask("什么是首试首用？")
    marked = page.locator("#turn-1 .unverified")
    assert marked.count() == 1
    assert FALSE in marked.inner_text()
    assert TRUE not in marked.inner_text()
    assert page.inner_text("#turn-1 .tag") == "未核实"
    assert "有 1 句没有通过核对" in page.inner_text("#turn-1")
    marked.focus()
    page.wait_for_selector("#quote-card:has-text('引文没有“九十”')")
    visit.picture("unverified")
    visit.close()
    site.close()
