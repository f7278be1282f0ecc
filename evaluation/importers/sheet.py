"""The sheet that people fill in without programming: its columns, and reading it.

Column names and complaints are Chinese: both are for those who fill in the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

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
KINDS = {name: kind for kind, name in TYPES.items()}
_ALTERNATIVES = re.compile(r"[｜|\n]")


def read_sheet(path: Path) -> Iterator[Entry]:
    """Yield the questions of a sheet; a row marked as not accepted is a draft.

    Raises InputError if the sheet lacks the columns that must be there.
    """
    seen: dict[str, int] = {}
    for row in read_rows(path):
        if missing := {QUESTION, ANSWERABLE} - row.letters.keys():
            raise InputError(
                f"{path}: 缺少列{'、'.join(f'“{name}”' for name in sorted(missing))}；"
                "模板用 scenario-qa question-sheet 生成"
            )
        if row.get(ACCEPTED).lower() in _NO:
            yield Entry(row.place(), draft=True)
            continue
        try:
            first = seen.setdefault(row.get(ID), row.number) if row.get(ID) else row.number
            if first != row.number:
                raise InputError(f"{row.place(ID)}：编号“{row.get(ID)}”在第 {first} 行已经用过")
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
    if given and given not in KINDS and given not in TYPES:
        raise InputError(f"{row.place(TYPE)}：没有“{given}”这种题型，可选：{'、'.join(KINDS)}")
    return KINDS.get(given, given)


def _history(row: Row) -> list[list[str]]:
    lines = _lines(row.get(HISTORY))
    if len(lines) % 2:
        raise InputError(f"{row.place(HISTORY)}：要一行问、一行答，现有 {len(lines)} 行，不成对")
    return [list(pair) for pair in zip(lines[::2], lines[1::2], strict=True)]


def _lines(cell: str) -> list[str]:
    return [line.strip() for line in cell.splitlines() if line.strip()]


def _pieces(cell: str) -> list[str]:
    return [piece.strip() for piece in _ALTERNATIVES.split(cell) if piece.strip()]
