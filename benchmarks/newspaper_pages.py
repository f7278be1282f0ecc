"""Reads made newspaper pages whose order is known: ``python -m benchmarks.newspaper_pages``.

Each page is a real PDF of 3 to 8 columns: articles side by side and below each other, headlines
over several columns with kicker, subtitle and author, framed articles, boxes that other text
flows around, vertical titles, jump lines, a masthead. Prints for each page, and for all:
Kendall's tau of the order in which the lines were read, the share of lines found, and the F1
of articles (one is found when a section holds nine tenths of its characters and a tenth, at
most, of others').
"""

from __future__ import annotations

import argparse
import random
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from ingest.loaders import load
from rag.types import Document

FONT = "STSong-Light"
WIDTH, HEIGHT, MARGIN, TOP = 1000.0, 1400.0, 40.0, 70.0
_ACTORS = (
    "各地区", "有关部门", "试点城市", "企业联盟", "高校院所", "园区平台", "社区组织", "行业协会",
)  # fmt: skip
_VERBS = ("推动", "加快", "完善", "探索", "建立", "优化", "深化", "统筹", "拓展", "夯实")
_THINGS = (
    "应用场景清单", "数据共享机制", "低空物流航线", "智慧养老服务", "算力调度平台", "首台套保险",
    "绿色工厂改造", "跨境电商通道", "农机作业网络", "文旅融合项目", "城市更新单元", "氢能示范线路",
    "工业互联网节点", "社区食堂布局", "公共数据授权", "人才驿站",
)  # fmt: skip
_ENDS = (
    "取得明显成效", "形成可复制经验", "带动上下游协同", "降低了准入门槛", "缩短了验证周期",
    "惠及更多群众",
)  # fmt: skip
_SURNAMES, _NAMES = "王李张刘陈杨赵周吴郑", "明华强伟芳丽军洋静磊"


@dataclass(slots=True)
class Article:
    """An article as it was set: its lines in reading order."""

    lines: list[str] = field(default_factory=list)


class Writer:
    """Writes sentences that never repeat themselves line by line."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self._count = seed * 1000

    def sentence(self) -> str:
        """Return one sentence with a number of its own."""
        pick, self._count = self.random.choice, self._count + 1
        return (
            f"{pick(_ACTORS)}{pick(_VERBS)}{pick(_THINGS)}，{pick(_VERBS)}{pick(_THINGS)}"
            f"{self._count}项，{pick(_ENDS)}。"
        )

    def headline(self, length: int) -> str:
        """Return a headline of about ``length`` characters."""
        pick = self.random.choice
        text = f"{pick(_VERBS)}{pick(_THINGS)}"
        while len(text) < length:
            text += f"{pick(_VERBS)}{pick(_THINGS)}"
        return text[:length]

    def name(self) -> str:
        """Return a person's name."""
        return self.random.choice(_SURNAMES) + "".join(self.random.sample(_NAMES, 2))


class Page:
    """One page being set; ``articles`` are in the order in which they are to be read."""

    def __init__(self, path: Path, columns: int, seed: int) -> None:
        self._canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT))
        self._writer = Writer(seed)
        self._random = self._writer.random
        self._size = 9.5 if columns <= 5 else 8.5
        self._gap = 16.0
        self._column = (WIDTH - 2 * MARGIN - (columns - 1) * self._gap) / columns
        self.articles: list[Article] = []
        self._set_lines: list[list[tuple[float, float, str, float]]] = []
        self._masthead()
        self._split(0, columns, TOP, HEIGHT - MARGIN)
        self._draw()

    def _draw(self) -> None:
        """Draw the lines in no order at all: a reader must not live on that of the file."""
        self._random.shuffle(self._set_lines)
        for line in self._set_lines:
            for x, y, text, size in line:
                self._canvas.setFont(FONT, size)
                self._canvas.drawString(x, HEIGHT - y - 0.88 * size, text)
        self._canvas.save()

    def _text(self, x: float, y: float, text: str, size: float) -> None:
        """Set a line whose top is at ``y`` from the top of the page."""
        self._set_lines.append([(x, y, text, size)])

    def _masthead(self) -> None:
        day = self._random.randint(1, 28)
        self._text(MARGIN, 30, f"2026年3月{day}日 星期{self._random.choice('一二三四五')}", 10)
        self._text(WIDTH / 2 - 30, 26, "理论周刊", 15)
        self._text(WIDTH - MARGIN - 60, 30, f"第{self._random.randint(2, 16)}版", 10)

    def _left(self, column: int) -> float:
        return MARGIN + column * (self._column + self._gap)

    def _split(self, first: int, last: int, top: float, bottom: float) -> None:
        """Fill columns ``first`` to ``last`` with one article, or cut them into two parts."""
        wide, high = last - first, bottom - top
        if wide >= 4 and high > 500 and self._random.random() < 0.5:
            middle = self._random.randint(first + 2, last - 2)
            x = self._left(middle) - self._gap / 2
            self._canvas.line(x, HEIGHT - top, x, HEIGHT - bottom)
            self._split(first, middle, top, bottom)
            self._split(middle, last, top, bottom)
        elif high > 620 or (high > 420 and self._random.random() < 0.3):
            middle = top + high * self._random.uniform(0.42, 0.58)
            self._split(first, last, top, middle - 14)
            self._split(first, last, middle + 14, bottom)
        else:
            self._article(first, last, top, bottom)

    def _article(self, first: int, last: int, top: float, bottom: float) -> None:
        """Set one article, framed or with a vertical title or a box inside now and then."""
        kind = self._random.random()
        x0, x1 = self._left(first), self._left(last - 1) + self._column
        if kind < 0.15:
            self._canvas.rect(x0, HEIGHT - bottom, x1 - x0, bottom - top)
            count = max(1, last - first - 1)
            width = (x1 - x0 - 24 - (count - 1) * self._gap) / count
            lefts = [x0 + 12 + number * (width + self._gap) for number in range(count)]
            self._set(lefts, width, top + 12, bottom - 10)
        elif kind < 0.25 and last - first >= 2:
            self._vertical(first, last, top, bottom)
        elif kind < 0.4 and last - first >= 3 and bottom - top > 380:
            self._around_box(first, last, top, bottom)
        else:
            self._set(
                [self._left(column) for column in range(first, last)], self._column, top, bottom
            )

    def _head(self, article: Article, x0: float, width: float, top: float) -> float:
        """Set kicker, headline, subtitle and author; return where the text may begin."""
        y = top
        size = min(40.0, max(18.0, width / self._random.randint(9, 16)))
        most = int(width / size)
        if self._random.random() < 0.3:
            y = self._centred(article, "——" + self._writer.headline(10), 13, x0, width, y)
        for _ in range(1 if most >= 9 else 2):
            text = self._writer.headline(min(most, self._random.randint(8, 18)))
            y = self._centred(article, text, size, x0, width, y)
        if self._random.random() < 0.3 and width > 200:
            y = self._centred(article, "——以" + self._writer.headline(8) + "为例", 13, x0, width, y)
        if self._random.random() < 0.7:
            who = f"□ {self._writer.name()} {self._writer.name()}"
            y = self._centred(article, who, self._size + 1, x0, width, y + 4)
        return y + 10

    def _centred(
        self, article: Article, text: str, size: float, x0: float, width: float, y: float
    ) -> float:
        ems = sum(1.0 if char > "\u2000" else 0.5 for char in text)
        self._text(x0 + max(0.0, (width - ems * size) / 2), y, text, size)
        article.lines.append(text)
        return y + 1.35 * size

    def _set(
        self, lefts: list[float], width: float, top: float, bottom: float, headed: bool = True
    ) -> Article:
        """Set an article into columns of one width, the last of which may end early."""
        article = Article()
        self.articles.append(article)
        whole = lefts[-1] + width - lefts[0]
        y = self._head(article, lefts[0], whole, top) if headed else top
        slots = [(left, y, bottom) for left in lefts]
        self._flow(article, slots, width)
        return article

    def _flow(
        self, article: Article, slots: list[tuple[float, float, float]], width: float
    ) -> None:
        """Let paragraphs run through slots of (left, top, bottom)."""
        step = self._size * 1.5
        places = [
            (left, top + row * step)
            for left, top, bottom in slots
            for row in range(int((bottom - top) / step))
        ]
        places = places[: len(places) - self._random.randint(0, 4)]
        ems = int(width / self._size)
        from_page = self._random.random() < 0.15
        to_page = self._random.random() < 0.15
        lines = [f"（上接第{self._random.randint(1, 3)}版）"] if from_page else []
        while len(lines) < len(places):
            if lines and len(places) - len(lines) > 12 and self._random.random() < 0.12:
                lines.append(self._writer.headline(min(8, ems - 2)))
            paragraph = "".join(self._writer.sentence() for _ in range(self._random.randint(2, 6)))
            lines += _wrapped("\u3000\u3000" + paragraph, ems)
        lines = lines[: len(places)]
        if to_page and lines:
            lines[-1] = f"（下转第{self._random.randint(4, 8)}版）"
        for (left, y), line in zip(places, lines, strict=True):
            indent = len(line) - len(line.lstrip("\u3000"))
            self._text(left + indent * self._size, y, line.lstrip("\u3000"), self._size)
            if not line.startswith(("（上接", "（下转")):
                article.lines.append(line.lstrip("\u3000"))

    def _vertical(self, first: int, last: int, top: float, bottom: float) -> None:
        """Set an article whose title runs down its left side."""
        article = Article()
        self.articles.append(article)
        title, size = self._writer.headline(8), 26.0
        x = self._left(first) + 20
        self._set_lines.append(
            [(x, top + index * size * 1.2, char, size) for index, char in enumerate(title)]
        )
        article.lines.append(title)
        slots = [(self._left(column), top, bottom) for column in range(first + 1, last)]
        self._flow(article, slots, self._column)
        lower = (self._left(first), top + len(title) * size * 1.2 + 20, bottom)
        if lower[2] - lower[1] > 120:
            self._text(lower[0], lower[1], f"□ {self._writer.name()}", self._size + 1)

    def _around_box(self, first: int, last: int, top: float, bottom: float) -> None:
        """Set an article that flows around a framed box with an article of its own."""
        article = Article()
        self.articles.append(article)
        x0, x1 = self._left(first), self._left(last - 1) + self._column
        y = self._head(article, x0, x1 - x0, top)
        begin = self._random.randint(first, last - 2)
        box = (begin, begin + 2, y + (bottom - y) * 0.35, y + (bottom - y) * 0.8)
        slots = []
        for column in range(first, last):
            if box[0] <= column < box[1]:
                slots += [
                    (self._left(column), y, box[2] - 12),
                    (self._left(column), box[3] + 12, bottom),
                ]
            else:
                slots.append((self._left(column), y, bottom))
        self._flow(article, slots, self._column)
        left, right = self._left(box[0]), self._left(box[1] - 1) + self._column
        self._canvas.rect(left, HEIGHT - box[3], right - left, box[3] - box[2])
        self._set([left + 10], right - left - 20, box[2] + 10, box[3] - 8)


def _wrapped(text: str, ems: int) -> list[str]:
    """Break text into lines of ``ems`` full widths; no line begins with a stop."""
    lines, line, used = [], "", 0.0
    for char in text:
        width = 1.0 if char > "\u2000" else 0.5
        if used + width > ems and char not in "，。":
            lines.append(line)
            line, used = "", 0.0
        line, used = line + char, used + width
    return [*lines, line] if line else lines


def tau(order: list[int]) -> float:
    """Return Kendall's tau of a reading order given as the true ranks in the order read."""
    pairs = len(order) * (len(order) - 1) // 2
    wrong = sum(left > right for index, left in enumerate(order) for right in order[index + 1 :])
    return 1.0 - 2.0 * wrong / pairs if pairs else 1.0


@dataclass(frozen=True, slots=True)
class Score:
    """How a page was read; all in [0, 1] but ``tau``, which is in [-1, 1]."""

    tau: float
    found: float
    article_f1: float


def score(page: list[Article], document: Document) -> Score:
    """Compare what was read with what was set."""
    every = [(number, line) for number, article in enumerate(page) for line in article.lines]
    # A short line may stand in another by chance: only what the page holds once has a place.
    truth = "".join(_plain(line) for _, line in every)
    lines = [(number, line) for number, line in every if truth.count(_plain(line)) == 1]
    places = [
        (at, rank)
        for rank, (_, line) in enumerate(lines)
        if (at := document.text.find(_plain(line))) >= 0
    ]
    sections = [section for section in document.sections if section.level == 0]
    right = 0
    for number in range(len(page)):
        spans = [(at, lines[rank]) for at, rank in places]
        own = sum(len(line) for _, (owner, line) in spans if owner == number)
        for section in sections:
            inside = [(owner, line) for at, (owner, line) in spans
                      if section.start <= at < section.end]  # fmt: skip
            mine = sum(len(line) for owner, line in inside if owner == number)
            total = sum(len(line) for _, line in inside)
            if own and mine >= 0.9 * own and mine >= 0.9 * total:
                right += 1
                break
    f1 = 2 * right / max(1, len(page) + len(sections))
    order = [rank for _, rank in sorted(places)]
    return Score(tau(order), len(places) / max(1, len(lines)), f1)


def _plain(line: str) -> str:
    return " ".join(line.split())


def make(path: Path, columns: int, seed: int) -> list[Article]:
    """Write one page to ``path`` and return its articles in reading order."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    return Page(path, columns, seed).articles


def main() -> None:
    """Make, read and score the pages."""
    options = argparse.ArgumentParser()
    options.add_argument("--pages", type=int, default=48)
    options.add_argument("--first", type=int, default=0, help="number of the first page")
    options.add_argument("--keep", type=Path, help="a folder for the PDFs")
    given = options.parse_args()
    scores = []
    with tempfile.TemporaryDirectory() as name:
        folder = given.keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        for seed in range(given.first, given.first + given.pages):
            columns = 3 + seed % 6
            path = folder / f"page{seed:02}.pdf"
            page = make(path, columns, seed)
            (document,) = load(path, path.name)
            scores.append(score(page, document))
            got = scores[-1]
            print(
                f"page {seed:2}  {columns} columns  {len(page):2} articles  tau {got.tau:.4f}  "
                f"lines found {got.found:.3f}  article F1 {got.article_f1:.3f}"
            )
    count = len(scores)
    print(
        f"{count} pages: tau {sum(item.tau for item in scores) / count:.4f} (least "
        f"{min(item.tau for item in scores):.4f}), lines found "
        f"{sum(item.found for item in scores) / count:.3f}, article F1 "
        f"{sum(item.article_f1 for item in scores) / count:.3f}"
    )


if __name__ == "__main__":
    main()
