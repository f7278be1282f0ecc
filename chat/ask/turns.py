"""The HTML of the conversation: questions, answers, abstentions, troubles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from chat.ask.exchanges import ENDED, Conversation, Exchange, Progress
from chat.ask.foot import foot_html
from chat.looks.markup import answer_html, escape, trouble_html, written
from chat.looks.wording import MAX_QUESTION_CHARS
from rag.answerers.nearest import offered
from rag.language.phrasing import uniform
from rag.types import Answer, Evidence, Status

# A page that draws hundreds of exchanges anew with every question would grow slow.
LATEST = 20


def finished_html(conversation: Conversation, every: bool = False) -> str:
    """Return the exchanges before the newest; of a long conversation the latest, or ``every``."""
    older = list(enumerate(conversation.exchanges[:-1], 1))
    hidden = 0 if every else max(0, len(older) - LATEST)
    earlier = (
        f'<button type="button" class="quiet earlier" data-event="earlier">'
        f"显示更早的 {hidden} 个问答</button>"
        if hidden
        else ""
    )
    return earlier + "".join(turn_html(exchange, number) for number, exchange in older[hidden:])


def live_html(conversation: Conversation) -> str:
    """Return the newest exchange."""
    live = conversation.live
    return turn_html(live, len(conversation.exchanges)) if live else ""


def turn_html(exchange: Exchange, turn: int) -> str:
    """Return one exchange; ``turn`` is its 1-based number, which its chips carry."""
    busy = "true" if exchange.busy else "false"
    return (
        f'<article class="turn {exchange.progress}" id="turn-{turn}" aria-busy="{busy}">'
        f"{_asked(exchange, turn)}{_reply(exchange, turn)}</article>"
    )


def _asked(exchange: Exchange, turn: int) -> str:
    """Return the question and, where no answer is under way, a way to change it."""
    asked = escape(exchange.question)
    if exchange.busy:
        return f'<div class="asked"><p>{asked}</p></div>'
    return (
        f'<div class="asked"><button type="button" class="tool" data-edit aria-label="修改问题">✎'
        f"</button><p>{asked}</p></div>"
        f'<div class="editing" data-form hidden><textarea name="question" rows="2"'
        f' maxlength="{MAX_QUESTION_CHARS}" aria-label="修改问题">{asked}</textarea>'
        '<div><span class="note">之后的问答会被替换</span>'
        '<button type="button" class="quiet" data-keep-question>取消</button>'
        f'<button type="button" class="quiet send" data-event="reask" data-turn="{turn}">重新提问'
        "</button></div></div>"
    )


def _reply(exchange: Exchange, turn: int) -> str:
    """Return what follows the question, by how far the answer has come."""
    answer = exchange.answer
    if exchange.progress is Progress.FAILED:
        return trouble_html(exchange.trouble, exchange.detail) + _again(exchange, turn)
    if answer is None:
        if exchange.progress in ENDED:
            again = _again(exchange, turn)
            return (
                f'<div class="reply"><p class="note">{ENDED[exchange.progress][0]}</p>{again}</div>'
            )
        return _waiting(exchange.ahead)
    understood = _understood(exchange.question, answer)
    if answer.status is Status.ABSTAINED:
        body = _abstention(answer, turn)
    else:
        body = f'<div class="body">{answer_html(answer, turn)}</div>'
    if exchange.progress in ENDED:
        ended = f'<p class="note">{ENDED[exchange.progress][1]}</p>'
        tail = ended + _again(exchange, turn)
    else:
        tail = _notes(answer.notes)
    foot = foot_html(exchange, answer, turn) if exchange.progress is Progress.DONE else ""
    return f'<div class="reply" aria-live="polite">{understood}{body}{tail}{foot}</div>'


def _waiting(ahead: int) -> str:
    """Say that the answer is looked for, or how many questions come first."""
    words = f"正在排队，前面还有 {ahead} 个问题" if ahead else "正在查找资料"
    dots = "<i></i><i></i><i></i>"
    return f'<div class="reply" aria-live="polite"><p class="busy">{words}{dots}</p></div>'


def _again(exchange: Exchange, turn: int) -> str:
    """Return a button that asks the same again."""
    return (
        f'<button type="button" class="quiet" data-event="reask" data-turn="{turn}"'
        f' data-question="{escape(exchange.question)}">再试一次</button>'
    )


def _understood(asked: str, answer: Answer) -> str:
    """Say what a follow-up was taken to mean, where that differs from what was typed."""
    if not answer.question or uniform(answer.question) == uniform(asked):
        return ""
    return f'<p class="understood">理解为：{written(answer.question)}</p>'


def _abstention(answer: Answer, turn: int) -> str:
    """Return the calm box that says the documents do not answer, with what comes nearest."""
    nearest = "".join(_near(found, told, turn) for found, told in offered(answer))
    cards = (
        f'<p class="near-title">最接近的内容，可点开查看：</p><ul class="nearest">{nearest}</ul>'
        if nearest
        else ""
    )
    said = replace(answer, text=_verdict(answer.text)) if nearest else answer
    says = answer_html(said, turn) or "<p>资料中没有找到这个问题的答案。</p>"
    return f'<div class="abstained" role="note">{says}{cards}</div>'


def _verdict(text: str) -> str:
    """Return an abstention without its list of passages, which stand below as buttons."""
    kept = list(takewhile(lambda line: not line.lstrip().startswith("- "), text.split("\n")))
    while kept and (not kept[-1].strip() or kept[-1].rstrip().endswith("：")):
        kept.pop()
    return "\n".join(kept)


def _near(evidence: Evidence, told: str, turn: int) -> str:
    """Return one passage that comes near, as a button that opens it at what is told of it."""
    passage = evidence.passage
    parts = dict.fromkeys(passage.heading_path)
    path = " › ".join(part for part in parts if part and part != passage.title)
    where = f'<span class="path">{escape(path)}</span>' if path else ""
    start, end = passage.start, passage.end
    words = told.removesuffix("…")
    if words in passage.text:  # told in one line: of several lines it is found nowhere
        start += passage.text.index(words)
        end = start + len(words)
    return (
        f'<li><button type="button" class="near" data-event="cite" data-turn="{turn}"'
        f' data-key="{escape(evidence.key)}" data-doc="{escape(passage.doc_id)}"'
        f' data-start="{start}" data-end="{end}">'
        f"<b>{escape(passage.title)}</b>{where}<span>{escape(told)}</span></button></li>"
    )


def _notes(notes: Sequence[str]) -> str:
    """Return the remarks that came with an answer."""
    return "".join(f'<p class="note">{escape(note)}</p>' for note in notes)
