"""Cuts a reply into finished sentences while it is being written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# A sentence ends at 。！？ with whatever closes after it and its [key] markers, or at a line
# break. What stands at the very end of the buffer may still grow a marker.
_MARKERS = r"(?:\s*[\[【［][\d\s,，、]{1,20}[\]】］])*"
_END = re.compile(rf"(?:[。！？!?]+[”’」』）》)\"*]*|(?<!\d)\.(?=\s)){_MARKERS}(?=[^\s\[【［])|\n+")
_CLOSED = re.compile(rf"(?:[。！？!?；;.][”’」』）》)\"*]*|[\]】］]){_MARKERS}[。！？；]?\**\s*$")
_THINKING = re.compile(r"^\s*<think(?:ing)?>.*?(?:</think(?:ing)?>|$)", re.DOTALL)
_BULLET = re.compile(r"^\s*(?:[-*•·]\s+|\d{1,2}[.、)）]\s*|[（(]\d{1,2}[）)]\s*|#{1,6}\s+|>\s*)")
_LONGEST = 600  # characters without an end: no sentence any more


@dataclass(frozen=True, slots=True)
class Written:
    """One sentence as the model wrote it, markers included.

    ``opens_line`` if a line break stands before it, ``listed`` if its line is a list item.
    """

    text: str
    opens_line: bool
    listed: bool


def sentences(pieces: Iterable[str]) -> Iterator[Written]:
    """Yield each sentence as soon as it is finished.

    A <think> block at the head is skipped. A last sentence without an end is left out: the
    reply was cut off there, unless it ends with a marker or is all there is.
    """
    reply, done = "", 0
    line = _Line()
    for piece in pieces:
        reply += piece
        if _thinking(reply):
            continue
        if done == 0:
            reply = _THINKING.sub("", reply, count=1)
        while match := _END.search(reply, done):
            yield from line.take(reply[done : match.end()])
            done = match.end()
        if len(reply) - done > _LONGEST:
            yield from line.take(reply[done:])
            done = len(reply)
    rest = "" if _thinking(reply) else reply[done:]
    if _CLOSED.search(rest) or not line.began:
        yield from line.take(rest)


def _thinking(reply: str) -> bool:
    head = reply.lstrip()[:10]
    if "<think".startswith(head[:6]) and len(head) < 7:
        return bool(head)
    return head.startswith("<think") and not re.search(r"</think(?:ing)?>", reply)


class _Line:
    """Remembers whether the next sentence begins a line, and whether that is a list item."""

    def __init__(self) -> None:
        self.began = False
        self._fresh = True
        self._listed = False

    def take(self, text: str) -> Iterator[Written]:
        """Yield the text without its list mark, unless nothing is left."""
        if self._fresh:
            mark = _BULLET.match(text)
            self._listed = bool(mark) and not (
                mark and mark.group().lstrip().startswith(("#", ">"))
            )
            text = text[mark.end() :] if mark else text
        if text.strip():
            yield Written(text.strip(), self._fresh, self._listed)
            self.began, self._fresh = True, False
        if text.endswith("\n"):
            self._fresh = True
