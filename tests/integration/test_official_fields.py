"""Fields of official documents against a key of 60 State Council pages, checked by hand."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ingest.loaders import load
from rag.types import Document

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT.parent / "shared" / "corpus" / "gov_policies" / "html"
KEY = ROOT / "tests" / "golden" / "state_council_pages.jsonl"
CONTENT = re.compile(rb'<td[^>]*id="UCAP-CONTENT".*?</td>', re.DOTALL)
FLOOR = 0.97

pytestmark = pytest.mark.skipif(
    not PAGES.is_dir(), reason="the optional corpus ../shared/corpus/gov_policies is not there"
)


def _key() -> list[dict[str, str]]:
    return [json.loads(line) for line in KEY.read_text(encoding="utf-8").splitlines()]


def _read(document: Document) -> dict[str, str]:
    about = document.metadata
    return {
        # The site files decrees as 国令, their own text says 国务院令; both are right.
        "number": about.number.replace("国务院令", "国令"),
        "issuer": about.issuer, "written_on": about.written_on,
        "published_on": about.published_on, "title": document.title, "topic": about.topic,
        "addressee": about.addressee,
    }  # fmt: skip


def _f1(pairs: list[tuple[str, str]]) -> float:
    """F1 of one field over (wanted, found) pairs; an empty value claims nothing."""
    right = sum(wanted == found and wanted != "" for wanted, found in pairs)
    said = sum(found != "" for _, found in pairs)
    true = sum(wanted != "" for wanted, _ in pairs)
    return 2 * right / max(1, said + true)


def _scores(fields: tuple[str, ...], folder: Path) -> dict[str, tuple[float, list[str]]]:
    key = _key()
    found = []
    for row in key:
        (document,) = load(folder / row["file"], row["file"])
        found.append(_read(document))
    scores = {}
    for field in fields:
        pairs = [(want[field], got[field]) for want, got in zip(key, found, strict=True)]
        wrong = [
            f"{row['file']}: {want!r} read as {got!r}"
            for row, (want, got) in zip(key, pairs, strict=True)
            if want != got
        ]
        scores[field] = (_f1(pairs), wrong)
    return scores


def test_the_key_has_a_row_for_every_page() -> None:
    assert {row["file"] for row in _key()} == {path.name for path in PAGES.iterdir()}
    assert len(_key()) == 60


def test_fields_of_whole_pages() -> None:
    """The page's own table is there to be read."""
    fields = ("number", "issuer", "written_on", "published_on", "title", "topic", "addressee")
    for field, (score, wrong) in _scores(fields, PAGES).items():
        assert score >= FLOOR, (field, score, wrong)


def test_fields_of_the_letters_alone(tmp_path: Path) -> None:
    """Without the page's table the letter itself must tell, as it does in a file or a scan."""
    for path in PAGES.iterdir():
        content = CONTENT.search(path.read_bytes())
        assert content is not None
        (tmp_path / path.name).write_bytes(
            b"<html><meta charset=utf-8><body><table><tr>" + content.group() + b"</table></body>"
        )
    fields = ("number", "issuer", "written_on", "title", "addressee")
    for field, (score, wrong) in _scores(fields, tmp_path).items():
        assert score >= FLOOR, (field, score, wrong)
