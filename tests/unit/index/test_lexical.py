"""The lexical index against a BM25 of a dozen lines, and against questions as people ask."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index import lexical, tokenizer
from index.lexical import LexicalKind, TantivyIndex
from index.storage import RowIds

TEXTS = {
    1: ("关于加快场景培育的意见", "支持建设一批综合性重大场景，推动人工智能应用。"),
    2: ("城市行动计划", "到2025年，培育100个以上示范场景，带动投资三十亿元。"),
    3: ("研究摘要", "场景创新以需求为牵引，氢能是未来产业之一。"),
    4: ("案例集", "港口自动驾驶集卡提高了装卸效率。"),
    7: ("问答", "什么是场景清单？场景清单列出可以开放的机会。"),
}


class Texts:
    """A source of texts that is a dictionary."""

    def __init__(self, texts: dict[int, tuple[str, str]]) -> None:
        self.by_row = texts

    def texts(self, rows: RowIds) -> Iterator[tuple[int, str, str]]:
        for row in rows.tolist():
            yield row, *self.by_row[row]


def built(folder: Path, texts: dict[int, tuple[str, str]]) -> TantivyIndex:
    folder.mkdir(exist_ok=True)
    return LexicalKind(Texts(texts)).build(folder, np.array(sorted(texts), dtype=np.int64))


@pytest.fixture
def index(tmp_path: Path) -> TantivyIndex:
    return built(tmp_path / "index", TEXTS)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("示范场景有多少个？", 2),
        ("２０２５年的目标是什么", 2),
        ("二〇二五年", 2),
        ("30亿元", 2),
        ("氫能產業", 3),
        ("自动驾驶", 4),
        ("场景清单是什么", 7),
        ("加快场景培育的意见", 1),
    ],
)
def test_the_right_passage_comes_first(index: TantivyIndex, question: str, first: int) -> None:
    assert index.search(question, 3)[0][0] == first


@pytest.mark.parametrize("question", ["集卡", "氢", "卸", "氢氧化物", "什么", "驶港"])
def test_unseen_words_and_single_characters_find_something(
    index: TantivyIndex, question: str
) -> None:
    assert index.search(question, 5)


@pytest.mark.parametrize("question", ["", "？", "zebra", '" AND ( words:* ) OR -', "row:1", "\0"])
def test_what_is_not_there_finds_nothing(index: TantivyIndex, question: str) -> None:
    assert index.search(question, 5) == []


def test_a_very_long_question_is_answered(index: TantivyIndex) -> None:
    assert index.search("场景创新与氢能产业的关系" * 800, 5)[0][0] == 3


def test_only_allowed_rows_are_found(index: TantivyIndex) -> None:
    rows = np.array([2, 3], dtype=np.int64)
    assert {row for row, _ in index.search("场景", 5, rows)} == {2, 3}
    assert index.search("自动驾驶集卡", 5, rows) == []
    assert index.search("场景", 5, np.array([], dtype=np.int64)) == []
    assert index.search("场景", 0) == []


def test_sifting_gives_what_a_filter_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {
        row: ("标题", f"第{row}号文件关于场景的内容" + "场景" * (row % 7)) for row in range(1, 400)
    }
    index = built(tmp_path / "many", texts)
    for allowed in (np.arange(1, 400, 2), np.arange(200, 260), np.arange(1, 400)):
        filtered = index.search("场景文件", 20, allowed)
        monkeypatch.setattr(lexical, "_FEW_ROWS", 10)
        sifted = index.search("场景文件", 20, allowed)
        monkeypatch.undo()
        assert [round(score, 4) for _, score in sifted] == [round(s, 4) for _, s in filtered]
        assert {row for row, _ in sifted} <= set(allowed.tolist())


def test_scores_are_bm25(tmp_path: Path) -> None:
    """One field alone against the formula of Robertson and Zaragoza (2009), k1 1.2, b 0.75."""
    texts = {row: ("", text) for row, (_, text) in TEXTS.items()}
    index = built(tmp_path / "plain", texts)
    question = "场景清单开放"
    documents = {row: tokenizer.cut(text) for row, (_, text) in texts.items()}
    asked = tokenizer.cut_query(question)
    expected: Counter[int] = Counter()
    for field, terms, boost in (("words", asked.words, 0.5), ("bigrams", asked.bigrams, 1.0)):
        cut = {row: getattr(terms_of, field) for row, terms_of in documents.items()}
        mean = sum(map(len, cut.values())) / len(cut)
        for term in terms:
            holding = sum(term in tokens for tokens in cut.values())
            idf = math.log(1 + (len(cut) - holding + 0.5) / (holding + 0.5))
            for row, tokens in cut.items():
                count = tokens.count(term)
                norm = count + 1.2 * (0.25 + 0.75 * len(tokens) / mean)
                expected[row] += boost * idf * count * 2.2 / norm
    found = index.search(question, 5)
    assert [row for row, _ in found] == [row for row, score in expected.most_common() if score]
    for row, score in found:
        assert score == pytest.approx(expected[row], rel=0.02)


def test_an_update_equals_a_build(tmp_path: Path) -> None:
    old = tmp_path / "old"
    built(old, TEXTS)
    before = {path.name: path.read_bytes() for path in old.iterdir()}
    texts = {row: pair for row, pair in TEXTS.items() if row != 2}
    texts[9] = ("新文件", "到2025年，示范场景达到200个。")
    new = tmp_path / "new"
    new.mkdir()
    rows = np.array(sorted(texts), dtype=np.int64)
    updated = LexicalKind(Texts(texts)).update(
        new, old, removed=np.array([2]), added=np.array([9]), rows=rows
    )
    assert updated.rows().tolist() == rows.tolist()
    assert updated.search("示范场景", 3)[0][0] == 9
    loaded = LexicalKind(Texts({})).load(new)
    assert loaded.rows().tolist() == rows.tolist()
    assert {path.name: path.read_bytes() for path in old.iterdir()} == before


def test_an_index_of_nothing(tmp_path: Path) -> None:
    index = built(tmp_path / "empty", {})
    assert index.search("场景", 5) == []
    assert index.rows().tolist() == []
