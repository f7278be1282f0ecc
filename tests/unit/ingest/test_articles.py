"""Newspaper pages of our own wording: several articles in one text."""

import itertools
from pathlib import Path

import pytest

from ingest.loaders import enrich
from ingest.loaders.text import TextLoader
from ingest.outline.articles import split_articles
from rag.types import Document

PAGE = Path(__file__).parents[3].parent / "shared/corpus/scenario-driven-innovation.txt"

BODY = (
    "近年来，各地围绕港口、仓储和干线运输开放试验环境，企业得以在真实工况中检验设备，"
    "问题当场记录，方案当周修改。"
)
MORE = "下一步，相关部门将把成熟做法整理成册，供其他城市参照，同时保留各自的特点，不搞一刀切。"


def heads(text: str) -> list[tuple[str, str]]:
    articles = split_articles(text)
    assert articles[0].start == 0
    assert articles[-1].end == len(text)
    assert all(a.end == b.start for a, b in itertools.pairwise(articles))
    return [(article.heading, article.byline) for article in articles]


def test_two_articles_told_by_their_author_lines() -> None:
    text = (
        f"港口里的新课堂\n本报记者 周 恺\n{BODY}\n{MORE}\n仓库学会自己数数\n"
        f"□ 林秋 何晓晴\n{BODY}\n{MORE}"
    )
    assert heads(text) == [
        ("港口里的新课堂", "本报记者 周 恺"),
        ("仓库学会自己数数", "林秋 何晓晴"),
    ]


def test_closing_author_note_ends_an_article() -> None:
    text = (
        f"把试验田开到码头上\n沿海运输研究所课题组\n{BODY}\n{MORE}\n（执笔：宋 嘉 郑明远）\n"
        f"随着自动驾驶设备进入港区，试验环境本身成了稀缺资源，{BODY}\n"
    )
    assert heads(text) == [
        ("把试验田开到码头上", "沿海运输研究所课题组；执笔：宋 嘉 郑明远"),
        ("", ""),
    ]


def test_abstracts_with_headlines_before_them() -> None:
    text = (
        "学术动态\n试点越多越需要退出机制\n"
        f"陈一鸣、许诺在《城市治理评论》2025年第4期《城市试点的进入与退出》一文中认为，{BODY}\n"
        f"数据开放要先分级\n韩雪等在《信息资源学刊》2025年第9期撰文指出，{MORE}\n"
        f"园区不是越大越好\n"
        f"北方经济大学教授高远在《产业观察》2024年第2期《园区规模的边界》一文中提出，{BODY}"
    )
    found = heads(text)
    assert [heading for heading, _ in found[-3:]] == [
        "学术动态 试点越多越需要退出机制" if len(found) == 3 else "试点越多越需要退出机制",
        "数据开放要先分级",
        "园区不是越大越好",
    ]
    assert [byline for _, byline in found[-3:]] == [
        "陈一鸣、许诺",
        "韩雪等",
        "北方经济大学教授高远",
    ]


def test_headlines_after_their_abstracts_glued_to_the_next() -> None:
    first = (
        "邓超、苏映月在《技术经济论丛》2026年第1期《试验场的公共属性》"
        f"一文中指出，试验场具有公共属性，{BODY}"
    )
    second = (
        "冯立在《管理前沿》2026年第5期《采购如何牵引创新》"
        f"一文中提出，政府采购是创新的第一份订单，{MORE}"
    )
    third = (
        "秦川、魏然、罗文在《科技与社会》2025年第12期《容错的边界》"
        f"一文中认为，容错需要边界，{BODY}"
    )
    text = f"{first}\n让试验场回归公共属性{second}\n用采购牵引创新\n{third}\n为容错划定边界"
    articles = split_articles(text)
    assert [article.heading for article in articles] == [
        "让试验场回归公共属性",
        "用采购牵引创新",
        "为容错划定边界",
    ]
    assert [article.byline for article in articles] == ["邓超、苏映月", "冯立", "秦川、魏然、罗文"]
    assert text[articles[1].start :].startswith("冯立在")
    assert text[: articles[0].end].rstrip().endswith("让试验场回归公共属性")


def test_headline_glued_to_the_end_of_its_body() -> None:
    first = (
        "唐宁在《海洋工程学报》2025年第3期《浮式平台的试验环境》"
        f"一文中指出，浮式平台要先试后用，{BODY}"
    )
    second = (
        f"曾可、丁宜在《能源评论》2025年第8期《储能的场景》一文中认为，储能要跟着场景走，{MORE}"
    )
    text = f"{first}浮式平台先试后用\n{second}储能跟着场景走"
    assert heads(text) == [("浮式平台先试后用", "唐宁"), ("储能跟着场景走", "曾可、丁宜")]


def test_news_items_with_datelines() -> None:
    text = (
        f"滨江区开放十条测试道路\n本报滨江5月6日电（记者 彭程）{BODY}\n"
        f"老厂房变身检测中心\n新华社云州5月6日电（记者 曹越、黎明）{MORE}{BODY}"
    )
    assert heads(text) == [
        ("滨江区开放十条测试道路", "彭程"),
        ("老厂房变身检测中心", "曹越、黎明"),
    ]


def test_journal_named_first() -> None:
    text = (
        f"观点摘编\n"
        f"《区域经济研究》2025年第6期刊发吴越、梁辰的《飞地园区的利益分享》一文，指出{BODY}\n"
        f"《开放导报评论》2025年第7期刊发贺知章的《口岸城市的新职能》，认为{MORE}"
    )
    found = heads(text)
    assert found[-2][1] == "吴越、梁辰"
    assert found[-1] == ("口岸城市的新职能", "贺知章")


@pytest.mark.parametrize(
    "text",
    [
        f"关于开放试验环境的意见\n各区人民政府：\n一、总体要求\n{BODY}\n二、重点任务\n{MORE}",
        # A review that cites others inside its paragraphs stays one article.
        f"文献综述\n{BODY}李明在《经济评论》2020年第3期一文中指出，{MORE}\n{BODY}",
        "",
        "\n\n",
        "只有一行",
    ],
)
def test_one_article_stays_one(text: str) -> None:
    assert len(heads(text)) == 1


def test_a_line_of_a_real_page() -> None:
    if not PAGE.exists():
        pytest.skip("../shared is not there: the real newspaper page cannot be read")
    (document,) = TextLoader().load(PAGE, PAGE.name)
    found = split_articles(document.text)
    assert [(article.heading, article.byline) for article in found] == [
        (
            "场景驱动创新构筑发展新优势",
            "中国社会科学院数量经济与技术经济研究所课题组；执笔：吴滨 高洪玮",
        ),
        ("", ""),
        ("场景创新驱动智能经济新形态发展", "任保平、张公娇"),
        ("推动场景建设提质增效", "徐建伟、韩晓、郭黛娇"),
        ("构建场景驱动的未来产业培育体系", "尹西明"),
    ]
    assert document.text[found[1].start :].startswith("随着人工智能、量子信息等前沿技术加速突破")
    assert document.text[found[3].start :].startswith(
        "徐建伟、韩晓、郭黛娇在《经济纵横》2026年第6期"
    )


def test_another_letter_in_the_same_file_is_an_article_of_its_own() -> None:
    def letter(what: str, number: int) -> str:
        return (
            f"关于加强{what}\n管理的通知\n云安〔2026〕{number}号\n各区县：\n{BODY}\n云州市应急管理局\n"
            f"2026年5月{number}日\n（此件公开发布）\n"
        )

    first, second = "关于加强电动自行车管理的通知", "关于加强夏季火灾防控管理的通知"
    first_letter = letter("电动自行车", 8)
    text = first_letter + letter("夏季火灾防控", 9)
    assert [heading for heading, _ in heads(text)] == [first, second]
    document = enrich(Document("d", "", text, "a.docx", "00"))
    assert document.metadata.number == "云安〔2026〕8号"
    assert document.warnings == ("文件中有2份公文，文号、日期等只取第一份的",)
    glued = text.replace(
        "8号\n各", "8号各", 1
    )  # the first number that stands alone is the second's
    assert enrich(Document("d", "", glued, "a.pdf", "00")).metadata.number == "云安〔2026〕8号"
    annexed = f"{letter('自行车', 8)}附件\n充电设施管理办法\n{BODY}\n"
    assert len(heads(annexed)) == 1
    assert len(heads(f"{first_letter}附件\n{letter('夏季火灾防控', 9)}")) == 1
