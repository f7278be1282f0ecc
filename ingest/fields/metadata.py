"""What a document says about itself: issuer, number, dates, authors, whether it is in force."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.fields.dates import DATE, iso_date, read_date
from ingest.fields.document_number import decreed_by, find_number
from ingest.fields.issuers import (
    find_region,
    is_signature,
    issuer_of_number,
    issuer_of_title,
    tidy_issuers,
)
from ingest.fields.kinds import find_kind
from ingest.fields.letter import find_addressee, find_attachments
from ingest.fields.names import END_MARK, names_end_mark, read_byline, split_names
from ingest.text.lines import NO_ROW, Span, is_date, text_lines
from rag.types import Metadata

_FIELD = re.compile(
    r"(?:^|(?<=[\n| ]))(?P<name>发文(?:机关|机构|单位)|发布(?:机构|单位)|制定机关|"
    r"发文字号|文[ \u3000]*号|(?:成文|发布|更新)(?:日期|时间)|公布日期|公开日期|印发日期|发稿时间|"
    rf"主题分类|有[ \u3000]*效[ \u3000]*性|时效性|状态)[ \u3000]*[:：|][\s|]*{NO_ROW}"
    r"(?P<value>[^\n|]{1,80})"
)
# What stands beside the name of a column is the next one's, not a value.
_COLUMN = re.compile(
    r".{0,2}(?:时间|日期|名称|标题|单位|机关|机构|字号|文号|分类|内容|金额|备注|联系人.{0,3}|电话)"
    r"|有效性|时效性|状态"
)
_REPEALED = re.compile("(?<!未)(?<!不)(?:废止|失效)")
_REPEALED_MARK = re.compile(r"(?<!》)[（(【\[［](?:已|现已|本文(?:件)?已)?(?:废止|失效)[）)】\]］]")
_REPEALED_SELF = re.compile(
    r"(?:本|^[^《\n]*该)(?:文件|通知|办法|规定|意见|条例|细则|公告|方案|政策|规划)现?(?P<how>已|自[^。，]{4,20}起)"
    r"[^。，]{0,10}(?:废止|失效|停止执行)",
    re.MULTILINE,
)
_PUBLISHED = re.compile(rf"(?:发布(?:时间|日期|于)[:： ]*{NO_ROW}|\A(?=\d{{4}}[-年/.]))\d.{{5,13}}")
_DATED = re.compile(rf"(?:^|(?<=[| ]))(?:时间|日期)[:： ]*{NO_ROW}\d.{{5,13}}", re.MULTILINE)
_SIGNED_DATE = re.compile(rf"^(?P<who>[^。，；：]{{0,30}}?)[ \u3000]*[（(]?{DATE}[）)]?$")
_PASSED = re.compile(rf"{DATE}[^（）()\n]{{0,60}}(?:通过|公布|发布|修订|修正)")


def read_metadata(text: str, title: str, source: str) -> Metadata:
    """Return what ``text`` says about itself; fields it does not state stay empty.

    ``source`` only helps to tell the kind of document apart (a folder named 案例 …).
    """
    lines = text_lines(text[:6000])
    fields = _fields(text[:2000])
    number = find_number(fields.get("number", ""), lines, text)
    signed_by, signed_on = _signature(text)
    issuer = tidy_issuers(fields.get("issuer", "")) or issuer_of_title(title) or signed_by
    issuer = issuer or issuer_of_number(number) or decreed_by(number)
    written = read_date(fields.get("written", "")) or signed_on or _passed_on(text)
    addressee = find_addressee(lines, title)
    published = read_date(fields.get("published", "")) or _published_on(text[:400], addressee)
    kind = find_kind(text, title, source, number, issuer)
    letter = kind == "policy"
    return Metadata(
        kind=kind,
        issuer=issuer,
        number=number,
        written_on=written,
        published_on=published,
        region=find_region(issuer, title, number),
        status="repealed" if _is_repealed(text, title, fields) else "",
        authors=_authors(text, lines),
        topic=fields.get("topic", "").replace("\\", "/"),
        addressee=addressee if letter else "",
        attachments=find_attachments(text_lines(text)) if letter else (),
    )


def _fields(head: str) -> dict[str, str]:
    """Return the fields of the table that official web pages put above a document."""
    names = {
        "发文机关": "issuer", "发文机构": "issuer", "发文单位": "issuer", "发布机构": "issuer",
        "发布单位": "issuer", "制定机关": "issuer", "发文字号": "number", "文号": "number",
        "成文日期": "written", "成文时间": "written", "印发日期": "written",
        "发布日期": "published", "发布时间": "published", "公布日期": "published",
        "公开日期": "published", "有效性": "status", "时效性": "status", "状态": "status",
        "更新日期": "published", "更新时间": "published", "发稿时间": "published",
        "主题分类": "topic",
    }  # fmt: skip
    fields: dict[str, str] = {}
    for found in _FIELD.finditer(head):
        name = names[re.sub(r"\s", "", found["name"])]
        value = found["value"].strip()
        if not re.match(r"[^:： ]{2,6}[:：]", value) and not _COLUMN.fullmatch(value):
            fields.setdefault(name, value)
    return fields


def _signature(text: str) -> tuple[str, str]:
    """Return (issuer, date) of the signature that closes the letter, ("", "") if none."""
    lines = text_lines(text)
    for index, line in enumerate(lines):
        # Right under a title a day stands in brackets: that of a speech.
        place = index > 1 or (index == 1 and line.text.startswith(("（", "(")))
        found = _SIGNED_DATE.match(line.text) if place and len(line.text) <= 48 else None
        if found is None or not (iso := iso_date(found)):
            continue
        who = found["who"].strip()
        if who:
            if is_signature(who):
                return tidy_issuers(who), iso
            continue
        names: list[str] = []
        for above in reversed(lines[max(0, index - 6) : index]):
            if not is_signature(above.text):
                break
            names.insert(0, above.text)
        if names or index > 3 or not is_date(lines[0].text):
            return tidy_issuers(" ".join(names)), iso
    return "", ""


def _passed_on(text: str) -> str:
    """Return the latest date in the note under a law's title (…通过 …修订)."""
    note = re.search(
        r"[（(](?P<note>[^（）()]{10,400}(?:通过|公布|发布|修订|修正)[^（）()]{0,80})[）)]",
        text[:1200],
    )
    if note is None:
        return ""
    return max((iso_date(found) for found in _PASSED.finditer(note["note"])), default="")


def _published_on(head: str, addressee: str) -> str:
    """Return the day that stands over a text; 时间：… in a letter is that of something else."""
    body = re.search(rf"^{re.escape(addressee)} ?[:：]$|。$", head, re.MULTILINE)
    found = _PUBLISHED.search(head) or _DATED.search(head[: body.start()] if body else head)
    return read_date(found.group()) if found else ""


def _is_repealed(text: str, title: str, fields: dict[str, str]) -> bool:
    """Tell whether the document is said to be out of force, by itself or by its page."""
    told = _REPEALED.search(fields.get("status", "")) or _REPEALED_MARK.search(title)
    bare = re.sub(r"\s", "", title)
    marked = any(
        _REPEALED_MARK.search(line.text)
        and _REPEALED_MARK.sub("", re.sub(r"\s", "", line.text)) in bare
        for line in text_lines(text[:300])
    )
    # At the end 自…起失效 is how long a text in force will last, not that it is over.
    closing = _REPEALED_SELF.search(text[-300:])
    over = closing is not None and closing["how"] == "已"
    return bool(told or marked or _REPEALED_SELF.search(text[:200]) or over)


def _authors(text: str, lines: Sequence[Span]) -> tuple[str, ...]:
    """Return the authors named under the title and in the first closing note."""
    names: list[str] = []
    for line in lines[1:4]:
        byline = read_byline(line.text)
        if byline and (byline.sure or len(text) > 400):
            names.extend(split_names(re.sub(r"（.*", "", byline.who)) or [byline.who])
            break
    for line in text_lines(text):
        found = END_MARK.search(line.text)
        if found and names_end_mark(found):
            names.extend(split_names(found["who"]))
            break
    return tuple(dict.fromkeys(names))
