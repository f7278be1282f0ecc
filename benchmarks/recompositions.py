"""Changes to a whole answer: two answers spliced, a row of a list dropped, harmless rewordings."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace

from rag.types import Answer, Citation


@dataclass(frozen=True, slots=True)
class Case:
    """An answer's text with what it cites, and the kind of change that was made to it."""

    kind: str
    text: str
    citations: tuple[Citation, ...]


def splice(first: Answer, second: Answer, rng: random.Random) -> Case | None:
    """Glue the head of one answer's sentence to the tail of another's, citing both."""
    one, two = first.citations[0], replace(second.citations[0], key="2")
    head = re.split(r"(?<=[，；：])", one.quote.rstrip("。"))
    tail = re.split(r"(?<=[，；：])", two.quote)
    if one.quote == two.quote or len(tail) < 2 or len(tail[-1].strip()) < 6:
        return None
    cut = rng.randrange(1, len(tail))
    start = "".join(head[: max(1, len(head) // 2)])
    if start[-1] not in "，；：":
        start = start[: max(4, len(start) // 2)]
    text = f"{start}{''.join(tail[cut:])}[1][2]".replace("\n", "")
    return Case("splice", text, (replace(one, key="1"), two))


def drop_row(answer: Answer, rng: random.Random) -> Case | None:
    """Leave one row out of a list, and its citation with it; renumber the rest."""
    lines = answer.text.splitlines()
    rows = [number for number, line in enumerate(lines) if re.match(r"\d+\. ", line)]
    if len(rows) < 3:
        return None
    gone = rng.choice(rows)
    keys = set(re.findall(r"\[(\d+)\]", lines[gone]))
    del lines[gone]
    number, kept = 0, []
    for line in lines:
        if re.match(r"\d+\. ", line):
            number += 1
            line = re.sub(r"^\d+", str(number), line)
        kept.append(line)
    citations = tuple(c for c in answer.citations if c.key not in keys)
    return Case("list item", "\n".join(kept), citations)


def harmless(answer: Answer) -> list[Case]:
    """Reword an answer without changing what it says."""
    text = answer.text
    changes = (
        re.sub(r"^(?=[^\n*|\d#])", "据资料显示，", text, count=1, flags=re.MULTILINE),
        re.sub(r"(?<=[\u4e00-\u9fff])，(?=[\u4e00-\u9fff])", ", ", text, count=2),
        re.sub(r"(?<![超同])达到(?=\d)", "达", text),
        re.sub(r"共计|一共|累计共", "共", text),
        re.sub(r"(?<![\d.])[3-9](?=[个项家年])", lambda m: "三四五六七八九"[int(m[0]) - 3], text),
        re.sub(r"\d(?=[个项家万亿%])", lambda m: chr(ord(m.group()) + 0xFEE0), text),
    )
    return [Case("harmless", change, answer.citations) for change in changes if change != text]
