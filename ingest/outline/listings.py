"""Lines that name headings without being one: tables of contents, annexes listed in a letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from ingest.text.lines import Span, ends_sentence, is_date

_LISTED = re.compile(r"^附件[:：] ?\S")
_ANNEX = re.compile(r"^附件")
_SIGNATURE_WITHIN = 12  # lines from the list of annexes to the date of the letter
_LONGEST = 60
_PAGE = re.compile(r"[\s.…·]+\d*$")
_LEADER = re.compile(r"(?:[.．·…‥] ?){5,}\d{0,4}$")  # the dots that lead to a page number
_MIN_ENTRIES = 4


def listed_annexes(lines: Sequence[Span]) -> set[int]:
    """Return the lines of 附件：1.… 2.… that stand between a letter and its signature."""
    listed: set[int] = set()
    for index, line in enumerate(lines):
        if not _LISTED.match(line.text):
            continue
        below = lines[index + 1 : index + 1 + _SIGNATURE_WITHIN]
        signed = next((at for at, each in enumerate(below) if is_date(each.text)), None)
        if signed is None or any(_is_text(each.text) for each in below[:signed]):
            continue
        attached = any(_ANNEX.match(each.text) for each in lines[index + 1 :])
        if signed or attached:
            listed.update(range(index, index + 1 + signed))
    return listed


def contents_lines(lines: Sequence[Span]) -> set[int]:
    """Return the lines of a table of contents: in a row, and each found again further down.

    A page number may be glued to an entry. Lines with leaders need not be found again.
    """
    entries = [_entry(line.text) for line in lines]
    last = {entry: index for index, entry in enumerate(entries)}
    leading = {index for index, line in enumerate(lines) if _LEADER.search(line.text)}
    contents = leading | {index + 1 for index in leading if index + 2 in leading}
    run: list[int] = []
    for index, line in enumerate(lines):
        place = max(last[entries[index]], last.get(entries[index].rstrip("0123456789"), 0))
        again = len(line.text) <= _LONGEST and place > index + 1
        if again and not ends_sentence(line.text) and " | " not in line.text:
            run.append(index)
        elif run and (index > run[-1] + 1 or _is_text(line.text)):
            # A single short line among them may be worded otherwise than its heading.
            contents.update(range(run[0], run[-1] + 1) if len(run) >= _MIN_ENTRIES else ())
            run = []
    return contents


def _entry(text: str) -> str:
    """Return an entry without its page number and the dots that lead to it."""
    return re.sub(r"\s", "", _PAGE.sub("", unicodedata.normalize("NFKC", text)))


def _is_text(line: str) -> bool:
    return len(line) > _LONGEST or line.endswith("。")
