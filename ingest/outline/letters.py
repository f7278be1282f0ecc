"""Where another official letter begins in a file that binds several."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.fields.document_number import is_number_line
from ingest.fields.titles import join_title, title_lines
from ingest.text.lines import Span, is_date

_ANNEX = re.compile(r"^附件|附件\d*[:：]?$")
_HEAD = 6  # lines from the day of one letter to the number of the next


def letter_starts(lines: Sequence[Span]) -> dict[int, str]:
    """Return the lines with which further letters begin, and their titles.

    A letter ends with its day; the next has a title and right under it a number of its own.
    What is annexed (附件) belongs to the letter before.
    """
    starts: dict[int, str] = {}
    for index, line in enumerate(lines[:-2]):
        below = lines[index + 1 : index + 1 + _HEAD]
        if is_date(line.text) and any(is_number_line(each.text) for each in below):
            title = title_lines(below)
            under = title[-1] + 1 if title else len(below)
            annexed = any(_ANNEX.search(each.text) for each in below[:under])
            if not annexed and under < len(below) and is_number_line(below[under].text):
                first = index + 1 + title[0]
                starts[first] = join_title([below[at].text for at in title])
    return starts
