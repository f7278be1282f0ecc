"""One way of cutting text into search terms, for documents and queries alike.

Words come from jieba's dictionary in search mode, so that 人工智能 is also found as 人工 and
智能; bigrams of Chinese characters find what no dictionary knows.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import rjieba

from index.numerals import digit_forms

# Raise the version whenever a change makes another term of the same text: lexical indexes
# carry this string and are rebuilt when it differs.
FINGERPRINT = "terms-1/nfkc+t2s+rjieba-search+bigrams+digits"

_CJK = r"\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CJK_RUN = re.compile(f"[{_CJK}]+")
_LATIN_PART = re.compile(r"[a-z]+|[0-9]+(?:\.[0-9]+)?")
_MAX_TERM = 64

# Words of asking, not of what is asked about. They count only when nothing else is left.
_ASKING = """
的 了 吗 呢 吧 啊 呀 是 有 在 和 与 及 或 被 把 将 对 对于 关于 为 于 从 到 由 以 等 中 里 上 下
这 那 其 该 此 这个 那个 这些 那些 我 你 您 他 她 它 我们 你们 他们 请 请问 问 想 知道 告诉
什么 什么样 哪 哪个 哪些 哪几 哪里 哪儿 哪家 哪年 谁 何 何时 何地 如何 怎么 怎样 怎么样 为什么
为何 多少 几 几个 多 多久 多大 是否 是不是 有没有 能否 可以 能 能不能 会 要 都 也 还 就 又 而
a an the of to in is are was what which who when where how why does do did
"""
_STOP_WORDS = frozenset(_ASKING.split())


@dataclass(frozen=True, slots=True)
class Terms:
    """The search terms of one text; order and repetition as in the text."""

    words: tuple[str, ...]
    bigrams: tuple[str, ...]


def fold(text: str) -> str:
    """Return one form for all spellings: NFKC, lower case, simplified characters."""
    return unicodedata.normalize("NFKC", text).lower().translate(_simplified())


def cut(text: str) -> Terms:
    """Cut a text that is to be indexed."""
    folded = fold(text)
    words = [word for word in rjieba.cut_for_search(folded) if _is_word(word)]
    words += _extra_forms(folded, words)
    return Terms(tuple(words), tuple(_bigrams(folded)))


def cut_query(text: str) -> Terms:
    """Cut a question: as ``cut``, each term once, without words that only ask.

    Bigrams never reach across such a word, which would make terms like 是多 of 是多少.
    """
    folded = fold(text)
    pieces = rjieba.cut(folded)
    if any(_is_word(piece) and piece not in _STOP_WORDS for piece in pieces):
        folded = "".join(" " if piece in _STOP_WORDS else piece for piece in pieces)
    words = [
        word for piece in folded.split() for word in rjieba.cut_for_search(piece) if _is_word(word)
    ]
    words += _extra_forms(folded, words)
    return Terms(tuple(dict.fromkeys(words)), tuple(dict.fromkeys(_bigrams(folded))))


def single_characters(text: str) -> tuple[str, ...]:
    """Return the Chinese characters of a text, each once: the last resort of a search."""
    return tuple(dict.fromkeys("".join(_CJK_RUN.findall(fold(text)))))


def _is_word(word: str) -> bool:
    # Most words are wholly so: asking that first is four times as fast.
    return len(word) <= _MAX_TERM and (word.isalnum() or any(map(str.isalnum, word)))


def _extra_forms(folded: str, words: list[str]) -> list[str]:
    """Digits of Chinese numerals, and the parts of mixed words: gpt4 is also gpt and 4."""
    forms = digit_forms(folded)
    for word in words:
        if not word.isalpha() and not word.isdigit():
            parts = _LATIN_PART.findall(word)
            forms += [part for part in parts if part != word and len(part) <= _MAX_TERM]
    return forms


def _bigrams(folded: str) -> list[str]:
    return [run[at : at + 2] for run in _CJK_RUN.findall(folded) for at in range(len(run) - 1)]


@cache
def _simplified() -> dict[int, str]:
    """Traditional to simplified by single characters, from OpenCC's table.

    The table alone is read: its phrase tables take a second to load and change few terms.
    """
    table = files("opencc").joinpath("dictionary", "TSCharacters.txt").read_text("utf-8")
    pairs = (line.split("\t") for line in table.splitlines() if "\t" in line)
    return {ord(old): new.split(" ")[0] for old, new in pairs}
