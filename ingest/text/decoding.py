"""Bytes to text: right, or refused with the byte that is wrong.

Chinese documents come as UTF-8, GB18030 (with its subsets GBK and GB2312), Big5 and UTF-16,
and what they say about themselves is often untrue. Each encoding is a hypothesis: decode
strictly, then judge whether the outcome reads like Chinese. Where no strict reading is
plausible, the best reading with errors tells which byte is damaged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from ingest.text.common_characters import COMMON
from ingest.text.plausibility import CONTROL, Plausibility, common_share, judge
from rag.errors import IngestError

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "an RTF file"),
)
# Big5 has three tables in use; the first that reads all bytes wins.
_FAMILIES = {
    "UTF-8": ("utf-8",),
    "GB18030": ("gb18030",),
    "Big5": ("big5", "cp950", "big5hkscs"),
    "UTF-16 LE": ("utf-16-le",),
    "UTF-16 BE": ("utf-16-be",),
}
# What an encoding gains for being likely before anything is read; it decides ties only.
_PRIOR = {"UTF-8": 0.12, "GB18030": 0.04, "Big5": 0.02, "UTF-16 LE": 0.0, "UTF-16 BE": -0.01}
_DECLARED = 0.03
_SHORT = 40
_MIN_COMMON = 0.3
_MIN_SCORE = 0.15
_CONTROL_BYTE = re.compile(rb"[\x01-\x08\x0e-\x19\x1b-\x1f]")
_UNCOMMON_RUN = re.compile(f"[^\x00-\x7f{re.escape(''.join(sorted(COMMON)))}]{{5,}}")


@dataclass(frozen=True, slots=True)
class _Reading:
    """One hypothesis: the text it gives, how that reads, and its first bad byte."""

    family: str
    codec: str
    text: str
    score: float
    found: Plausibility
    error_at: int | None

    @property
    def plausible(self) -> bool:
        """Whether the text reads like a document."""
        sure = self.found.characters >= _SHORT or self.family.startswith("UTF-16")
        if sure and self.found.characters and self.found.common < _MIN_COMMON:
            return False
        return self.found.characters == 0 or self.score >= _MIN_SCORE


def decode(data: bytes, source: str, declared: str | None = None) -> str:
    """Return the text of ``data``; raise IngestError naming the byte offset that is wrong.

    ``declared`` is what the file says of itself (a meta charset): it breaks ties, no more.
    """
    if not data:
        raise IngestError(source, "empty file")
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise IngestError(source, f"not a text file: it begins like {what}")
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return _decode_marked(data, len(bom), codec, source)
    utf8 = _read(data, "UTF-8", declared)
    if utf8.error_at is None and not _gbk_by_chance(data, utf8):
        _refuse_mangled(utf8, source)
        if not _is_binary(utf8.text):
            return utf8.text
    return _choose(data, utf8, source, declared)


def _gbk_by_chance(data: bytes, utf8: _Reading) -> bool:
    """Tell whether valid UTF-8 is GBK after all: only two-byte sequences, common as GBK."""
    if utf8.text.isascii() or max(utf8.text) >= "\u0800":
        return False
    other = _read(data, "GB18030", None)
    return other.error_at is None and other.found.common >= 2 * _MIN_COMMON


def _decode_marked(data: bytes, skip: int, codec: str, source: str) -> str:
    """Decode what stands after a byte order mark, strictly."""
    try:
        text = data[skip:].decode(codec)
    except UnicodeDecodeError as exc:
        at = exc.start + skip
        raise IngestError(source, f"damaged {codec.upper()} text at byte offset {at}") from exc
    _refuse_binary(text, codec, skip, source)
    return text


def _choose(data: bytes, utf8: _Reading, source: str, declared: str | None) -> str:
    """Choose among all encodings by how their text reads."""
    families = ["GB18030", "Big5"]
    if _may_be_utf16(data):
        families += ["UTF-16 LE", "UTF-16 BE"]
    readings = [utf8, *(_read(data, family, declared) for family in families)]
    best = max(readings, key=lambda reading: reading.score)
    if best.error_at is None and best.plausible:
        _refuse_binary(best.text, best.codec, 0, source)
        _refuse_shifted(best, source)
        return best.text
    raise IngestError(source, _why_not(data, best))


def _why_not(data: bytes, best: _Reading) -> str:
    if best.error_at is not None and best.plausible:
        return f"damaged {best.family} text at byte offset {best.error_at}"
    if b"\0" in data:
        return f"binary data: NUL at byte offset {data.index(0)}"
    if control := _CONTROL_BYTE.search(data):
        return f"binary data: control characters from byte offset {control.start()} on"
    guess = from_bytes(data[:4096]).best()
    hint = f" (perhaps {guess.encoding})" if guess is not None else ""
    high = re.search(rb"[\x80-\xff]", data)
    return (
        "does not read as UTF-8, GB18030, Big5 or UTF-16 text "
        f"from byte offset {high.start() if high else 0} on{hint}; save it as UTF-8"
    )


def _read(data: bytes, family: str, declared: str | None) -> _Reading:
    """Read the bytes under one hypothesis, leniently where strictness fails."""
    codecs, error_at, text = _FAMILIES[family], -1, None
    for codec in codecs:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError as exc:
            error_at = max(error_at, exc.start)
        else:
            break
    else:
        codec = codecs[0]
    damaged = text is None
    text = data.decode(codec, errors="replace") if text is None else text
    found = judge(text)
    score = found.score + _PRIOR[family] + (_DECLARED if _same(declared, family) else 0.0)
    return _Reading(family, codec, text, score, found, error_at if damaged else None)


def _may_be_utf16(data: bytes) -> bool:
    """Tell whether there are NULs or control bytes, which UTF-16 is full of, or no ASCII words."""
    head = data[:4096]
    ascii_words = re.search(rb"[\x20-\x7e]{6}|\r\n|\n\n", head)
    return b"\0" in head or not ascii_words or _CONTROL_BYTE.search(head) is not None


def _same(declared: str | None, family: str) -> bool:
    name = re.sub(r"[-_ ]", "", (declared or "").lower())
    if name in ("gb2312", "gbk", "cp936", "xgbk", "gb18030"):
        return family == "GB18030"
    return bool(name) and name == re.sub(r"[- ]", "", family.lower())


def _is_binary(text: str) -> bool:
    """Tell whether control characters in ``text`` are more than stray."""
    return "\0" in text or len(CONTROL.findall(text)) > max(3, len(text) // 200)


def _refuse_binary(text: str, codec: str, skip: int, source: str) -> None:
    """Refuse text in which control characters are more than stray."""
    found = CONTROL.search(text)
    if found is not None and _is_binary(text):
        at = skip + len(text[: found.start()].encode(codec, errors="replace"))
        raise IngestError(source, f"binary data: control characters from byte offset {at} on")


def _refuse_mangled(reading: _Reading, source: str) -> None:
    """Refuse UTF-8 that holds Chinese read in a wrong encoding earlier and saved so."""
    if reading.found.characters < _SHORT or reading.found.common >= _MIN_COMMON:
        return
    for codec in ("gb18030", "cp1252", "latin-1"):
        try:
            original = reading.text.encode(codec).decode("utf-8")
        except UnicodeError:
            continue
        if common_share(re.sub(r"[\x00-\x7f]", "", original)) >= 2 * _MIN_COMMON:
            reason = f"garbled before it came here: UTF-8 once read as {codec} and saved again"
            raise IngestError(source, f"{reason}; convert it back")


def _refuse_shifted(reading: _Reading, source: str) -> None:
    """Refuse two-byte text that goes out of step after a lost or damaged byte.

    Such text still decodes, into rare characters up to the end of the line. It is caught
    where the same bytes, read one byte later, turn into common characters again.
    """
    if reading.family not in ("GB18030", "Big5"):
        return
    for run in _UNCOMMON_RUN.finditer(reading.text):
        raw = run.group().encode(reading.codec, errors="replace")
        later = raw[1:].decode(reading.codec, errors="ignore")
        if len(later) > 2 and common_share(later) >= 0.6:
            at = len(reading.text[: run.start()].encode(reading.codec, errors="replace"))
            raise IngestError(source, f"damaged {reading.family} text near byte offset {at}")
