"""Chooses the pieces the encoder keeps and writes its tokenizer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram

SPECIALS = ("<s>", "<pad>", "</s>", "<unk>")
_SPACE = "▁"
_HAN = re.compile(r"[々〇㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff]")
_OTHER_SCRIPT = re.compile(r"[\u3040-\u30ff\uac00-\ud7af\u1100-\u11ff]")
_LATIN = re.compile(r"[A-Za-z]")
_SHORT = re.compile(r"[A-Z]{2,5}$")
_WIDE_TILDE = "～"
PLACEHOLDER = "\ue000"
# Blocks whose marks occur in Chinese documents; marks of other scripts are left out.
_MARK_BLOCKS = (
    (0xA0, 0xFF),
    (0x2000, 0x2BFF),
    (0x3000, 0x303F),
    (0x30FB, 0x30FC),
    (0xFE10, 0xFFEF),
)
_LETTER_BLOCKS = ((0xC0, 0xFF), (0x370, 0x3FF), (0x400, 0x44F), (0x3040, 0x30FF))


def choose_pieces(
    pieces: Sequence[str], scores: Sequence[float], word_limit: int, always: Sequence[str]
) -> list[int]:
    """Return the ids to keep, specials first, the rest in their old order.

    Kept are all pieces with a Chinese character and no other script, numbers, marks and
    symbols, Latin abbreviations (GDP), the single letters of a few scripts, the pieces in
    ``always``, and the ``word_limit`` likeliest other ASCII pieces. A text cut with the kept
    pieces equals one cut with all of them wherever its best cut uses only kept ones.
    """
    kept = set(range(len(SPECIALS)))
    words = []
    for number in range(len(SPECIALS), len(pieces)):
        letters = pieces[number].replace(_SPACE, "")
        if pieces[number] in always or _is_wanted(letters):
            kept.add(number)
        elif letters.isascii() and pieces[number] != "<mask>":
            words.append(number)
    words.sort(key=lambda number: (-scores[number], number))
    return sorted(kept.union(words[:word_limit]))


def _is_wanted(letters: str) -> bool:
    if letters.isascii():
        return not _LATIN.search(letters) or len(letters) == 1 or bool(_SHORT.match(letters))
    if _HAN.search(letters):
        return not _OTHER_SCRIPT.search(letters)
    if len(letters) == 1 and _within(letters, _LETTER_BLOCKS):
        return True
    marks = [letter for letter in letters if not letter.isascii()]
    return all(
        unicodedata.category(letter)[0] in "PSNZ" or letter.isascii() for letter in letters
    ) and all(_within(mark, _MARK_BLOCKS) for mark in marks)


def _within(letter: str, blocks: Sequence[tuple[int, int]]) -> bool:
    return any(first <= ord(letter) <= last for first, last in blocks)


def build_tokenizer(pieces: Sequence[str], scores: Sequence[float], max_tokens: int) -> Tokenizer:
    """Return a Unigram tokenizer over the pieces, cutting at ``max_tokens`` with specials."""
    tokenizer = Tokenizer(
        Unigram(list(zip(pieces, map(float, scores), strict=True)), unk_id=3, byte_fallback=False)
    )
    # Nmt turns control and zero-width characters into nothing or a space. NFKC would make the
    # wide tilde of Chinese ranges (5～10) an ASCII one, which the model's own rules do not.
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Nmt(),
            normalizers.Replace(_WIDE_TILDE, PLACEHOLDER),
            normalizers.NFKC(),
            normalizers.Replace(PLACEHOLDER, _WIDE_TILDE),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=True)
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", 0), ("</s>", 2)],
    )
    tokenizer.enable_truncation(max_tokens)
    return tokenizer
