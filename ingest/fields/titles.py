"""Finds the title of a document in its first lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from ingest.fields.document_number import is_number_line
from ingest.fields.issuers import is_signature
from ingest.outline.numbering import numbered_style
from ingest.text.lines import NO_ROW, Span, is_date, looks_like_heading, text_lines

_KINDS = (
    "通知|意见|办法|规定|决定|公告|通告|批复|复函|函|方案|规划|纲要|条例|细则|报告|公报|通报|指引|指南|"
    "倡议书?|解读|要点|清单|措施|纪要|议案|决议|命令|政策|计划|准则|规则|规范|标准|章程|宣言|白皮书|"
    "目录|公约|法|问答|答记者问|答复|讲话|致辞|说明|制度|预案|工作安排|实施办法|行动计划|三字经|公开信|提示"
)
_END = rf"(?:{_KINDS})(?:[（(][^（）()]{{1,24}}[）)])*"
_OFFICIAL = re.compile(rf"^[^。；！？]{{2,120}}{_END}$")
_ABOUT = re.compile(
    rf"^[^。；！？\n]{{0,60}}?关于[^。；！？\n]{{3,90}}?的?(?:{_KINDS})(?=[ \u3000各（(]|$)"
)
_FIELD = re.compile(
    r"^(?:索 ?引 ?号|主题分类|发文(?:机关|机构|字号|单位)|成文(?:日期|时间)|标[ \u3000]*题|"
    r"发布(?:日期|时间|机构)|主 ?题 ?词|文 ?号|来 ?源|作者|公开(?:日期|方式)|有效性|"
    r"信息(?:索引|来源)|(?:当前|所在)位置|首页|字号|打印|日期|时间|生效日期|"
    r"失效日期|分类|名称)[ \u3000]*[:：|>]"
)
_TITLE_FIELD = re.compile(
    r"(?:^|[\n| ])(?:标[ \u3000]*题|(?P<any>名[ \u3000]*称)|题[ \u3000]*名)[:：]"
    rf"[\s|]*{NO_ROW}(?P<value>[^\n|]{{4,120}})"
)
_HAN = re.compile("[\u4e00-\u9fff]")
# The page number beside a running head: 12 | 第一篇, 第一篇 | 13.
_FOLIO = re.compile(r"^\d{1,4} ?[|｜丨│] ?(?=\D)|(?<=\D)[|｜丨│] ?\d{1,4}$")
# A title that ends in one of these is complete; other kinds may be the middle of a longer one.
_FINAL = re.compile(
    r"(?:通知|公告|通告|批复|复函|通报|答复|决定|决议|意见|的函)(?:[（(][^（）()]{1,24}[）)])*$"
)
_PASSED = re.compile(r"^[（(].*(?:通过|批准|公布|发布|修订|修正).*[）)]$")
# What a text saved from a site opens with before its first sentence: stamps, fields, a dateline.
_CLOCK = r"[ T]?\d{1,2}:\d{2}(?::\d{2})?"
_STAMP = rf"(?:\d{{4}}[-/.年]\d{{1,2}}[-/.月]\d{{1,2}}日?(?:{_CLOCK})?|\d{{1,2}}-\d{{1,2}}{_CLOCK})"
_PRINTED = rf"{_STAMP}(?=[，,：:\s])|(?:正文|原?标题)[:：]"
_STAMPED = re.compile(rf"^(?:[，,：:\s]*(?:{_PRINTED}))+[，,：:\s]*")
_LEAD_IN = re.compile(
    rf"^(?:[，,：:\s]*(?:{_PRINTED}|(?:来源|作者|编辑|记者)[:：]\s*[^，,。\s]{{0,20}}))*[，,：:\s]*"
    r"(?:[^，。；！？]{2,20}?\d{1,2} ?日(?:电|讯|消息|报道)"
    r"|[^，。；！？]{1,20}(?:[报网社]|客户端)[）)]?讯)?"
    r"[，,：:\s]*(?:[（(][^（）()]{0,6}(?:记者|通讯员)[^（）()]{1,30}[）)])?\s*"
    r"(?:(?:(?:近|今|昨|当地时间|\d{1,2}月)?\d{0,2}日(?:上午|下午|晚)?|日前)[，,])?"
)
_ADDRESS = re.compile(r"^(?:各位.{1,10}|同志们|女士们|先生们|朋友们).{0,20}[:：]$")
_ORDER = re.compile(
    r"令(?:第?[ \d一二三四五六七八九十百]+号)?$|^第?[ \d一二三四五六七八九十百]+号$"
    r"|^(?:总理|主席|部长|省长|市长)"
)

# What stands over the title of an official letter: copy number, registration, secrecy, urgency,
# red head, rule.
_LETTERHEAD = re.compile(
    r"^(?:\d{4,8}|[A-Z]{2,8} ?[-—–－]? ?\d{4}[-—–－]\d{4,8}"
    r"|\W+|[绝机秘]密(?:[★☆].{0,8})?|特提|特急|加急|平急|急件"
    r"|(?:[^，。；]{2,60}(?:政府|委员会|[办厅局部委院会]|办公室))?[ \u3000|]*文[ \u3000]*件)$"
)
_CONTENTS = re.compile(r"^目[ \u3000]*[录次]$")
# The line under a masthead (专题会议纪要, 第42期), and what stands beside it: office and day.
_ISSUE = re.compile(r"^[（(]?(?:\d{4} ?年)?[总第]{1,2} ?[\d一二三四五六七八九十百]+ ?期.{0,12}$")
_IMPRINT = re.compile(r"^[\u4e00-\u9fff]{2,30}[ \u3000|]*\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日$")
# What opens a sentence, or names the document in one: 为…，特制定本方案.
_TOLD = re.compile(rf"^(?:为|根据|按照|依据|经)|[本该此]{_END}$")


def settle_title(given: str, text: str, source: str) -> str:
    """Return the title of a document: what its format gives, else what is found in its text.

    A given title without a Chinese character yields to the one that the text surely gives itself:
    collections hand translations with texts in Chinese, and nobody asks or quotes by those.
    """
    if not given:
        return find_title(text, source)
    return given if _HAN.search(given) else own_title(text) or given


def find_title(text: str, source: str) -> str:
    """Return the title of a text: its title field, its title lines, its file name, its start."""
    lines = text_lines(text[:4000])
    indexes = title_lines(lines)
    joined = join_title([lines[index].text for index in indexes])
    found = _TITLE_FIELD.search(text[:1500])
    # Under the title of a letter 名称：… is that of a project or form.
    letter = "关于" in joined
    if found and not (found["any"] and letter and lines[indexes[0]].start < found.start()):
        return found["value"].strip()
    if joined:
        return _STAMPED.sub("", joined) or joined
    if lines and (about := _ABOUT.match(lines[0].text)):
        return about.group().strip()
    name = PurePosixPath(source.replace("\\", "/").split("#")[0]).stem
    if _HAN.search(name):
        return name
    opening = (_opening_words(line.text) for line in lines if not _ADDRESS.match(line.text))
    return next((words for words in opening if words), name)


def title_lines(lines: Sequence[Span]) -> list[int]:
    """Return the indexes of the lines that make up the title, [] where none stands out.

    An official title often runs over two to four centred lines; it is taken whole when the
    lines together end in a kind of document (通知, 意见, 规划 …).
    """
    top = _places(lines)
    # A decree opens with its number and a paragraph of promulgation; its title comes below.
    decree = any(_ORDER.search(line.text) for line in lines[:6])
    for first in top[:10]:
        if run := _official_run(lines, first, top):
            return run
        if len(lines[first].text) > 60 and not decree:
            break
    for first in top[:4]:
        if looks_like_heading(lines[first].text, longest=60):
            following = first + 1
            with_dash = following < len(lines) and lines[following].text.startswith(
                ("——", "—", "--")
            )
            return [first, following] if with_dash else [first]
        if len(lines[first].text) > 60:
            break
    return []


def own_title(text: str) -> str:
    """Return the title that a text surely gives itself, "" where its first lines leave doubt.

    Sure is an official title with nothing over it but its letterhead and its issuers, or one
    that the letter over it names in 《》, as it does what it hands over.
    """
    lines = text_lines(text[:4000])
    top = _places(lines)
    for first in top[:10]:
        if run := _official_run(lines, first, top):
            title = join_title([lines[index].text for index in run])
            named = f"《{title}》" in text[: lines[first].start]
            alone = all(
                stands_over_title(line.text) or _is_masthead(lines, index)
                for index, line in enumerate(lines[:first])
            )
            return title if (named or alone) and not _TOLD.search(title) else ""
    return ""


def _places(lines: Sequence[Span]) -> list[int]:
    """Return the indexes of the first lines in which a title can stand."""
    return [
        index
        for index, line in enumerate(lines[:24])
        if not (_over_title(line.text) or _CONTENTS.match(line.text))
        and numbered_style(line.text) is None
        and not _is_masthead(lines, index)
    ]


def _is_masthead(lines: Sequence[Span], index: int) -> bool:
    """Tell whether a line names the series whose issue stands under it: 会议纪要, 第42期."""
    return index + 1 < len(lines) and _ISSUE.match(lines[index + 1].text) is not None


def stands_over_title(line: str) -> bool:
    """Tell whether a line stands over a title without being one: letterhead, fields, offices."""
    return _over_title(line) or is_signature(line)


def _over_title(line: str) -> bool:
    """Tell whether a line is of those that stand over a title: fields, number, date, letterhead."""
    return bool(
        _FIELD.match(line)
        or _ORDER.search(line)
        or is_date(line)
        or is_number_line(line)
        or _LETTERHEAD.match(line)
        or _ISSUE.match(line)
        or _IMPRINT.match(line)
    )


def _official_run(lines: Sequence[Span], first: int, top: Sequence[int]) -> list[int]:
    """Return the longest run of lines from ``first`` that reads as an official title.

    A line that says again what stands before it begins the title anew.
    """
    best: list[int] = []
    joined = ""
    for index in range(first, first + 4):
        line = lines[index].text if index in top else ""
        if not line or not _open(line) or _PASSED.match(line) or is_date(line.strip("（）()")):
            break
        if joined and joined in line:
            break
        joined += line
        whole = joined.count("《") == joined.count("》")
        if whole and _OFFICIAL.match(joined) and not joined.startswith("附件"):
            best = list(range(first, index + 1))
            if _FINAL.search(joined):
                break
    return best


def join_title(parts: Sequence[str]) -> str:
    """Join the lines of a title; a space only where it parts words of another script."""
    joined = ""
    for part in parts:
        apart = joined[-1:].isascii() and part[:1].isascii() and joined and part
        joined += (" " if apart else "") + part
    return _FOLIO.sub("", joined).strip()


def _opening_words(line: str) -> str:
    """Return what a text without title lines opens with, at most 60 characters."""
    body = _LEAD_IN.sub("", _FOLIO.sub("", line))
    first = re.split("[。！？；]", body)[0]
    head = re.split(r"[ \u3000]", first)[0]
    if 6 <= len(head) <= 60:
        return head
    if len(first) <= 40:
        return first
    clause = re.match("[^，：:,]{10,}|.{10}[^，：:,]*", first)
    return (clause.group() if clause else first)[:40]


def _open(line: str) -> bool:
    """Tell whether a line can be part of a title that runs on."""
    return len(line) <= 60 and line[-1] not in "。；，：:、,;" and not re.search(r"。| \| ", line)
