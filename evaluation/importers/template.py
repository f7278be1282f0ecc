"""Writes the sheet that people fill in: empty with examples, or with drafts to go over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evaluation.files import replacing
from evaluation.importers.entries import Record
from evaluation.importers.sheet import (
    ACCEPTED,
    ANSWERABLE,
    ANSWERS,
    COLUMNS,
    DOCUMENTS,
    EVIDENCE,
    HISTORY,
    ID,
    KINDS,
    NOTE,
    POINTS,
    QUESTION,
    TYPE,
)
from evaluation.reports.wording import TYPES
from rag.errors import InputError

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_CHOICES: dict[str, tuple[str, ...]] = {
    TYPE: tuple(KINDS),
    ANSWERABLE: ("是", "否"),
    ACCEPTED: ("是", "否"),
}
_LAST_ROW = 10_000  # as far as the drop-downs reach
EXAMPLES: tuple[Record, ...] = (
    {
        "id": "例-1",
        "question": "（示例，采用填了“否”，不会导入）澜江市计划培训多少名场景经理？",
        "type": "number",
        "answerable": True,
        "answers": ["500名", "500人"],
        "evidence": ["三年内培训场景经理500名"],
        "accepted": False,
    },
    {
        "id": "例-2",
        "question": "（示例，采用填了“否”，不会导入）澜江市的地铁票价是多少？",
        "type": "nearmiss",
        "answerable": False,
        "accepted": False,
    },
)


def write_sheet(path: Path, questions: Iterable[Mapping[str, Any]]) -> int:
    """Write questions as a sheet with drop-downs and explanations; return how many.

    A question may carry "accepted" (True, False or absent) and "note" for its columns. Raises
    InputError unless the name ends in .xlsx and the file can be written.
    """
    from openpyxl import Workbook  # takes a fifth of a second

    if path.suffix.lower() != ".xlsx":
        raise InputError(f"{path}: a sheet is written as .xlsx; choose a name that ends so")
    book = Workbook()
    (sheet,) = book.worksheets
    sheet.title = "问题"
    count = _fill(sheet, questions)
    _dress(sheet)
    guide = book.create_sheet("填写说明")
    for name, (_, text) in COLUMNS.items():
        guide.append([name, text])
    guide.column_dimensions["B"].width = 90
    with replacing(path) as aside:
        book.save(aside)
    return count


def _fill(sheet: Worksheet, questions: Iterable[Mapping[str, Any]]) -> int:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment

    sheet.append([name + ("*" if name in (QUESTION, ANSWERABLE) else "") for name in COLUMNS])
    row = 1
    for row, question in enumerate(questions, 2):
        for at, text in enumerate(_cells(question), 1):
            cell = sheet.cell(row=row, column=at)
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
            cell.data_type = "s"  # never a formula, whatever a document says
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    return row - 1


def _dress(sheet: Worksheet) -> None:
    """Give the columns their widths, heads and drop-downs."""
    from openpyxl.styles import Font, PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    for at, (name, (width, _)) in enumerate(COLUMNS.items(), 1):
        head = sheet.cell(row=1, column=at)
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="DDE7F3")
        sheet.column_dimensions[head.column_letter].width = width
        if choices := _CHOICES.get(name):
            allowed = DataValidation("list", formula1=f'"{",".join(choices)}"', allow_blank=True)
            allowed.error = f"请从下拉表里选：{'、'.join(choices)}"
            sheet.add_data_validation(allowed)
            allowed.add(f"{head.column_letter}2:{head.column_letter}{_LAST_ROW}")
    sheet.freeze_panes = "C2"


def _cells(question: Mapping[str, Any]) -> Sequence[str]:
    groups = question.get("required") or []
    accepted = question.get("accepted")
    cells = {
        ID: question.get("id", ""),
        QUESTION: question["question"],
        TYPE: TYPES.get(question.get("type", ""), question.get("type", "")),
        ANSWERABLE: "是" if question["answerable"] else "否",
        ANSWERS: "｜".join(question.get("answers") or []),
        POINTS: "\n".join("｜".join(group) for group in groups),
        EVIDENCE: "\n".join(question.get("evidence") or []),
        DOCUMENTS: "\n".join(question.get("positive_ids") or []),
        HISTORY: "\n".join(text for turn in question.get("history") or [] for text in turn),
        ACCEPTED: "" if accepted is None else ("是" if accepted else "否"),
        NOTE: question.get("note", ""),
    }
    return [cells[name] for name in COLUMNS]
