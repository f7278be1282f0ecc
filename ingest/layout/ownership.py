"""Which columns of a newspaper page belong to which headline.

Columns that begin at one height under a headline are its article; a column below another one
goes on with the article of the upper one.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.layout.article import Article, is_short
from ingest.layout.blocks import Block, Rect, is_upright, overlap, parted, parts_of
from ingest.layout.gutters import Fragment

_NEAR = 8.0  # letters between a headline and its text: subtitle and author stand there
_LEVEL = 0.7


def owned(fragments: Sequence[Fragment], rules: Sequence[Rect], usual: float) -> list[Article]:
    """Give every block of text to a headline, or to the article it goes on with."""
    if not fragments:
        return []
    heads, blocks = parts_of(fragments, usual)
    articles = [Article(head) for head in heads]
    notes = [block for block in blocks if is_short(block)]
    columns = [block for block in blocks if not is_short(block)]
    owner: dict[int, Article] = {}
    for level in _levels(columns, usual):
        claimed = _claims(level, articles, columns, rules, usual)
        for block in level:
            article = claimed.get(id(block)) or _above(block, columns, owner)
            if article is None:
                article = Article(None)
                articles.append(article)
            owner[id(block)] = article
            article.blocks.append(block)
    for block in notes:
        _give_note(block, articles, columns, owner, usual)
    return _with_text(articles, usual)


def _levels(columns: Sequence[Block], usual: float) -> list[list[Block]]:
    """Group columns that begin at one height, side by side, from the top."""
    levels: list[list[Block]] = []
    for block in sorted(columns, key=lambda block: block.y0):
        if levels and abs(block.y0 - levels[-1][0].y0) <= _LEVEL * usual:
            levels[-1].append(block)
        else:
            levels.append([block])
    return levels


def _claims(
    level: Sequence[Block],
    articles: Sequence[Article],
    columns: Sequence[Block],
    rules: Sequence[Rect],
    usual: float,
) -> dict[int, Article]:
    """Return the article that each column of a level begins under, where it begins one.

    A headline claims the columns under it, an upright title those to its right, and what is
    left, since a short headline stands over the middle of its columns, goes to the nearest.
    """
    claimed: dict[int, Article] = {}
    under: dict[int, list[Article]] = {}
    for block in level:
        under[id(block)] = [
            article
            for article in articles
            if article.head
            and _stands_over(article.head, block, columns, usual)
            and not parted(article.head, block, rules)
        ]
        covering = [art for art in under[id(block)] if art.head and overlap(art.head, block) > 0]
        if covering:
            claimed[id(block)] = max(covering, key=lambda art: art.head.y1 if art.head else 0.0)
    near = {id(article): article for article in claimed.values()}
    for block in sorted(level, key=lambda block: block.x0):
        if id(block) in claimed:
            continue
        upright = _upright(block, level, articles, claimed, usual)
        others = [article for article in under[id(block)] if id(article) in near]
        if upright or others:
            claimed[id(block)] = upright or max(
                others, key=lambda art: overlap(art.head, block) if art.head else 0.0
            )
    return claimed


def _stands_over(head: Block, block: Block, columns: Sequence[Block], usual: float) -> bool:
    """Tell whether a headline stands right above a column's height, with no text between."""
    if is_upright(head) or not -usual <= block.y0 - head.y1 <= _NEAR * usual:
        return False
    return not any(
        other.y0 < block.y0 and other.y1 > head.y0 + usual and overlap(other, block) > 0
        for other in columns
    )


def _upright(
    block: Block,
    level: Sequence[Block],
    articles: Sequence[Article],
    claimed: dict[int, Article],
    usual: float,
) -> Article | None:
    """Return the article whose upright title stands left of a column, with no other's between."""
    for article in articles:
        head = article.head
        if head is None or not is_upright(head) or abs(head.y0 - block.y0) > 4 * usual:
            continue
        between = [other for other in level if head.x0 < other.x0 < block.x0]
        if head.x0 < block.x0 and all(claimed.get(id(b), article) is article for b in between):
            return article
    return None


def _above(block: Block, columns: Sequence[Block], owner: dict[int, Article]) -> Article | None:
    """Return the article of the column that stands over a block, if any does."""
    over = [
        other
        for other in columns
        if id(other) in owner and other.y1 <= block.y1 and overlap(other, block) > 0
        and other.y0 < block.y0
    ]  # fmt: skip
    return owner[id(max(over, key=lambda other: other.y1))] if over else None


def _give_note(
    block: Block,
    articles: list[Article],
    columns: Sequence[Block],
    owner: dict[int, Article],
    usual: float,
) -> None:
    """Give a line or two to the headline near it, else to the column above, else to nobody."""
    near = [
        article
        for article in articles
        if article.head is not None
        and overlap(article.head, block) > 0
        and -2.5 * usual <= block.y0 - article.head.y1 <= 3.5 * usual + _leading(article.head)
        and block.y1 >= article.head.y0 - 2.5 * usual
    ]
    if near:
        chosen = min(near, key=lambda art: abs(art.head.y1 - block.y0) if art.head else 0.0)
        chosen.blocks.append(block)
    elif (article := _above(block, columns, owner)) is not None:
        article.blocks.append(block)
    else:
        articles.append(Article(None, [block]))


def _leading(head: Block) -> float:
    return 0.5 * head.size


def _with_text(articles: list[Article], usual: float) -> list[Article]:
    """Join headlines that got no text to the headline close under them."""
    done: list[Article] = []
    for article in articles:
        head = article.head
        below = [
            other
            for other in articles
            if head is not None
            and other is not article
            and other.head is not None
            and overlap(other.head, head) > 0
            and 0 <= other.head.y0 - head.y1 <= 3 * usual
        ]
        if head is not None and not article.blocks and below and below[0].head is not None:
            below[0].head.fragments[:0] = head.fragments
        else:
            done.append(article)
    return done
