"""Decoding is lossless or loud: a matrix of generated files, and each way to be damaged."""

from __future__ import annotations

import codecs
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.text.decoding import decode
from rag.errors import IngestError

POLICY = (
    "国务院办公厅关于加快场景培育和开放推动新场景大规模应用的实施意见\n"
    "各省、自治区、直辖市人民政府，国务院各部委、各直属机构：\n"
    "场景是用于系统性验证新技术、新产品、新业态产业化应用的具体情境。"
    "到２０２７年，形成超1400项场景机会。\n"
)
TRADITIONAL = (
    "場景驅動創新以應用場景為載體，將用戶需求、環境約束及社會價值直接轉化為技術攻關的依據。\n"
    "臺北市政府推動產業發展，開放應用場景，並建立測試平臺。\n"
)
RARE = "朱镕基、李喆、𠮷田先生在会上就发展问题作了讲话，要求有关部门认真落实，确保工作取得实效。\n"
ASCII_HEAD = "Report 2025, version 1.0; see https://example.org/a?b=c for details.\n" * 60 + POLICY
SHORT = "场景创新"
LONG = POLICY * 300

TEXTS = {
    "policy": POLICY,
    "traditional": TRADITIONAL,
    "rare": RARE,
    "ascii-head": ASCII_HEAD,
    "short": SHORT,
    "long": LONG,
    "crlf": POLICY.replace("\n", "\r\n"),
    "full-width": "１２３ＡＢＣ，全角数字２０２５年，市场规模达３．５万亿元。\n",
    "mixed": "AI+场景：PCT 国际专利申请量连续 7 年位居世界第一，占 GDP 比重为 10.5%。\n",
}
CODECS = {
    "utf-8": ("utf-8", b""),
    "utf-8-bom": ("utf-8", codecs.BOM_UTF8),
    "gb18030": ("gb18030", b""),
    "gbk": ("gbk", b""),
    "gb2312": ("gb2312", b""),
    "big5": ("big5", b""),
    "utf-16-le": ("utf-16-le", b""),
    "utf-16-be": ("utf-16-be", b""),
    "utf-16-le-bom": ("utf-16-le", codecs.BOM_UTF16_LE),
    "utf-16-be-bom": ("utf-16-be", codecs.BOM_UTF16_BE),
}


def _matrix() -> list[tuple[str, str, bytes, str | None]]:
    cells = []
    for name, text in TEXTS.items():
        for label, (codec, bom) in CODECS.items():
            try:
                data = bom + text.encode(codec)
            except UnicodeEncodeError:
                continue
            cells.append((f"{name}/{label}", text, data, None))
            lie = "big5" if "gb" in label or "utf" in label else "gb2312"
            cells.append((f"{name}/{label}/declared-{lie}", text, data, lie))
    return cells


MATRIX = _matrix()


def test_the_matrix_is_large_enough() -> None:
    assert len(MATRIX) >= 60


@pytest.mark.parametrize(
    ("text", "data", "declared"), [cell[1:] for cell in MATRIX], ids=[cell[0] for cell in MATRIX]
)
def test_matrix_text_equals_the_original(text: str, data: bytes, declared: str | None) -> None:
    assert decode(data, "file.txt", declared) == text


def _offset(caught: pytest.ExceptionInfo[IngestError]) -> int:
    found = re.search(r"byte offset (\d+)", caught.value.reason)
    assert found, caught.value.reason
    return int(found[1])


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5", "utf-8-sig"])
@pytest.mark.parametrize("share", [0.0, 0.31, 0.5, 0.77, 0.999])
def test_one_damaged_byte_in_a_long_file_is_named(codec: str, share: float) -> None:
    text = (TRADITIONAL if codec == "big5" else POLICY) * 200
    data = bytearray(text.encode(codec))
    at = int(len(data) * share)
    while data[at] < 0x80 or (at < 3 and codec == "utf-8-sig"):
        at += 1
    data[at] = 0xFF
    with pytest.raises(IngestError) as caught:
        decode(bytes(data), "long.txt")
    assert abs(_offset(caught) - at) <= 3
    assert caught.value.source == "long.txt"


def test_a_lost_byte_that_still_decodes_is_caught() -> None:
    """Dropping one byte of a pair shifts the rest of the line into rare characters."""
    data = (POLICY * 50).encode("gb18030")
    start = data.index("各直属".encode("gb18030"))
    damaged = data[:start] + data[start + 1 :]
    with pytest.raises(IngestError) as caught:
        decode(damaged, "lost.txt")
    assert abs(_offset(caught) - start) <= 80


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("bom", [True, False])
def test_truncated_utf16_is_refused(codec: str, bom: bool) -> None:
    mark = codecs.BOM_UTF16_LE if codec.endswith("le") else codecs.BOM_UTF16_BE
    data = (mark if bom else b"") + (POLICY * 20).encode(codec)[:-1]
    with pytest.raises(IngestError) as caught:
        decode(data, "cut.txt")
    assert _offset(caught) == len(data) - 1


def test_truncated_utf8_is_refused() -> None:
    data = (POLICY * 20 + "创新").encode()[:-1]
    with pytest.raises(IngestError) as caught:
        decode(data, "cut.txt")
    assert _offset(caught) == len(data) - 2


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty file"),
        (b"%PDF-1.7\n...", "PDF"),
        (b"PK\x03\x04" + b"x" * 50, "ZIP"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "PNG"),
        (b"plain words\0then a NUL", "NUL at byte offset 11"),
        (bytes(range(256)) * 8, "NUL at byte offset 0"),
        (b"\x01\x02\x03\x04\x05\x06 abc", "byte offset 0"),
    ],
)
def test_binary_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(IngestError, match=words):
        decode(data, "file.txt")


@pytest.mark.parametrize("codec", ["gb18030", "latin-1"])
def test_text_garbled_by_somebody_else_is_refused(codec: str) -> None:
    text = (
        "场景创新驱动发展产业经济政府实施意见人工智能培育应用推动建设体系市场企业资源改革服务我们工作重要\n"
        * 8
    )
    garbled = text.encode("utf-8").decode(codec)
    with pytest.raises(IngestError, match="garbled"):
        decode(garbled.encode("utf-8"), "file.txt")


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("これは日本語の文書です。経済と技術の発展について述べる。" * 5, "shift_jis"),
        ("한국어 문서입니다. 경제와 기술의 발전에 대하여 설명합니다. " * 5, "euc-kr"),
    ],
)
def test_other_encodings_are_refused_not_guessed(text: str, codec: str) -> None:
    with pytest.raises(IngestError, match="save it as UTF-8"):
        decode(text.encode(codec), "file.txt")


@pytest.mark.parametrize("text", ["Привет, мир", "café", "한국어 문서", "plain ASCII"])
def test_other_languages_in_utf8_are_read(text: str) -> None:
    assert decode(text.encode(), "file.txt") == text


@settings(max_examples=100)
@given(
    st.lists(
        st.sampled_from([*re.split("(?<=[，、。：\n])", POLICY + RARE), " 2025 ", "PCT"]),
        min_size=8,
        max_size=60,
    ),
    st.sampled_from(["utf-8", "gb18030", "utf-16-le", "utf-16-be"]),
)
def test_any_mix_of_real_phrases_survives(phrases: list[str], codec: str) -> None:
    text = "".join(phrases)
    assert decode(text.encode(codec), "file.txt") == text
