"""Titles that a format hands over beside those that a text gives itself."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ingest.fields.metadata import read_metadata
from ingest.fields.titles import find_title, own_title, settle_title
from ingest.loaders.pdf import headline
from ingest.outline.structure import find_sections
from ingest.reading import Read, Task, read
from ingest.text.raw import RawLine
from rag.config import IngestSettings

BODY = "一、总体要求\n到2027年，全市开放场景不少于一百项，形成一批可以推广的做法。\n"
PLAN = "云州市场景开放行动计划（2026—2028年）"


@pytest.mark.parametrize(
    "text",
    [
        f"{PLAN}\n{BODY}",
        f"云州市场景开放\n行动计划（2026—2028年）\n2026年4月\n{BODY}",
        f"YZCR-2026-0010003\n云州市科学技术局\n云科发〔2026〕3号\n文件\n{PLAN}\n{BODY}",
        f"各县（市、区）：\n现将《{PLAN}》印发给你们，请认真贯彻执行。\n云州市科技局\n2026年4月2日\n{PLAN}\n{BODY}",
        f"{PLAN}\n目 录\n一、总体要求......1\n{BODY}",
    ],
)
def test_a_title_in_another_language_yields_to_the_one_the_text_surely_gives_itself(
    text: str,
) -> None:
    assert settle_title("Action Plan for Opening Scenarios (2026-2028)", text, "a.jsonl") == PLAN


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"为扩大开放，经市政府同意，特制定本方案\n{BODY}",
        "云州市场景开放\n" + BODY,  # a heading that names no kind of document
        f"一、行动计划\n{BODY}",
        f"各单位：\n现将有关事项通知如下。\n附录\n{PLAN}\n{BODY}",  # another document below
        f"2026年4月2日在云州市人民代表大会第三次会议上\n市长 甲乙\n{BODY}",
    ],
)
def test_a_given_title_stays_where_the_text_leaves_doubt(text: str) -> None:
    assert settle_title("Opening Scenarios", text, "a.jsonl") == "Opening Scenarios"


def test_a_given_title_in_chinese_stays() -> None:
    assert settle_title("云州开放场景", f"{PLAN}\n{BODY}", "a.jsonl") == "云州开放场景"
    assert settle_title("", f"{PLAN}\n{BODY}", "a.jsonl") == PLAN


@pytest.mark.parametrize(
    "stamp", ["2026-08-17 11:20，正文：原标题：", "，正文：", "2026年8月17日 标题："]
)
def test_what_a_site_prints_over_a_title_is_no_part_of_it(stamp: str) -> None:
    assert find_title(f"{stamp}云州首个场景展厅启用\n{BODY}", "a.txt") == "云州首个场景展厅启用"


def test_the_line_over_a_table_of_contents_is_no_part_of_a_title() -> None:
    assert own_title(f"{PLAN}\n目录\n{BODY}") == PLAN
    assert find_title(f"{PLAN}\n目录\n{BODY}", "a.txt") == PLAN


def test_a_record_is_known_by_the_title_of_its_text(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    records = [
        {"id": "1", "title": "Action Plan", "text": f"{PLAN}\n{BODY}"},
        {"id": "2", "title": "Opening Scenarios", "text": BODY},
    ]
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    found = list(read(Task(path, "a.jsonl", ""), IngestSettings()))
    titles = [each.document.title for each in found if isinstance(each, Read)]
    assert titles == [PLAN, "Opening Scenarios"]


def test_real_records_with_translated_titles() -> None:
    """A person read all that change: each is the name of a kind of document."""
    corpus = Path(__file__).parents[4] / "shared" / "corpus" / "gov_policies" / "corpus.jsonl"
    if not corpus.exists():
        pytest.skip("../shared is not there: no policy corpus to read")
    records = [json.loads(line) for line in corpus.read_text(encoding="utf-8").splitlines()]
    foreign = [each for each in records if not re.search("[一-鿿]", each["title"])]
    own = [title for each in foreign if (title := own_title(each["text"]))]
    assert len(own) >= 30
    kinds = "通知|规划|计划|方案|指南|规范|意见|批复|答复|规定|办法|细则|措施|要点"
    assert all(re.search(rf"(?:{kinds})(?:[（(][^（）()]+[）)])*$", title) for title in own), own


@pytest.mark.parametrize(
    "head",
    [
        "云州市人民政府专题会议纪要\n第42期\n云州市人民政府办公室2026年5月11日\n",
        "云州市科学技术局文件\n云科发〔2026〕3号\n",
        "云州市科学技术局\n",  # says again what opens the title
        "云州市科学技术局\n云州市科学技术局关于研究\n",
    ],
)
def test_a_title_is_what_stands_under_the_head_and_said_once(head: str) -> None:
    title = "云州市科学技术局关于研究场景开放的会议纪要"
    assert find_title(f"{head}{title}\n{BODY}", "a.docx") == title
    assert own_title(f"云州市专题会议纪要\n第42期\n{title}\n{BODY}") == title


def test_the_day_under_the_title_of_a_speech_is_no_part_of_it() -> None:
    text = f"在全市科技创新大会上的讲话\n（2026年2月19日）\n同志们：\n{BODY}"
    assert find_title(text, "a.docx") == "在全市科技创新大会上的讲话"
    about = read_metadata(text, "在全市科技创新大会上的讲话", "a.docx")
    assert (about.written_on, about.region) == ("2026-02-19", "")


def test_the_red_head_of_a_letter_is_not_its_title() -> None:
    """The largest letters of a PDF's first page are those of the office, not of the title."""
    sizes = (("云州市科学技术局", 42.0), ("文件", 42.0), ("云州场景开放行动", 22.0))
    lines = [RawLine(text, number, 1, size=size) for number, (text, size) in enumerate(sizes)]
    body = [RawLine(line, 9, 1, size=16.0) for line in BODY.split("\n") * 3]
    assert headline([*lines, *body]) == "云州场景开放行动"


def test_a_document_of_one_article_is_headed_by_its_title() -> None:
    text = f"云州经济研究，2026，第3卷\n云州场景开放的影响效用及\n机制研究\n{BODY}"
    title = "云州场景开放的影响效用及机制研究"
    assert find_sections(text, title=title)[0].heading == title
    assert find_sections(text, title="别的题目")[0].heading != "别的题目"
