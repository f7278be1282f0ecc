"""The HTML of the conversation: questions, answers, abstentions, troubles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from chat.ask.exchanges import Conversation, Exchange, Progress
from chat.looks.markup import answer_html, escape, trouble_html
from chat.looks.wording import confidence
from rag.types import Answer, Citation, Evidence, Status

NEAREST = 3
EXCERPT_CHARS = 90


def finished_html(conversation: Conversation) -> str:
    """Return all exchanges but the newest."""
    older = conversation.exchanges[:-1]
    return "".join(turn_html(exchange, number) for number, exchange in enumerate(older, 1))


def live_html(conversation: Conversation) -> str:
    """Return the newest exchange."""
    live = conversation.live
    return turn_html(live, len(conversation.exchanges)) if live else ""


def turn_html(exchange: Exchange, turn: int) -> str:
    """Return one exchange; ``turn`` is its 1-based number, which its chips carry."""
    busy = "true" if exchange.busy else "false"
    return (
        f'<article class="turn {exchange.progress}" id="turn-{turn}" aria-busy="{busy}">'
        f'<div class="asked"><p>{escape(exchange.question)}</p></div>'
        f"{_reply(exchange, turn)}</article>"
    )


def _reply(exchange: Exchange, turn: int) -> str:
    """Return what follows the question, by how far the answer has come."""
    answer = exchange.answer
    if exchange.progress is Progress.FAILED:
        return trouble_html(exchange.trouble, exchange.detail)
    if answer is None:
        if exchange.progress is Progress.STOPPED:
            return '<div class="reply"><p class="note">已停止。</p></div>'
        dots = "<i></i><i></i><i></i>"
        return f'<div class="reply" aria-live="polite"><p class="busy">正在查找资料{dots}</p></div>'
    understood = _understood(exchange.question, answer)
    if answer.status is Status.ABSTAINED:
        body = _abstention(answer, turn)
    else:
        body = f'<div class="body">{answer_html(answer, turn)}</div>'
    stopped = '<p class="note">已停止，以上是停止前的内容。</p>'
    tail = stopped if exchange.progress is Progress.STOPPED else _notes(answer.notes)
    done = exchange.progress is Progress.DONE
    foot = _foot(exchange.question, answer) if done else ""
    return f'<div class="reply" aria-live="polite">{understood}{body}{tail}{foot}</div>'


def _understood(asked: str, answer: Answer) -> str:
    """Say what a follow-up was taken to mean, where that differs from what was typed."""
    if not answer.question or answer.question.strip() == asked.strip():
        return ""
    return f'<p class="understood">理解为：{escape(answer.question)}</p>'


def _abstention(answer: Answer, turn: int) -> str:
    """Return the calm box that says the documents do not answer, with what comes nearest."""
    nearest = "".join(_near(found, turn) for found in answer.evidence[:NEAREST])
    offered = (
        f'<p class="near-title">最接近的内容，可点开查看：</p><ul class="nearest">{nearest}</ul>'
        if nearest
        else ""
    )
    said = replace(answer, text=_verdict(answer.text)) if nearest else answer
    says = answer_html(said, turn) or "<p>资料中没有找到这个问题的答案。</p>"
    return f'<div class="abstained" role="note">{says}{offered}</div>'


def _verdict(text: str) -> str:
    """Return an abstention without its list of passages, which stand below as buttons."""
    kept = list(takewhile(lambda line: not line.lstrip().startswith("- "), text.split("\n")))
    while kept and (not kept[-1].strip() or kept[-1].rstrip().endswith("：")):
        kept.pop()
    return "\n".join(kept)


def _near(evidence: Evidence, turn: int) -> str:
    """Return one passage that comes near, as a button that opens its source."""
    passage = evidence.passage
    parts = dict.fromkeys(passage.heading_path)
    path = " › ".join(part for part in parts if part and part != passage.title)
    lines = [line for line in passage.text.split("\n") if line.strip() not in parts]
    excerpt = " ".join(" ".join(lines).split()) or passage.text
    if len(excerpt) > EXCERPT_CHARS:
        excerpt = excerpt[:EXCERPT_CHARS] + "…"
    where = f'<span class="path">{escape(path)}</span>' if path else ""
    return (
        f'<li><button type="button" class="near" data-event="cite" data-turn="{turn}"'
        f' data-key="{escape(evidence.key)}" data-doc="{escape(passage.doc_id)}"'
        f' data-start="{passage.start}" data-end="{passage.end}">'
        f"<b>{escape(passage.title)}</b>{where}<span>{escape(excerpt)}</span></button></li>"
    )


def _notes(notes: Sequence[str]) -> str:
    """Return the remarks that came with an answer."""
    return "".join(f'<p class="note">{escape(note)}</p>' for note in notes)


def _foot(question: str, answer: Answer) -> str:
    """Return confidence, sources and the copy button of a finished answer."""
    if answer.status is Status.ABSTAINED:
        return ""
    words, style = confidence(answer.confidence)
    percent = round(answer.confidence * 100)
    sources = dict.fromkeys(citation.title for citation in answer.citations)
    listed = "、".join(f"《{escape(title)}》" for title in list(sources)[:3])
    more = f" 等 {len(sources)} 份资料" if len(sources) > 3 else ""
    return (
        f'<footer><span class="confidence {style}" data-title="{words}" tabindex="0" '
        f'data-quote="答案正确的把握约 {percent}%">{words}</span>'
        f'<span class="sources">依据{listed}{more}</span>'
        f'<button type="button" class="quiet" data-copy="{escape(plain_text(question, answer))}">'
        "复制答案和出处</button></footer>"
    )


def plain_text(question: str, answer: Answer) -> str:
    """Return question, answer and numbered sources as text to paste elsewhere."""
    text = answer.text.replace("**", "")
    sources = "\n".join(source_line(citation) for citation in answer.citations)
    return f"问：{question}\n\n{text}\n\n出处：\n{sources}\n"


def source_line(citation: Citation) -> str:
    """Return one numbered source with its quote."""
    page = f"，第 {citation.page} 页" if citation.page else ""
    return f"[{citation.key}] 《{citation.title}》{page}：“{citation.quote}”"
