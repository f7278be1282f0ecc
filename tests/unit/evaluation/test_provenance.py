"""What a corpus cannot be asked is named before anything is asked, and told in the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from evaluation.provenance import foreign_questions, notes, of_this_corpus
from evaluation.reports.wording import note_text
from evaluation.sets import Question, QuestionSet
from rag.errors import InputError

FOREIGN = Question("quote", "一？", 1, True, ("甲",), evidence=("不在资料里的话",))
ELSEWHERE = Question("context", "二？", 2, True, ("甲",), context_ids=("没有.txt",))
GOOD = Question("good", "三？", 3, True, ("甲",), context_ids=("有.txt", "没有.txt"))
MISSING = {1: False, 3: True}


class Named:
    """A collection that holds one document."""

    def doc_ids(self, names: Sequence[str]) -> tuple[str, ...]:
        return tuple("d" for name in names if name == "有.txt")

    def unknown(self, names: Sequence[str]) -> list[str]:
        return [name for name in names if name != "有.txt"]


COLLECTION: Any = Named()


def asked(*questions: Question, **more: Any) -> QuestionSet:
    return QuestionSet("set.jsonl", questions, "f", **more)


def test_questions_of_another_corpus_are_found_before_they_are_asked() -> None:
    assert foreign_questions([FOREIGN, ELSEWHERE, GOOD], COLLECTION, MISSING) == {
        1: "its evidence is not in the corpus",
        2: "its context 没有.txt is not in the corpus",
    }


@pytest.mark.parametrize(
    ("questions", "lenient", "complaint"),
    [
        ((GOOD, ELSEWHERE), False, r"^set\.jsonl, line 2 \(id context\): its context 没有.txt is"),
        (
            (GOOD, ELSEWHERE),
            False,
            r"correct it \(on the command line, --lenient leaves such questions out\)$",
        ),
        ((FOREIGN, ELSEWHERE), False, r"; 2 such questions: line 1 \(id quote\); line 2"),
        ((FOREIGN,), True, r"line 1 \(id quote\): its evidence is not in the corpus; correct it$"),
    ],
)
def test_the_first_is_named(questions: tuple[Question, ...], lenient: bool, complaint: str) -> None:
    foreign = foreign_questions(questions, COLLECTION, MISSING)
    with pytest.raises(InputError, match=complaint):
        of_this_corpus(asked(*questions), questions, foreign, lenient)


def test_lenient_leaves_them_out() -> None:
    foreign = foreign_questions([FOREIGN, GOOD], COLLECTION, MISSING)
    assert of_this_corpus(asked(FOREIGN, GOOD), [FOREIGN, GOOD], foreign, True) == [GOOD]
    assert of_this_corpus(asked(GOOD), [GOOD], {}, False) == [GOOD]


def test_every_note_has_a_chinese_form_that_names_what_it_is_about() -> None:
    lost = Question("lost", "四？", 4, True, ("甲",), positive_ids=("没有.txt",))
    given = asked(
        *(FOREIGN, GOOD, lost),
        skipped=("set.jsonl, line 9: broken JSON",),
        ignored=("domain",),
        drafts=(7, 8),
    )
    held: Any = SimpleNamespace(failed=(("a.pdf", "no text"),))
    foreign = foreign_questions([FOREIGN, GOOD, lost], COLLECTION, MISSING)
    told = notes(
        given, [GOOD, lost], held, COLLECTION, MISSING, foreign, Counter({"模型无法连接": 2})
    )
    assert "2 drafts that nobody accepted, left out: line 7; line 8" in told
    assert [note_text(note) for note in told] == [
        "1 行有误，没有采用：set.jsonl, 第 9 行: broken JSON",
        "2 道草稿没有人采用，没有问：第 7 行; 第 8 行",
        "1 道题的证据或限定的文档不在资料里，没有问：第 1 行 (id quote)",
        "1 个字段不属于题集格式，没有理会：domain",
        "1 份资料没有读成：a.pdf: no text",
        "1 道可回答的题，所指的文档不全在资料里：第 4 行 (id lost)",
        "1 道题限定的文档只有一部分在资料里：第 3 行 (id good)",
        "1 道题的证据与资料不是逐字相同：第 3 行 (id good)",
        "2 个回答附有说明：模型无法连接",
    ]
    assert note_text("anything else") == "anything else"
