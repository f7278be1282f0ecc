"""Passages: exact slices that follow the outline, keep sentences and enumerations whole."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.outline.structure import find_sections
from ingest.passages.chunker import cut
from ingest.passages.packing import SHORTEST
from rag.types import Document, Line, Passage

TARGET, MAX = 220, 360
S1 = "各部门要结合实际细化措施，明确时间表和责任人，定期通报进展。"
S2 = "对进展缓慢的，要查明原因、限期改进，并把经验及时推广到其他领域。"


def document(text: str, title: str = "题名", lines: tuple[Line, ...] = ()) -> Document:
    return Document("d1", title, text, "a.txt", "00", sections=find_sections(text), lines=lines)


def passages(text: str, target: int = TARGET, longest: int = MAX) -> list[Passage]:
    found = cut(document(text), target, longest)
    check(text, found, longest)
    return found


def check(text: str, found: list[Passage], longest: int) -> None:
    """Exact slices, in order, not overlapping, none too long; all non-blank text is in one."""
    covered = bytearray(len(text))
    end = 0
    for passage in found:
        assert text[passage.start : passage.end] == passage.text
        assert end <= passage.start < passage.end
        assert passage.text == passage.text.strip()
        assert len(passage.text) <= longest
        covered[passage.start : passage.end] = b"\1" * len(passage.text)
        end = passage.end
    assert all(covered[at] or char.isspace() for at, char in enumerate(text))
    assert len({passage.passage_id for passage in found}) == len(found)


def test_heading_goes_with_what_follows_and_names_the_path() -> None:
    text = (
        f"工作意见\n一、总体要求\n{S1 * 5}\n二、重点任务\n（一）开放道路\n{S1 * 6}\n"
        f"（二）开放港口\n{S2 * 6}\n"
    )
    found = passages(text)
    tasks = next(passage for passage in found if "二、重点任务" in passage.text)
    assert tasks.text.startswith("二、重点任务\n（一）开放道路\n各部门")
    port = next(passage for passage in found if "开放港口" in passage.text)
    assert port.text.startswith("（二）开放港口")
    assert port.heading_path == ("工作意见", "二、重点任务", "（二）开放港口")
    assert not any(passage.text.endswith(("重点任务", "开放道路", "总体要求")) for passage in found)


def test_small_neighbours_share_a_passage_and_its_path_is_theirs() -> None:
    text = (
        "登记须知\n一、材料\n1.申请表，一式两份。\n2.评估书，由有资质的机构出具。\n3.承诺书。\n"
        f"二、时限\n{S1 * 7}\n"
    )
    found = passages(text)
    assert found[0].text.endswith("3.承诺书。")
    assert found[0].heading_path == ("登记须知",)
    assert found[1].heading_path == ("登记须知", "二、时限")


def test_sentences_and_quotations_stay_whole() -> None:
    quote = f"“{S1}{S2}”"
    text = (
        f"评论\n会议提出，{quote}与会者表示赞同。{S1 * 6}《关于甲。乙的办法》已经印发。{S2 * 4}\n"
    )
    for passage in passages(text):
        assert passage.text.endswith(("。", "”", "》"))
        assert passage.text.count("“") == passage.text.count("”")
        assert passage.text.count("《") == passage.text.count("》")


def test_enumerations_stay_together_where_they_fit() -> None:
    items = "一是完善标准。先易后难。二是开放数据。分级分类。三是健全容错。宽严相济。"
    text = f"建议\n{S1 * 6}面临的任务有三项。{items}\n{S2 * 6}\n"
    (whole,) = [passage for passage in passages(text) if "一是" in passage.text]
    assert "面临的任务有三项。" in whole.text
    assert "三是健全容错。宽严相济。" in whole.text


def test_long_enumerations_are_cut_between_items() -> None:
    text = f"建议\n一是完善标准。{S1 * 4}二是开放数据。{S2 * 4}三是健全容错。{S1 * 4}\n"
    found = passages(text)
    assert len(found) > 1
    assert all(passage.text[:2] in ("建议", "一是", "二是", "三是") for passage in found)


def test_a_lead_in_stays_with_its_first_item() -> None:
    items = f"（一）申请表，{S2}\n（二）评估书，{S2}\n"
    text = f"办法\n{S1 * 6}\n申请人应当提交下列材料：\n{items}{S1 * 6}\n"
    (lead,) = [passage for passage in passages(text) if "下列材料：" in passage.text]
    assert "（一）申请表" in lead.text


def test_questions_stay_with_answers() -> None:
    text = "".join(f"问：第{n}个问题是什么？\n答：{S1 * 5}\n" for n in "甲乙丙")
    for passage in passages(text):
        assert passage.text.startswith("问：")
        assert "答：" in passage.text


def test_table_rows_stay_whole() -> None:
    row = "开放道路 | 一百二十公里。含桥梁 | 交通部门；公安部门 | 2025年底"
    text = "清单\n" + "\n".join(f"{n} | {row}" for n in range(30)) + "\n"
    for passage in passages(text):
        assert all(line == "清单" or line.endswith("2025年底") for line in passage.text.split("\n"))


def test_no_passage_crosses_articles() -> None:
    text = (
        f"港口里的新课堂\n本报记者 周恺\n{S1}\n{S2}\n"
        f"仓库学会自己数数\n本报记者 林秋\n{S2}\n{S1}\n（执笔：宋嘉）\n"
    )
    found = passages(text)
    starts = [section.start for section in find_sections(text) if section.level == 0]
    assert len(starts) == 2
    assert not any(p.start < start < p.end for p in found for start in starts)
    assert found[-1].heading_path[0].startswith("仓库学会自己数数（本报记者 林秋")


def test_tiny_tails_join_their_neighbour() -> None:
    text = f"评论\n{S1 * 7}\n{S2 * 7}\n未完待续。\n"
    assert all(len(passage.text) >= SHORTEST for passage in passages(text))


def test_one_unbreakable_run_is_cut_hard() -> None:
    text = "字" * 1000
    assert [len(passage.text) for passage in passages(text)] == [360, 360, 280]
    assert len(passages("a" * 5000)) == 14


def test_commas_before_hard_cuts() -> None:
    text = "由部门和单位共同负责的事项，" * 60 + "完。"
    for passage in passages(text)[:-1]:
        assert passage.text.endswith("，")


def test_pages_ids_and_empty_text() -> None:
    text = f"{S1 * 8}\n{S2 * 8}"
    half = len(S1 * 8) + 1
    lines = (Line(0, half - 1, 1, 1), Line(half, len(text), 1, 2))
    found = cut(document(text, lines=lines), TARGET, MAX)
    assert (found[0].page, found[-1].page) == (1, 2)
    again = cut(document(text, title="别的题名", lines=lines), TARGET, MAX)
    assert [p.passage_id for p in found] == [p.passage_id for p in again]
    assert all(len(p.passage_id) == 16 for p in found)
    assert cut(document(""), TARGET, MAX) == []
    assert cut(document(" \n "), TARGET, MAX) == []


def test_a_document_without_sections_is_cut_too() -> None:
    text = S1 * 20
    found = cut(Document("d", "t", text, "s", "0"), TARGET, MAX)
    check(text, found, MAX)


WORDS = (
    "一、总体要求|（一）目标。|1.道路。|一是|二是|三是|完善标准，|其一，先行。|第一条 |附件1|问：|"
    f"答：|：|；|。|，|“|”|《|》|（|）|\n|\n|\n\n| |{S1}|{S2}|开放才有验证|a | b|\t|x|"
    "本报记者 周恺|（执笔：宋嘉）|李明在《甲刊》2025年第1期《乙》一文中指出，|字字字字字字字字字字"
).split("|")


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from(WORDS), max_size=120).map("".join),
    st.integers(20, 200),
    st.integers(0, 200),
)
def test_any_text(text: str, target: int, more: int) -> None:
    found = cut(document(text), target, target + more)
    check(text, found, target + more)
    starts = [section.start for section in find_sections(text) if section.level == 0]
    assert not any(p.start < start < p.end for p in found for start in starts)


@given(st.text(max_size=400))
def test_arbitrary_characters(text: str) -> None:
    check(text, cut(document(text), 40, 60), 60)
