"""What stands below a finished answer: how sure it is, its sources, copying and rating."""

from __future__ import annotations

from chat.ask.exchanges import Exchange, Rating
from chat.ask.export.clipboard import clipboard_html, clipboard_text
from chat.looks.markup import cite_attributes, escape
from chat.looks.wording import confidence
from index.feedback import MAX_REASON_CHARS
from rag.types import Answer, Citation, Status, Verdict

LISTED = 3
REASONS = ("答非所问", "引用不对", "不完整", "资料过时")


def foot_html(exchange: Exchange, answer: Answer, turn: int) -> str:
    """Return what stands below a finished answer; a greeting cites nothing and has no foot."""
    answered = answer.status is Status.ANSWERED
    if answered and not answer.citations:
        return _unverified(answer)
    cited = _sources(answer, turn) if answered else ""
    copy = (
        f'<button type="button" class="quiet"'
        f' data-copy="{escape(clipboard_text(exchange, answer))}"'
        f' data-copy-html="{escape(clipboard_html(exchange, answer))}">复制答案和出处</button>'
        if cited
        else ""
    )
    return f"{_unverified(answer)}<footer>{cited}{copy}{_rating(exchange, turn)}</footer>"


def _sources(answer: Answer, turn: int) -> str:
    """Return confidence in words and the titles of the sources, each of which opens there."""
    words, style = confidence(answer.confidence)
    percent = round(answer.confidence * 100)
    first: dict[str, Citation] = {}
    for citation in answer.citations:
        first.setdefault(citation.title, citation)
    links = [
        f'<button type="button" class="source-link" lang="zh" {cite_attributes(one, turn)}>'
        f"《{escape(title)}》</button>"
        for title, one in first.items()
    ]
    listed, rest = "".join(links[:LISTED]), "".join(links[LISTED:])
    more = f"<details><summary>等 {len(first)} 份资料</summary>{rest}</details>" if rest else ""
    return (
        f'<div class="sources"><span class="confidence {style}" data-title="{words}" tabindex="0"'
        f' role="note" data-quote="答案正确的把握约 {percent}%">{words}</span>{listed}{more}</div>'
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
