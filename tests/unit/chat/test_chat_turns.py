from __future__ import annotations

import re
from dataclasses import replace

from chat.ask.exchanges import Conversation, Exchange, Progress, Title
from chat.ask.turns import finished_html, live_html, turn_html
from rag.types import Answer, Citation, Evidence, Hit, Passage, Status

CITATION = Citation("1", "d1", "行动计划", "a.txt", 2, 4, 9, "建成260个")
ANSWER = Answer(
    Status.ANSWERED, "建成多少个？", "建成 **260个**[1]。", citations=(CITATION,), confidence=0.8
)
PASSAGE = Passage("p1", "d1", 4, 9, "建成260个场景", "行动计划", ("一、目标",))
ABSTAINED = Answer(
    Status.ABSTAINED,
    "量子？",
    "没有提到量子。\n\n最接近的内容如下，供参考：\n\n- 《行动计划》：260个场景",
    evidence=(Evidence("1", Hit(PASSAGE, 0.1, 1)), Evidence("2", Hit(PASSAGE, 0.05, 2))),
)


def done(question: str, answer: Answer) -> str:
    return turn_html(Exchange(question, answer, Progress.DONE), 1)


def test_of_a_long_conversation_the_latest_are_drawn_and_the_rest_when_asked_for() -> None:
    talk = Conversation()
    for number in range(1, 101):
        talk = talk.ask(f"第{number}问").update(answer=ANSWER, reached=Progress.DONE)
    html = finished_html(talk)
    drawn = [n for n in (1, 79, 80, 99, 100) if f'id="turn-{n}"' in html]
    assert drawn == [80, 99]
    assert "显示更早的 79 个问答" in html
    everything = finished_html(talk, every=True)
    assert everything.count("<article") == 99
    assert "显示更早" not in everything


def test_a_question_is_shown_at_once_while_its_answer_is_looked_for() -> None:
    html = live_html(Conversation().ask("建成<多少>个？"))
    assert "建成&lt;多少&gt;个？" in html
    assert 'aria-busy="true"' in html
    assert "正在查找资料" in html


def test_a_finished_answer_says_how_sure_it_is_and_can_be_copied() -> None:
    html = done("建成多少个？", ANSWER)
    assert 'class="confidence high"' in html
    assert "依据充分" in html
    assert "复制答案和出处" in html
    assert "理解为" not in html


def test_a_follow_up_shows_what_was_understood() -> None:
    assert '理解为：<span lang="zh">建成多少个？' in done("多少？", ANSWER)


def test_a_streaming_answer_has_no_verdict_yet() -> None:
    html = turn_html(Exchange("问", ANSWER, Progress.STREAMING), 1)
    assert "依据充分" not in html
    assert "data-copy" not in html


def test_an_abstention_is_a_calm_box_that_offers_what_comes_nearest() -> None:
    html = done("量子？", ABSTAINED)
    assert 'class="abstained"' in html
    assert "<p>没有提到量子。</p>" in html
    assert 'data-event="cite" data-turn="1" data-key="1" data-doc="d1"' in html
    assert "依据不足" not in html


def test_the_nearest_passages_stand_in_an_abstention_once_and_open_where_they_tell() -> None:
    html = done("量子？", ABSTAINED)
    assert "<p>没有提到量子。</p><p class=" in html
    assert "供参考" not in html
    assert html.count('class="near"') == 1
    assert 'data-start="6" data-end="12"' in html
    assert "<span>260个场景</span>" in html


def test_an_abstention_that_names_nothing_near_offers_nothing() -> None:
    html = done("量子？", replace(ABSTAINED, text="没有提到量子。"))
    assert 'class="near"' not in html


def test_an_abstention_with_nothing_near_shows_all_it_says() -> None:
    html = done("你好", Answer(Status.ABSTAINED, "你好", "您好！请提问：\n\n- 例如"))
    assert "<p>您好！请提问：</p><ul><li>例如</li></ul>" in html
    assert "最接近" not in html


def test_a_greeting_is_not_called_well_supported() -> None:
    html = done("你好", Answer(Status.ANSWERED, "你好", "您好！请直接提问。", confidence=1.0))
    assert "<p>您好！请直接提问。</p>" in html
    assert "<footer>" not in html


def test_a_failure_says_what_to_do_and_keeps_the_technical_line_small() -> None:
    html = turn_html(Exchange("问", None, Progress.FAILED, "请稍后再试。", "<ModelError>"), 1)
    assert 'role="alert"><p>请稍后再试。</p><p class="detail">&lt;ModelError&gt;</p>' in html


def test_a_stopped_answer_keeps_what_had_come() -> None:
    html = turn_html(Exchange("问", ANSWER, Progress.STOPPED), 1)
    assert "260个" in html
    assert "已停止" in html


def test_an_answer_that_the_end_of_the_program_cut_off_was_stopped_by_nobody() -> None:
    for answer in (None, ANSWER):
        html = turn_html(Exchange("问", answer, Progress.CUT_OFF), 1)
        assert "页面或程序中途关闭过" in html
        assert "已停止" not in html
        assert "再试一次" in html


def test_each_source_of_an_answer_is_named_once_and_opens() -> None:
    other = replace(CITATION, key="2", doc_id="d2", title="长名称" * 30, start=1, end=3)
    again = replace(CITATION, key="3", start=20, end=30)
    html = done("建成多少个？", replace(ANSWER, citations=(CITATION, other, again)))
    links = re.findall(r'class="source-link"[^>]*data-doc="(\w+)" data-start="(\d+)"', html)
    assert links == [("d1", "4"), ("d2", "1")]
    assert html.count("《行动计划》</button>") == 1


def test_every_source_opens_those_beyond_the_first_once_unfolded() -> None:
    many = tuple(replace(CITATION, key=str(n), doc_id=f"d{n}", title=f"文{n}") for n in range(5))
    html = done("建成多少个？", replace(ANSWER, citations=many))
    assert html.count('class="source-link"') == 5
    folded = html.partition("<summary>等 5 份资料</summary>")[2].partition("</details>")[0]
    assert re.findall("《(文.)》", folded) == ["文3", "文4"]


def test_only_the_newest_exchange_is_live_and_numbers_go_on() -> None:
    talk = Conversation().ask("甲").update(answer=ANSWER, reached=Progress.DONE).ask("乙")
    assert 'id="turn-1"' in finished_html(talk)
    assert "乙" not in finished_html(talk)
    assert 'id="turn-2"' in live_html(talk)


def test_history_holds_finished_answers_only() -> None:
    talk = Conversation().ask("甲").update(answer=ANSWER, reached=Progress.DONE)
    talk = talk.ask("乙").update(reached=Progress.STOPPED).ask("丙")
    assert [(turn.question, turn.answer) for turn in talk.history] == [
        ("建成多少个？", "建成 **260个**[1]。")
    ]
    assert talk.busy


def test_a_piece_that_comes_after_the_brake_does_not_revive_the_answer() -> None:
    talk = Conversation().ask("甲")
    assert talk.live
    late = talk.update(answer=ANSWER, reached=Progress.STREAMING)
    talk.live.brake.pulled = True
    assert not late.busy
    assert "已停止" in live_html(late)
    assert Conversation((*late.exchanges,)).ask("乙").busy


def test_a_title_taken_from_the_first_question_goes_with_it() -> None:
    talk = Conversation(named=Title("甲")).ask("甲").ask("乙")
    assert talk.before(2).title == "甲"
    assert talk.before(1).title == ""
    talk.named.words = "我的标题"
    assert talk.before(1).title == "我的标题"
