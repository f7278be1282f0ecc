"""A conversation as Markdown, Word and PDF; ratings as a question set."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pypdf
import pytest

from chat.ask.exchanges import ENDED, Conversation, Exchange, Progress, Title
from chat.ask.export import EXPORTS
from evaluation.feedback import feedback_questions
from evaluation.sets import read_questions
from index.feedback import Feedback
from rag.records import answer_record
from rag.types import Answer, Citation, Status

CITATION = Citation(
    "1", "d1", "行动<b>计划", "a.txt", 2, 4, 9, "建成\x07260个", "已被《新计划》废止"
)
ANSWER = Answer(
    Status.ANSWERED,
    "到2027年建成多少个？",
    "**260个**[1]。\n\n- 其一<script>alert(1)</script>[1]\n\n"
    "| 项 | 数 |\n| --- | --- |\n| 场景 | 260 |",
    "260个",
    citations=(CITATION,),
    confidence=0.8,
    notes=("所引《行动计划》已被废止",),
)
TALK = Conversation(
    (Exchange("建成多少个？", ANSWER, Progress.DONE), Exchange("停了的问题")),
    "c1",
    Title("目标<i>"),
)


def test_markdown_holds_everything_and_no_markup_of_documents() -> None:
    text = EXPORTS["md"].write(TALK).decode()
    assert text.startswith("# 目标&lt;i&gt;\n")
    assert "## 问：建成多少个？\n\n*理解为：到2027年建成多少个？*" in text
    assert "- [1] 《行动&lt;b&gt;计划》，第 2 页，已被《新计划》废止：“建成260个”" in text
    assert "<script" not in text
    assert "停了的问题" not in text


def test_documents_make_no_link_or_picture_in_markdown() -> None:
    attack = r"见 ![x](http://evil) 与 \[点我](http://evil) `甲*乙`"
    cited = replace(CITATION, title="[计划](http://evil)", quote=attack)
    said = f"**建成**[1](http://evil) {attack} 甲\\|乙\n[2]: http://evil"
    answer = replace(ANSWER, text=said, citations=(cited,), notes=(attack,))
    talk = Conversation((Exchange("建成[多少](http://evil)", answer, Progress.DONE),), "c1")
    text = EXPORTS["md"].write(talk).decode()
    assert "## 问：建成\\[多少]\\(http://evil)" in text
    assert r"**建成**[1]\(http://evil) 见 !\[x]\(http://evil) 与 \\\[点我]" in text
    assert r"`甲*乙` 甲\|乙" in text
    assert "\n[2]\\: http://evil" in text
    assert r"> 见 !\[x]\(http://evil) 与 \\\[点我]\(http://evil) \`甲\*乙\`" in text
    assert r"- [1] 《\[计划]\(http://evil)》" in text


@pytest.mark.parametrize("ending", EXPORTS)
def test_an_answer_that_was_withheld_stays_so_and_one_cut_short_says_so(ending: str) -> None:
    talk = Conversation(
        (
            Exchange("不可见的", ANSWER, Progress.FAILED, "已经停止显示。"),
            Exchange("停了的", ANSWER, Progress.STOPPED),
            Exchange("断了的", ANSWER, Progress.CUT_OFF),
        ),
        "c1",
    )
    text = words_of(EXPORTS[ending].write(talk), ending)
    assert "不可见的" not in text
    assert text.count("建成260个") == 2
    for stopped in (Progress.STOPPED, Progress.CUT_OFF):
        assert ENDED[stopped][1] in text
    assert "已被废止" not in text, "what is said of a whole answer is not said of half of one"


def words_of(written: bytes, ending: str) -> str:
    """Return the text of an exported file."""
    if ending == "docx":
        return "\n".join(one.text for one in docx.Document(io.BytesIO(written)).paragraphs)
    if ending == "pdf":
        pages = pypdf.PdfReader(io.BytesIO(written)).pages
        return "".join(page.extract_text() for page in pages)
    return written.decode()


def test_word_holds_headings_a_table_and_numbered_sources() -> None:
    written = EXPORTS["docx"].write(TALK)
    document = docx.Document(io.BytesIO(written))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert lines[0] == "目标<i>"
    assert "问：建成多少个？" in lines
    assert "• 其一<script>alert(1)</script>[1]" in lines
    assert lines[-1] == "[1] 《行动<b>计划》，第 2 页，已被《新计划》废止：“建成260个”"
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["场景", "260"]
    strong = [run.text for paragraph in document.paragraphs for run in paragraph.runs if run.bold]
    assert "260个" in strong
    assert zipfile.ZipFile(io.BytesIO(written)).testzip() is None


def test_pdf_holds_the_text_in_chinese() -> None:
    text = words_of(EXPORTS["pdf"].write(TALK), "pdf")
    for words in (
        "目标<i>",
        "建成多少个",
        "260个",
        "其一<script>",
        "《行动<b>计划》",
        "已被《新计划》废止",
    ):
        assert words in text


def rating(number: int, good: bool, answer: Answer) -> Feedback:
    history = (("背景？", "背景是……"),) if number == 1 else ()
    record = answer_record(answer)
    return Feedback(number, "lin", good, "引用不对", "建成多少个？", history, record, "2026-01-01")


def test_good_ratings_are_a_question_set_that_evaluation_reads(tmp_path: Path) -> None:
    abstained = Answer(Status.ABSTAINED, "月球？", "资料中没有找到。")
    chatting = Answer(Status.ANSWERED, "你好", "你好。")
    given = [
        rating(1, True, ANSWER),
        rating(2, True, abstained),
        rating(3, False, ANSWER),
        rating(4, True, chatting),
    ]
    path = tmp_path / "set.jsonl"
    path.write_text(feedback_questions(given), encoding="utf-8")
    first, second = read_questions(path).questions
    assert (first.id, first.answerable, first.answers) == ("feedback-1", True, ("260个",))
    assert first.spans == (("d1", 4, 9),)
    assert first.history[0].question == "背景？"
    assert not second.answerable
    bad = feedback_questions(given, good=False)
    assert '"feedback-3"' in bad
    assert "引用不对" in bad
    assert bad.count("\n") == 1
