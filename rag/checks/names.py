"""Places, institutions, persons and Latin words that a statement names."""

from __future__ import annotations

import re

from rag.checks.alignment import Case, flat
from rag.language.places import find_places
from rag.language.sentences import comparable

_WORDS = re.compile(r"[A-Za-z][A-Za-z0-9.+-]+")
_BODY = re.compile(
    r"[\u4e00-\u9fff]{2,10}?(?:委员会|研究院|研究所|公司|集团|大学|学院|医院|银行|协会|联盟|基金会|实验室|"
    r"[省市县区]政府|[^小格]局(?![面限部势])|[厅署]|办公室)(?:办公室|分公司|分局|分院)?"
)
_PLACE = re.compile(
    r"[\u4e00-\u9fff](?![全本该各我同两首等])[\u4e00-\u9fff]"
    r"(?:市(?![场民值面政容级长委])|省(?![级委])|县(?![级委])|镇|乡|村|自治区|自治州|新区|开发区)"
)


def unknown_name(case: Case) -> str:
    """Name the first place, institution or Latin word that is nowhere around."""
    plain, text = comparable(flat(f"{case.above}\n{case.source}")), case.text
    for name in named(text):
        form = comparable(flat(name))
        if form not in plain and not _tail_in(form, plain):
            return f"引文中没有“{name}”"
    return ""


def named(text: str) -> list[str]:
    """Return the places, institutions and Latin words that a text names."""
    found = (_PLACE.findall(text), _BODY.findall(text), _WORDS.findall(text))
    return [*find_places(text), *(name for names in found for name in names)]


def _tail_in(name: str, plain: str) -> bool:
    """Whether all but the first few characters (在, 由, 该市的) of a matched name occur."""
    return any(name[cut:] in plain for cut in range(1, len(name) - 3))
