"""One form for one question, however it is typed.

A trailing ？ or a 请问 changes nothing of what is asked, yet networks rank passages a little
differently with and without it, and an answer on the brink tips over. Every question is put
into the form in which the models were trained and the confidence was fitted.
"""

from __future__ import annotations

import re
from unicodedata import normalize

from rag.kinds import find_kind
from rag.parts import ASKS

_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]+")
_HAN = "[\u3400-\u9fff]"
_GAP = re.compile(rf"(?<={_HAN})\s+(?={_HAN})|\s*\n\s*")
_SHORT_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=[和与跟及、/](?:19|20)\d\d(?!\d))")
_COURTESY = re.compile(
    r"^(?:(?:你好|您好|嗨)[，,！!。 ]*|(?:老师|同志)[，,！!。 ]+)?"
    r"(?:(?:我?想请?问|请问)(?:一下|下)?|问(?:一下|下)|我?想(?:要)?(?:知道|了解)(?:一下|下)?|"
    r"(?:麻烦|请|劳驾|能不能|可以|能否)?(?:你|您)?(?:帮我|帮忙|给我|告诉我|跟我)(?:查|看|说|讲|找)?(?:一查|一下|下)?)?"
    r"[，,：:、 ]*"
)
_END = re.compile(r"(?:[\s？?。．.！!…~～]|谢谢(?:你|您|了|啦)?|多谢|感谢)+$")
_PARTICLES = re.compile(r"[呢啊呀哦哈]+$")


def uniform(question: str) -> str:
    """Return the question without courtesies, gaps and particles, ending in ？.

    Years that share one 年 get their own: 2023和2024年 becomes 2023年和2024年.

    Greetings, thanks and requests that no document answers come back as they were typed.
    """
    text = _WIDE.sub(lambda wide: normalize("NFKC", wide.group()), _GAP.sub("", question.strip()))
    if not find_kind(text).needs_documents:
        return text
    plain = _SHORT_YEAR.sub(r"\1年", _END.sub("", text))
    asked = _COURTESY.sub("", plain, count=1)
    asked = asked if ASKS.search(asked) or not ASKS.search(plain) else plain
    last = re.split("[，,；;。？?]", asked)[-1]
    if ASKS.search(_PARTICLES.sub("", last)):  # 杭州呢 asks by its particle alone
        asked = _PARTICLES.sub("", asked)
    return f"{asked or plain}？" if plain else text
