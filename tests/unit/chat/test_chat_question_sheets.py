"""Questions come into the page as a set or as a filled-in sheet, and go out as a sheet."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from chat.measure.sheets import sheet, sheets_html
from chat.measure.trials import Trials
from chat.server.door import LOCAL, ForbiddenError, Visitor
from evaluation.sets import read_questions
from index.ledger import Ledger
from index.library import Library
from rag.config import Settings
from rag.errors import InputError
from rag.wiring import build_ingestor, open_library
from tests.memory_library import BigramEncoder

SAMPLE = Path(__file__).resolve().parents[3] / "data" / "sample"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    settings = Settings(library=tmp_path_factory.mktemp("sheets") / "library")
    encoder = BigramEncoder()
    with open_library(settings, encoder, create=True) as opened:
        build_ingestor(settings, opened, encoder).ingest([SAMPLE / "场景工作问答.md"])
        yield opened


@pytest.fixture
def trials(library: Library, tmp_path: Path) -> Trials:
    return Trials(Settings(library=tmp_path), Ledger(library.ledger()).audit)


def filled(book: Workbook, path: Path, **cells: str) -> Path:
    """Write one row below what the sheet holds and save it."""
    page = book["问题"]
    heads = [str(cell.value).strip("*") for cell in page[1]]
    page.append([cells.get(head, "") for head in heads])
    book.save(path)
    return path


def test_a_filled_in_sheet_becomes_a_set(trials: Trials, library: Library, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(sheet("empty", library)))
    row = {"问题": "票价是多少？", "能否回答": "否"}
    name = trials.keep_set(filled(book, tmp_path / "我的题.xlsx", **row), LOCAL)
    assert name == "我的题.jsonl"
    assert name in trials.sets()
    (question,) = read_questions(tmp_path / "question-sets" / name).questions
    assert (question.text, question.answerable) == ("票价是多少？", False)
    assert [each.name for each in (tmp_path / "question-sets").iterdir()] == [name]


def test_a_wrong_cell_is_named_and_nothing_is_kept(
    trials: Trials, library: Library, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(sheet("empty", library)))
    upload = filled(book, tmp_path / "题.xlsx", 问题="几个？", 能否回答="也许")
    with pytest.raises(InputError, match=r"^题.xlsx: 第 4 行“能否回答”（D 列）：“也许”不能识别"):
        trials.keep_set(upload, LOCAL)
    assert not list((tmp_path / "question-sets").iterdir())


def test_drafts_are_a_sheet_that_waits_for_acceptance(
    trials: Trials, library: Library, tmp_path: Path
) -> None:
    drafts = tmp_path / "drafts.xlsx"
    drafts.write_bytes(sheet("drafts", library))
    with pytest.raises(InputError, match=r"没有可导入的题，.*能用的请改成“是”"):
        trials.keep_set(drafts, LOCAL)
    book = openpyxl.load_workbook(drafts)
    accepted = [cell.value for cell in book["问题"][1]].index("采用") + 1
    book["问题"].cell(2, accepted).value = "是"
    book.save(drafts)
    assert trials.keep_set(drafts, LOCAL) == "drafts.jsonl"


def test_only_who_may_edit_keeps_a_set(trials: Trials, tmp_path: Path) -> None:
    with pytest.raises(ForbiddenError):
        trials.keep_set(tmp_path / "set.jsonl", Visitor("读者", may_edit=False))


def test_the_page_offers_both_sheets() -> None:
    for name in ("empty", "drafts"):
        assert f'href="evaluations/{name}.xlsx"' in sheets_html()
