"""Sets a made newspaper page as a PDF, with its articles in the order of reading."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.newspaper_words import Article, Writer, wrapped

FONT = "STSong-Light"
WIDTH, HEIGHT, MARGIN, TOP = 1000.0, 1400.0, 40.0, 70.0


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

    def _set(self, lefts: list[float], width: float, top: float, bottom: float) -> None:
        """Set an article into columns of one width, the last of which may end early."""
        article = Article()
        self.articles.append(article)
        whole = lefts[-1] + width - lefts[0]
        y = self._head(article, lefts[0], whole, top)
        slots = [(left, y, bottom) for left in lefts]
        self._flow(article, slots, width)

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
            lines += wrapped("\u3000\u3000" + paragraph, ems)
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


def make(path: Path, columns: int, seed: int) -> list[Article]:
    """Write one page to ``path`` and return its articles in reading order."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    return Page(path, columns, seed).articles
