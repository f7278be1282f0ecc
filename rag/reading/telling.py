"""Whether a text tells what something is, or only mentions it."""

from __future__ import annotations

import re

from rag.language.sentences import comparable

# What may stand between the letters of a name, and how a text tells of one.
_BETWEEN = r"[\s“”《》（）()\-]*"
_TELLING = (
    r"(?:^|[\n，。；：！？“（(《])\W*(?:[一二三四五六七八九十\d]{{1,3}}\W)?(?:(?:本\w{{2,6}})?所[称谓指](?:的)?|其中|而)?\W*{name}(?![、等])"
    r"|{name}\W{{0,2}}(?:\w{{0,4}}?(?:是|指|为|即|包括|分为))"
    r"|(?:[简统]?称为?|叫做?|即|就是|定义为|名为)\W{{0,2}}{name}"
)


def tells_of(name: str, cited: str) -> bool:
    """Whether a text tells what something is, or begins a clause with it: no mere mention.

    元宇宙是…, 所谓元宇宙, …称为元宇宙 tell of it; 培育元宇宙等新赛道 does not.
    """
    if name not in comparable(cited):
        return True  # told in other words, which is weighed elsewhere
    letters = _BETWEEN.join(map(re.escape, name))
    return bool(re.search(_TELLING.format(name=letters), cited, re.IGNORECASE))
