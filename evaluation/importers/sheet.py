"""The sheet that people fill in without programming: a template, and what they filled in.

Column names and complaints are Chinese: both are for those who fill in the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from evaluation.importers.entries import Entry, Record
from evaluation.importers.tables import Row, read_rows
from evaluation.reports.wording import TYPES
from rag.errors import InputError

ID, QUESTION, TYPE, ANSWERABLE = "编号", "问题", "题型", "能否回答"
ANSWERS, POINTS, EVIDENCE = "答案", "要点", "证据原文"
DOCUMENTS, HISTORY, ACCEPTED, NOTE = "文档", "此前对话", "采用", "说明"
COLUMNS: dict[str, tuple[int, str]] = {
    ID: (16, "可留空，自动编号"),
    QUESTION: (44, "必填。照用户的说法写"),
    TYPE: (10, "可留空"),
    ANSWERABLE: (10, "必填：是 / 否。资料里没有答案的填“否”，看系统会不会拒答"),
    ANSWERS: (28, "能回答的必填。几种写法都算对时用“｜”或换行隔开：1200项｜一千二百项"),
    POINTS: (28, "可留空。答案有几个要点、缺一不可时，每行写一个要点，写法之间用“｜”隔开"),
    EVIDENCE: (44, "可留空。从资料里原样复制支持答案的句子，每行一句"),
    DOCUMENTS: (22, "可留空。答案所在的文件名，每行一个"),
    HISTORY: (28, "可留空，追问才填。一行问、一行答，交替写"),
    ACCEPTED: (8, "是 / 否 / 留空。填“否”的行不导入"),
    NOTE: (24, "给自己看的，不导入"),
}
_YES = frozenset({"是", "能", "可以", "对", "yes", "y", "true", "1"})
_NO = frozenset({"否", "不能", "不可以", "不", "no", "n", "false", "0"})
_KINDS = {name: kind for kind, name in TYPES.items()}
_ALTERNATIVES = re.compile(r"[｜|\n]")
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


def read_sheet(path: Path) -> Iterator[Entry]:
    """Yield the questions of a sheet; rows marked as not accepted are passed over.

    Raises InputError if the sheet lacks the columns that must be there.
    """
    for row in read_rows(path):
        if missing := {QUESTION, ANSWERABLE} - row.letters.keys():
            raise InputError(
                f"{path}: 缺少列{'、'.join(f'“{name}”' for name in sorted(missing))}；"
                "模板用 scenario-qa question-sheet 生成"
            )
        if row.get(ACCEPTED).lower() in _NO:
            continue
        try:
            yield Entry(row.place(), question=_question(row))
        except InputError as exc:
            yield Entry("", fault=str(exc))


def _question(row: Row) -> Record:
    if not row.get(QUESTION):
        raise InputError(f"{row.place(QUESTION)}：是空的，请写问题，或删去整行")
    answerable = _yes(row, ANSWERABLE)
    answers = _pieces(row.get(ANSWERS))
    points = [_pieces(line) for line in _lines(row.get(POINTS))]
    if answerable and not (answers or points):
        raise InputError(
            f"{row.place(ANSWERS)}：能回答的问题要有答案；资料里没有的请在“能否回答”填“否”"
        )
    if not answerable and (answers or points):
        raise InputError(f"{row.place(ANSWERABLE)}：填了“否”，却又有答案；请改成“是”或删去答案")
    question: Record = {
        "id": row.get(ID),
        "question": row.get(QUESTION),
        "answerable": answerable,
        "type": _type(row),
        "history": _history(row),
    }
    if answerable:
        question |= {
            "answers": answers,
            "required": points,
            "evidence": _lines(row.get(EVIDENCE)),
            "positive_ids": _lines(row.get(DOCUMENTS)),
        }
    return {name: value for name, value in question.items() if value not in ("", [])}


def _yes(row: Row, name: str) -> bool:
    given = row.get(name).lower()
    if given not in _YES | _NO:
        found = f"“{given}”不能识别" if given else "是空的"
        raise InputError(f"{row.place(name)}：{found}，请填“是”或“否”")
    return given in _YES


def _type(row: Row) -> str:
    given = row.get(TYPE)
    if given and given not in _KINDS and given not in TYPES:
        raise InputError(f"{row.place(TYPE)}：没有“{given}”这种题型，可选：{'、'.join(_KINDS)}")
    return _KINDS.get(given, given)


def _history(row: Row) -> list[list[str]]:
    lines = _lines(row.get(HISTORY))
    if len(lines) % 2:
        raise InputError(f"{row.place(HISTORY)}：要一行问、一行答，现有 {len(lines)} 行，不成对")
    return [list(pair) for pair in zip(lines[::2], lines[1::2], strict=True)]


def _lines(cell: str) -> list[str]:
    return [line.strip() for line in cell.splitlines() if line.strip()]


def _pieces(cell: str) -> list[str]:
    return [piece.strip() for piece in _ALTERNATIVES.split(cell) if piece.strip()]


def write_sheet(path: Path, questions: Iterable[Mapping[str, Any]]) -> int:
    """Write questions as a sheet with drop-downs and explanations; return how many.

    A question may carry "accepted" (True, False or absent) and "note" for its columns. Raises
    InputError unless the name ends in .xlsx.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    if path.suffix.lower() != ".xlsx":
        raise InputError(f"{path}: a sheet is written as .xlsx; choose a name that ends so")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "问题"
    sheet.append([name + ("*" if name in (QUESTION, ANSWERABLE) else "") for name in COLUMNS])
    count = 0
    for count, question in enumerate(questions, 1):
        sheet.append(["" for _ in COLUMNS])
        for at, text in enumerate(_cells(question), 1):
            cell = sheet.cell(row=count + 1, column=at)
            cell.value, cell.data_type = text, "s"  # never a formula, whatever a document says
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for at, (name, (width, _)) in enumerate(COLUMNS.items(), 1):
        head = sheet.cell(row=1, column=at)
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="DDE7F3")
        sheet.column_dimensions[head.column_letter].width = width
        if options := {TYPE: list(_KINDS), ANSWERABLE: ["是", "否"], ACCEPTED: ["是", "否"]}.get(
            name
        ):
            allowed = DataValidation("list", formula1=f'"{",".join(options)}"', allow_blank=True)
            allowed.error = f"请从下拉表里选：{'、'.join(options)}"
            sheet.add_data_validation(allowed)
            allowed.add(f"{head.column_letter}2:{head.column_letter}10000")
    sheet.freeze_panes = "C2"
    guide = book.create_sheet("填写说明")
    for name, (_, text) in COLUMNS.items():
        guide.append([name, text])
    guide.column_dimensions["B"].width = 90
    book.save(path)
    return count


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
