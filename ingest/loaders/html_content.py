"""Finds the element of a page that holds its content."""

from __future__ import annotations

import re

from lxml import html

_DROPPED = (
    "script", "style", "noscript", "template", "nav", "iframe", "object", "embed", "svg", "canvas",
    "input", "button", "select", "textarea", "aside", "footer", "head", "video", "audio",
    "map", "dialog",
)  # fmt: skip
_BOILERPLATE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|breadcrumb|crumbs?|footer|foot|copyright|share\w*|bdshare\w*|"
    r"sidebar|toolbar|comments?|related|recommend\w*|hot-?news|advert\w*|ads?|banner|login|search|"
    r"pager|pagination|qrcode|erweima|fenxiang|print|fontsize|mobile-nav|friend-?link|weixin|"
    r"wechat)(?:$|[\s_-])",
    re.I,
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?<![-\w])opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)"
    r"|font-size\s*:\s*(?:(?:0?\.\d+|[01](?:\.0+)?)\s*(?:px|pt|;|!|$)"
    r"|0?(?:\.(?:0\d*|10*))?\s*r?em|(?:10|\d)(?:\.\d+)?\s*%)|text-indent\s*:\s*-\d{4,}",
    re.I,
)
_WHITE = re.compile(
    r"(?<![-\w])color\s*:\s*(?:white|#fff(?:fff)?|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))(?![\w])",
    re.I,
)
_GROUND = re.compile(r"background", re.I)
_CONTENT_NAMES = re.compile(
    r"ucap-content|trs_editor|trs_uecontent|article-?(?:content|body|con|text)|news-?(?:content|text)|"
    r"pages_content|con(?:tent)?_?(?:main|text|detail)|zoom|rich_?media_content|entry-content|"
    r"post-content|detail-?(?:content|con)|view TRS",
    re.I,
)
_FOOT = re.compile("foot|copyright", re.I)
_ATTACHED = re.compile(r"【?附\s*件(?:下载)?】?[:：]?")
_MAX_SHEET = 1500
_FIELDS = re.compile(r"索引号|发文机关|发文字号|成文日期|发布日期|主题分类|发布机构|文号|生效日期")
_CONTAINERS = (
    "div", "td", "article", "section", "main", "body", "li", "table", "tbody", "center", "form",
)  # fmt: skip
_TEXT = re.compile(r"[^\s\d\x00-\x2f]")
_STOPS = re.compile(r"[，。；：、！？,.;]")


def main_content(root: html.HtmlElement) -> tuple[html.HtmlElement, int]:
    """Return the part of the page that is content, and how many characters are hidden in it.

    Menus, share bars and what the page does not show are taken out.

    The page is changed in place. The content is the smallest element that keeps most of the
    page's text outside links, so that a header table beside the body text is kept with it.
    """
    body = root.find("body")
    body = root if body is None else body
    hidden = drop_hidden(body)
    _strip(body)
    content = _content(body)
    inside = {id(element) for element in content.iter()}
    return content, sum(count for parent, count in hidden if id(parent) in inside)


def _content(body: html.HtmlElement) -> html.HtmlElement:
    total = _weight(body)
    best = body
    if total == 0:
        return body
    while True:
        children = [child for child in best if isinstance(child.tag, str)]
        inner = max(children, key=_weight, default=None)
        if inner is None or inner.tag not in _CONTAINERS:
            return best
        if _weight(inner) < 0.92 * total and not _named_content(inner, total):
            return best
        if any(_is_field_sheet(child) for child in children if child is not inner):
            return best
        best = inner


def drop_hidden(body: html.HtmlElement) -> list[tuple[html.HtmlElement, int]]:
    """Take out what a page does not show; return the parents of hidden text and its length."""
    hidden = []
    for element in _inside(body):
        if _is_hidden(element):
            hidden.append((element.getparent(), len(_TEXT.findall(element.text_content()))))
            element.drop_tree()
    return hidden


def _strip(body: html.HtmlElement) -> None:
    """Take out what is never content."""
    for element in _inside(body):
        if element.tag in _DROPPED:
            element.drop_tree()
    half = _weight(body) / 2
    for element in _inside(body):
        small_form = element.tag == "form" and _weight(element) <= half
        if small_form or _is_boilerplate(element, half) or _is_link_list(element):
            element.drop_tree()


def _inside(body: html.HtmlElement) -> list[html.HtmlElement]:
    return [element for element in body.iterdescendants() if isinstance(element.tag, str)]


def _is_hidden(element: html.HtmlElement) -> bool:
    """Tell what the page does not show: by its style, or white letters on no other ground."""
    style = element.get("style") or ""
    if _HIDDEN.search(style) or element.get("hidden") is not None:
        return element.tag not in _DROPPED
    return bool(_WHITE.search(style)) and not any(
        _GROUND.search(around.get("style") or "") or around.get("bgcolor") or around.get("class")
        for around in (element, *element.iterancestors())
        if around.tag not in ("html", "body")
    )


def _is_boilerplate(element: html.HtmlElement, half: float) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if not _BOILERPLATE.search(names) or _CONTENT_NAMES.search(names):
        return False
    # A wrapper with an unlucky name still holds the text: real boilerplate is short, and none
    # but a foot is most of a page.
    few = len(_STOPS.findall(element.text_content())) < 12
    return few and (bool(_FOOT.search(names)) or _weight(element) <= half)


def _is_link_list(element: html.HtmlElement) -> bool:
    """Tell whether a block is nearly nothing but short links, not to what a text has attached."""
    if element.tag not in ("ul", "ol", "div", "table", "dl", "td"):
        return False
    above = element.getprevious()
    headline = "" if above is None else above.text_content().strip()
    if _ATTACHED.match(element.text_content().strip()) or _ATTACHED.fullmatch(headline):
        return False
    links = element.findall(".//a")
    if len(links) < 4:
        return False
    linked = sum(len(_TEXT.findall(link.text_content())) for link in links)
    return linked >= 0.85 * max(1, len(_TEXT.findall(element.text_content())))


def _is_field_sheet(element: html.HtmlElement) -> bool:
    """Tell the short table of official fields that government pages put above the text."""
    text = re.sub(r"\s+", "", element.text_content())
    return len(text) < _MAX_SHEET and len(set(_FIELDS.findall(text))) >= 2


def _named_content(element: html.HtmlElement, total: int) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(_CONTENT_NAMES.search(names)) and _weight(element) >= 0.6 * total


def _weight(element: html.HtmlElement) -> int:
    """Return how much text stands in an element outside of links, stops counting extra."""
    text = element.text_content()
    linked = sum(len(_TEXT.findall(link.text_content())) for link in element.iter("a"))
    return len(_TEXT.findall(text)) - linked + 4 * len(_STOPS.findall(text))
