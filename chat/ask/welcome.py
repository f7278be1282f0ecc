"""What stands there before the first question, and the head of the page."""

from __future__ import annotations

from collections.abc import Sequence

from chat.ask.suggestions import Suggestion
from chat.looks.language import ENGLISH, language, say
from chat.looks.markup import escape
from chat.server.door import LOCAL_USER
from chat.visitors import visitor


def masthead_html(documents: int) -> str:
    """Return the name of the program, what the library holds, and the switches."""
    held = say("{documents} 份资料", documents=f"{documents:,}") if documents else "资料库是空的"
    other = "中" if language() == ENGLISH else "EN"
    edits = " data-edits" if visitor().may_edit else ""
    return (
        f'<div class="masthead"{edits}><h1>场景问答</h1><p>每一句话都能点回原文</p>'
        f'<span class="holdings">{held}</span>{_account()}'
        f'{_help()}<button type="button" class="icon" data-language aria-label="中文 / English">'
        f"{other}</button>"
        '<button type="button" class="icon" data-theme aria-label="切换明暗">◐</button></div>'
    )


_HELP = (
    ("编号", "句末的编号是出处：点开就在原文里标出这句话的依据。"),
    ("依据充分", "程序估计答案正确的把握大；写着依据一般、依据不足时，请先核对原文。"),
    ("限定范围", "只从选定的资料、年份里找答案；不选就从全部资料里找。"),
    ("理解为", "追问时补全了的问题，答的是它；理解错了，请把问题说完整再问。"),
)


def _help() -> str:
    """Return a "?" that unfolds into what the words beside an answer mean."""
    entries = "".join(f"<dt>{say(word)}</dt><dd>{say(told)}</dd>" for word, told in _HELP)
    return (
        f'<details class="help"><summary class="icon" aria-label="{say("怎么用")}">?</summary>'
        f'<div><dl>{entries}</dl><button type="button" class="quiet" data-tab="guide">'
        f"{say('看背景导读')}</button></div></details>"
    )


def _account() -> str:
    """Return who is signed in, with the way out; nothing where no account is needed."""
    who = visitor()
    if who.name == LOCAL_USER:
        return ""
    return (
        f'<form method="post" action="/logout"><span class="who">{escape(who.name)}</span> '
        '<button type="submit" class="quiet">退出登录</button></form>'
    )


def welcome_html(documents: int, suggestions: Sequence[Suggestion]) -> str:
    """Return an invitation to ask, or what to do first when there is nothing to ask about."""
    return _samples(suggestions) if documents else _empty()


def _samples(suggestions: Sequence[Suggestion]) -> str:
    buttons = "".join(
        f'<button type="button" class="sample" data-event="ask"'
        f' data-question="{escape(suggestion.question)}">{escape(suggestion.question)}</button>'
        for suggestion in suggestions
    )
    try_these = "可以直接提问，也可以从下面的问题开始。" if buttons else "请在下面输入问题。"
    return (
        '<section class="welcome"><h2>想了解什么？</h2>'
        f"<p>回答只依据资料库里的文字，每句都标出处；资料里没有的，会直接说没有。{try_these}</p>"
        f'<div class="samples">{buttons}</div>'
        '<p class="first-visit">第一次来？<button type="button" class="quiet" data-tab="guide">'
        "先看背景导读</button></p></section>"
    )


def _empty() -> str:
    head = '<section class="welcome"><h2>资料库还是空的</h2>'
    if not visitor().may_edit:
        return f"{head}<p>文件加入资料库以后就可以提问。</p></section>"
    return (
        f"{head}<p>放进资料就可以提问：</p>"
        '<ol class="steps"><li>上传文件（txt、md、html、docx、doc、pptx、xlsx、csv、pdf、图片、'
        "epub、jsonl、zip），或先载入示例资料；</li>"
        "<li>等待读取完成，一般几秒钟；</li><li>回到这里提问，点编号看原文。</li></ol>"
        '<div class="choices"><button type="button" class="strong" data-event="shelf">'
        '上传资料</button><button type="button" class="plain" data-event="sample">'
        "载入示例资料</button></div></section>"
    )
