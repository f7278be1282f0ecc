from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chat.looks.markup import answer_html, chip_html, escape
from rag.types import Answer, Citation, Statement, Status, Verdict


def cite(key: str, quote: str, start: int = 0) -> Citation:
    return Citation(key, "d1", "行动计划", "a.txt", 2, start, start + len(quote), quote)


def render(text: str, *citations: Citation, statements: tuple[Statement, ...] = ()) -> str:
    answer = Answer(Status.ANSWERED, "问", text, citations=citations, statements=statements)
    return answer_html(answer, 3)


def test_a_marker_becomes_a_chip_that_carries_its_place() -> None:
    html = render("建成260个[1]。", cite("1", "建成260个", 7))
    assert 'data-event="cite" data-turn="3" data-key="1" data-doc="d1"' in html
    assert 'data-start="7" data-end="13" data-title="行动计划，第 2 页"' in html
    assert 'aria-label="引用 1：《行动计划》，第 2 页">1</button></span>。</p>' in html


def test_a_marker_without_a_citation_stays_text() -> None:
    assert render("见文献[12]。", cite("1", "甲")) == "<p>见文献[12]。</p>"


def test_a_list_stays_one_whatever_its_quotes_are() -> None:
    html = render("1. 甲[1]\n2. 乙[1]", cite("1", "一、甲\n第二行"))
    assert html.startswith('<ol><li value="1"><span class="tied">甲<button')
    assert html.count("<li") == 2


def test_a_key_cited_again_leads_to_its_next_quote_and_then_stays_on_the_last() -> None:
    html = render("甲[1]乙[1]丙[1]", cite("1", "甲", 0), cite("1", "乙", 5))
    assert re.findall(r'data-start="(\d+)"', html) == ["0", "5", "5"]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("甲\n乙", "<p>甲<br>乙</p>"),
        ("甲\n\n乙", "<p>甲</p><p>乙</p>"),
        ("- 甲\n- 乙", "<ul><li>甲</li><li>乙</li></ul>"),
        ("3. 甲\n4. 乙", '<ol><li value="3">甲</li><li value="4">乙</li></ol>'),
        ("> 引文\n> 续", "<blockquote>引文<br>续</blockquote>"),
        ("## 小标题\n## 又一个", '<p class="heading">小标题</p><p class="heading">又一个</p>'),
        ("**260个**场景", "<p><strong>260个</strong>场景</p>"),
        ("2 ** 3 ** 4", "<p>2 ** 3 ** 4</p>"),
        (
            "|项|值|\n|---|---|\n|甲|1|",
            '<div class="table"><table><tr><th>项</th><th>值</th></tr>'
            "<tr><td>甲</td><td>1</td></tr></table></div>",
        ),
        ("[链接](javascript:alert(1))", "<p>[链接](javascript:alert(1))</p>"),
        ("![x](http://a/b.png)", "<p>![x](http://a/b.png)</p>"),
        ("", ""),
    ],
)
def test_known_markup_and_nothing_else(text: str, html: str) -> None:
    assert render(text) == html


def test_a_sentence_its_citation_does_not_hold_is_marked_with_the_reason() -> None:
    statement = Statement("共有300个", ("1",), Verdict.UNSUPPORTED, "原文是260个")
    html = render("甲。共有300个[1]。", cite("1", "260个"), statements=(statement,))
    assert '<span class="unverified" data-quote="原文是260个"' in html
    assert '>共有300个</span><span class="tag">未核实</span><span class="tied"><button' in html


def test_of_two_sentences_alike_each_bears_its_own_mark() -> None:
    held = Statement("目标是260个。", ("1",), Verdict.SUPPORTED)
    wrong = replace(held, verdict=Verdict.UNSUPPORTED, reason="其一")
    html = render("目标是260个。\n目标是260个。", statements=(held, wrong))
    assert html.startswith('<p>目标是260个。<br><span class="unverified"')
    html = render("目标是260个。\n目标是260个。", statements=(wrong, replace(wrong, reason="其二")))
    assert re.findall('data-quote="(.+?)"', html) == ["其一", "其二"]
    within = replace(wrong, text="本市目标是260个。")
    html = render("本市目标是260个。目标是260个。", statements=(within, wrong))
    assert html.count(">未核实</span>") == 2
    assert not re.search("[\ue000-\ue002]", html)


def test_a_reason_that_looks_like_a_marker_stays_inside_its_attribute() -> None:
    statement = Statement("共有300个", ("1",), Verdict.UNSUPPORTED, "见[1]")
    html = render("共有300个", cite("1", "260个"), statements=(statement,))
    assert 'data-quote="见[1]"' in html
    assert "<button" not in html


def test_a_supported_sentence_is_not_marked() -> None:
    html = render("共有260个", statements=(Statement("共有260个", ("1",)),))
    assert html == "<p>共有260个</p>"


@pytest.mark.parametrize("attack", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_document_text_cannot_leave_its_element_or_attribute(attack: str) -> None:
    citation = Citation(attack, attack, attack, attack, None, 0, 1, attack)
    statement = Statement(attack, ("1",), Verdict.PARTLY, attack)
    html = render(f"{attack}[1]", cite("1", attack), statements=(statement,)) + chip_html(
        citation, 1
    )
    assert "<script" not in html
    assert "<img" not in html
    assert attack not in html


@example("1\n|1[1]")  # the title and the quote of a chip hold the | of its row
@given(st.text(alphabet="<>&\"'*[]|#- \n1。甲\ue000\ue001\ue002`${}", max_size=60))
def test_only_our_own_tags_ever_appear(text: str) -> None:
    html = render(text, cite("1", text), statements=(Statement(text, (), Verdict.PARTLY, text),))
    known = "p|br|strong|ul|ol|li|blockquote|div|table|tr|th|td|span|button"
    assert not re.search(rf"<(?!/?(?:{known})[ >])", html)
    assert not re.search("[\ue000-\ue002]", html)
    inside_tags = re.findall(r"<[^>]*", html)
    assert all(tag.count('"') % 2 == 0 for tag in inside_tags)


def test_escape_covers_quotes_of_both_kinds() -> None:
    assert escape("<a href=\"x\" id='y'>&") == "&lt;a href=&quot;x&quot; id=&#x27;y&#x27;&gt;&amp;"
