"""Numbers of items in an answer: one alone says nothing, a list keeps or tells them all."""

from dataclasses import replace

import pytest

from rag.answerers.marks import has_mark, quotes_items, without_mark
from rag.answerers.pieces import Piece
from rag.types import Answer, Document, Evidence, Hit, Passage, Section, Status
from tests.memory_library import make_document, make_pipeline


def piece_of(text: str) -> Piece:
    document = make_document(text, title="通知")
    passage = Passage("p", document.doc_id, 0, len(text), text)
    return Piece(document, Evidence("1", Hit(passage, 1.0, 1)), 0, len(text))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("45.海州市推进整治。", "海州市推进整治。"),
        ("（一）纳税人为独生子女的，每月扣除。", "纳税人为独生子女的，每月扣除。"),
        ("--理论取得进展。", "理论取得进展。"),
        ("——企业主导。", "企业主导。"),
        ("1.5万亿元的规模。", "1.5万亿元的规模。"),
        ("第八条 申报单位应当合格。", "第八条 申报单位应当合格。"),
        ("1.建平台。\n2.建机制。", "1.建平台。\n2.建机制。"),
    ],
)
def test_the_mark_of_one_item_is_left_out(text: str, left: str) -> None:
    piece = without_mark(piece_of(text))
    assert piece.text == left
    assert piece.document.text[piece.start : piece.end] == left


def test_a_mark_is_seen() -> None:
    assert has_mark(piece_of("（一）建平台。"))
    assert not has_mark(piece_of("2024年建平台。"))


def test_an_item_of_another_list_is_no_item_of_this_one() -> None:
    whole = piece_of("一、查。\n二、改。\n方法如下。\n一、自查。\n二、复查。")
    items = [replace(whole, start=start, end=start + 4) for start in (0, 5)]
    assert quotes_items([items[1]], items)
    assert not quotes_items([replace(whole, start=16)], items)


def ask(question: str, document: Document) -> Answer:
    answer = make_pipeline([document]).ask(question)
    for citation in answer.citations:
        assert document.text[citation.start : citation.end] == citation.quote
    return answer


def test_an_item_is_quoted_without_its_number() -> None:
    rules = make_document(
        "扣除办法\n（一）赡养老人的独生子女，每月扣除2000元；\n（二）非独生子女，每月分摊1000元。",
        title="扣除办法",
    )
    answer = ask("赡养老人的独生子女每月扣除多少元？", rules)
    assert answer.short_answer == "2000元"
    assert "（一）" not in answer.text


def test_the_second_half_of_a_sentence_is_parted_by_its_own_stop() -> None:
    rules = make_document(
        "园区办法\n申报园区应具备下列条件：\n"
        "（一）有完整的园区建设规划；在土地、消防、环保等各个方面符合相关规定。\n"
        "（二）有规范的管理机构；运营机构应是合法注册的独立法人单位。\n"
        "（三）有完善的基础设施；能为入驻企业提供存储等基础服务。\n",
        title="园区办法",
    )
    text = ask("申报园区应具备哪些条件？", rules).text
    assert "园区建设规划；在土地" in text
    assert "：；" not in text


def test_a_long_list_says_how_many_items_it_has() -> None:
    items = "".join(f"{n}.海州市推广第{n}项典型做法，成效明显。\n" for n in range(1, 31))
    notice = make_document(f"通报\n典型做法如下：\n{items}", title="典型做法的通报")
    answer = ask("典型做法有哪些？", notice)
    assert answer.status is Status.ANSWERED
    assert any("共列30项" in note for note in answer.notes)


def test_a_line_of_the_contents_answers_nothing() -> None:
    plan = make_document(
        "海运计划\n智能海运到2025年的目标..............................3\n"
        "智能海运到2025年的目标是建成三条航线。",
        title="海运计划",
    )
    assert "...." not in ask("智能海运到2025年的目标是什么？", plan).text


def test_single_items_do_not_stand_for_a_list() -> None:
    cities = enumerate(["海州", "江州", "河州", "湖州"], 1)
    items = "".join(f"{n}.{city}推进改革的做法。\n" for n, city in cities)
    notice = make_document(f"通报\n督查发现的做法：\n{items}", title="督查通报")
    text = ask("督查发现了哪些做法？", notice).text
    assert all(city in text for city in ("海州", "江州", "河州", "湖州"))


def test_what_stands_below_its_heading_is_listed_and_not_the_headings() -> None:
    parts = {
        "推动成果转化应用": "海港驱动创新是成果转化的方向，各地正在推进有关试点。\n",
        "我国的有利条件与制约因素": "海港驱动创新的前景广阔。\n"
        "持续增强的供给能力奠定基础。全国研发投入增长，重大科技成果不断涌现出来。\n"
        "丰富多元的需求提供空间。随着城市更新加快推进，大量可感知的需求充分释放。\n",
        "强化机制挖掘潜力": "海港是重要的创新资源，需要用好并且着力构建保障体系。\n",
    }
    text, sections = "海港驱动创新报告\n", []
    for heading, body in parts.items():
        whole = f"{heading}\n{body}"
        sections.append(Section(heading, 1, len(text), len(text) + len(whole)))
        text += whole
    report = make_document(
        text,
        title="海港驱动创新报告",
        sections=(Section("海港驱动创新报告", 0, 0, len(text)), *sections),
    )
    told = ask("我国海港驱动创新的有利条件有哪些？", report).text
    assert "供给能力" in told
    assert "推动成果转化应用" not in told


def test_a_figure_told_by_cases_is_quoted_with_all_of_them() -> None:
    rules = make_document(
        "扣除办法\n住房租金支出，可以按照以下扣除标准定额扣除：\n"
        "（一）省会城市，每月1500元；\n（二）其他大城市，每月1100元。\n本办法自发布之日起施行。\n",
        title="扣除办法",
    )
    answer = ask("住房租金扣除标准是多少？", rules)
    assert answer.status is Status.ANSWERED
    assert "每月1500元" in answer.text
    assert "每月1100元" in answer.text


def test_who_is_responsible_is_no_answer_where_that_is_not_asked() -> None:
    plan = make_document(
        "行动计划\n推动大数据统一开放，建设海港平台。（责任单位：市大数据局、市港务局）\n",
        title="行动计划",
    )
    assert not ask("大数据的职责是什么？", plan).text.startswith("（责任单位")
    assert "市港务局" in ask("谁负责建设海港平台？", plan).text


def test_of_a_section_of_goals_those_of_the_year_asked_for_are_quoted() -> None:
    first = "到2022年，初步建立标准体系，制定三十项标准，提交五项国际标准。" + "支撑产业发展。" * 40
    text = f"标准指南\n二、建设目标\n{first}\n到2025年，建成完善的标准体系。\n"
    at = text.index("二、建设目标")
    guide = make_document(
        text,
        title="海运标准指南",
        sections=(
            Section("标准指南", 0, 0, len(text)),
            Section("二、建设目标", 1, at, len(text)),
        ),
    )
    told = ask("海运标准到2025年的建设目标是什么？", guide).text
    assert "建成完善的标准体系" in told
    assert "三十项标准" not in told


def test_who_is_responsible_is_told_with_what_for() -> None:
    plan = make_document(
        "支持政策\n扩大商标受理窗口，方便企业申请。（负责部门：知识产权局）"
        "设立汽车保税仓储，支持平行进口。（负责部门：海关总署）\n"
        "汽车平行进口的质量由协会监督。（负责部门：市场监管总局）\n",
        title="支持政策",
    )
    answer = ask("汽车保税仓储由哪个部门负责？", plan)
    quotes = [citation.quote for citation in answer.citations]
    assert quotes == ["设立汽车保税仓储，支持平行进口。（负责部门：海关总署）"]


def test_the_salutation_of_a_letter_is_no_label_of_its_first_sentence() -> None:
    letter = make_document(
        "关于建设海港平台的批复\n科技部：\n同意海州市建设海港平台，平台由港务局管理。\n",
        title="关于建设海港平台的批复",
    )
    quotes = [one.quote for one in ask("海港平台由谁管理？", letter).citations]
    assert quotes
    assert not any("科技部：" in quote for quote in quotes)
