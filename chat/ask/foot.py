"""What stands below a finished answer: how sure it is, its sources, copying and rating."""

from __future__ import annotations

from chat.ask.exchanges import Exchange, Rating
from chat.looks.markup import escape
from chat.looks.wording import confidence
from index.feedback import MAX_REASON_CHARS
from rag.types import Answer, Citation, Status, Verdict

LISTED = 3
REASONS = ("答非所问", "引用不对", "不完整", "资料过时")


def foot_html(exchange: Exchange, answer: Answer, turn: int) -> str:
    """Return the line below a finished answer."""
    told = "" if answer.status is Status.ABSTAINED else _sources(answer)
    copy = (
        f'<button type="button" class="quiet"'
        f' data-copy="{escape(plain_text(exchange.question, answer))}">复制答案和出处</button>'
        if told
        else ""
    )
    return f"{_unverified(answer)}<footer>{told}{copy}{_rating(exchange, turn)}</footer>"


def _sources(answer: Answer) -> str:
    """Return confidence in words and the titles of the sources."""
    words, style = confidence(answer.confidence)
    percent = round(answer.confidence * 100)
    named = dict.fromkeys(citation.title for citation in answer.citations)
    listed = "、".join(f"《{escape(title)}》" for title in list(named)[:LISTED])
    more = f" 等 {len(named)} 份资料" if len(named) > LISTED else ""
    return (
        f'<span class="confidence {style}" data-title="{words}" tabindex="0" role="note"'
        f' data-quote="答案正确的把握约 {percent}%">{words}</span>'
        f'<span class="sources">依据{listed}{more}</span>'
    )


def _unverified(answer: Answer) -> str:
    """Say how many sentences the sources do not fully hold."""
    wrong = sum(one.verdict is not Verdict.SUPPORTED for one in answer.statements)
    if not wrong:
        return ""
    return f'<p class="note">有 {wrong} 句没有通过核对，已用波浪线标出，请以原文为准。</p>'


def _rating(exchange: Exchange, turn: int) -> str:
    """Return the two buttons and, after a bad rating, a way to say why."""
    if not exchange.exchange_id:
        return ""
    rating = exchange.rating
    buttons = "".join(
        f'<button type="button" class="quiet" data-event="rate" data-turn="{turn}"'
        f' data-value="{value}" aria-pressed="{"true" if rating.good is good else "false"}">'
        f"{words}</button>"
        for value, good, words in (("good", True, "有帮助"), ("bad", False, "没帮助"))
    )
    return f'<span class="rating">{buttons}</span>{_reason(rating, turn)}'


def _reason(rating: Rating, turn: int) -> str:
    """Return what follows a rating: a question for the reason, or thanks."""
    if rating.good is None:
        return ""
    if rating.good or rating.reason:
        return '<p class="note thanks" role="status">已记下，谢谢。</p>'
    bad = f'class="quiet" data-event="rate" data-turn="{turn}" data-value="bad"'
    offered = "".join(
        f'<button type="button" {bad} data-reason="{reason}">{reason}</button>'
        for reason in REASONS
    )
    return (
        f'<div class="reasons"><span class="note">哪里不好？</span>{offered}<span data-form>'
        f'<input name="reason" maxlength="{MAX_REASON_CHARS}" placeholder="别的原因"'
        f' aria-label="别的原因"><button type="button" {bad}>提交</button></span></div>'
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
