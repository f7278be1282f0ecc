"""The embedded reader with its real weights: ranks, finds, refuses; and its files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from models import reader_dir
from rag.adapters.onnx_reader import OnnxReader
from rag.errors import ModelError
from rag.types import Passage, Reading

pytestmark = pytest.mark.integration
QUESTION = "合肥市科技创新券的申领金额最高是多少？"
ANSWERING = (
    "第八条 合肥市科技创新券面向科技型中小企业发放，每家企业每年申领金额最高为20万元。"
    "创新券自发放之日起一年内有效。"
)
OTHERS = (
    "第十二条 本办法由市科技局负责解释，自2022年3月1日起施行，有效期三年。",
    "全市图书馆周末延长开放时间，市民可以凭身份证办理借阅证，每人最多借阅十册图书。",
    "黄山市推进旅游业高质量发展，景区门票实行预约制，节假日限制客流。",
)


def passage(text: str, title: str = "合肥市科技创新券管理办法") -> Passage:
    return Passage(str(hash(text)), "d", 0, len(text), text, title)


@pytest.fixture(scope="module")
def reader() -> OnnxReader:
    return OnnxReader(reader_dir())


@pytest.fixture(scope="module")
def readings(reader: OnnxReader) -> list[Reading]:
    return reader.read(QUESTION, [passage(text) for text in (*OTHERS, ANSWERING)])


def test_the_answering_passage_is_most_relevant(readings: list[Reading]) -> None:
    assert max(range(4), key=lambda n: readings[n].relevance) == 3
    assert max(range(4), key=lambda n: readings[n].answerable) == 3
    assert readings[3].answerable > 0.5


def test_the_span_is_the_answer(readings: list[Reading]) -> None:
    found = ANSWERING[readings[3].start : readings[3].end]
    assert "20万元" in found
    assert len(found) <= 120


def test_the_answering_sentence_has_the_highest_score(readings: list[Reading]) -> None:
    best = max(readings[3].sentences, key=lambda sentence: sentence[2])
    assert "20万元" in ANSWERING[best[0] : best[1]]


def test_every_score_is_a_probability_and_every_span_inside(readings: list[Reading]) -> None:
    for text, reading in zip((*OTHERS, ANSWERING), readings, strict=True):
        for value in (reading.relevance, reading.answerable, reading.span_score):
            assert 0.0 <= value <= 1.0
        assert 0 <= reading.start <= reading.end <= len(text)
        for start, end, score in reading.sentences:
            assert 0 <= start < end <= len(text)
            assert 0.0 <= score <= 1.0


def test_order_and_company_do_not_matter(reader: OnnxReader) -> None:
    """A passage is read the same whatever stands beside it."""
    turned = reader.read(QUESTION, [passage(OTHERS[0] * 6), passage(ANSWERING)])
    alone = reader.read(QUESTION, [passage(ANSWERING)])
    assert turned[1] == alone[0]


def test_an_answer_beyond_the_first_window_is_found(reader: OnnxReader) -> None:
    text = OTHERS[1] * 14 + ANSWERING
    found = reader.read(QUESTION, [passage(text)])[0]
    assert "20万元" in text[found.start : found.end]


def test_nothing_to_read_gives_nothing(reader: OnnxReader) -> None:
    assert reader.read(QUESTION, []) == []


@pytest.mark.parametrize("text", ["", " ", "\n", "。", "\ud800合肥", "🙂" * 400])
def test_odd_texts_are_read_without_error(reader: OnnxReader, text: str) -> None:
    found = reader.read(QUESTION, [passage(text)])[0]
    assert 0 <= found.start <= found.end <= len(text)


def test_a_very_long_question_is_cut(reader: OnnxReader) -> None:
    assert len(reader.read(QUESTION * 60, [passage(ANSWERING)])) == 1


def test_int8_agrees_with_float32() -> None:
    """The export compared the two on held-out pairs and kept the figures."""
    config = json.loads((reader_dir() / "config.json").read_text(encoding="utf-8"))
    gaps = config["int8_against_float32"]
    assert gaps["same_first"] >= 0.95
    assert gaps["same_span"] >= 0.90


def test_the_weights_are_small_enough_for_the_repository() -> None:
    assert (reader_dir() / "model.onnx").stat().st_size <= 45_000_000


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "reader"
    shutil.copytree(reader_dir(), folder)
    (folder / "model.onnx").write_bytes(b"version https://git-lfs")
    with pytest.raises(ModelError, match="sha256"):
        OnnxReader(folder)


def test_a_bad_calibration_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "reader"
    shutil.copytree(reader_dir(), folder)
    bad = {"relevance": [1.0], "answerable": [0.0] * 5, "right": [0.0] * 5}
    (folder / "calibration.json").write_text(json.dumps(bad), encoding="utf-8")
    with pytest.raises(ModelError, match="relevance holds 1"):
        OnnxReader(folder)
