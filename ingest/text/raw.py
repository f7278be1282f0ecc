"""What a loader hands to repair: the lines of a file as they stand in it."""

from __future__ import annotations

from dataclasses import dataclass

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class RawLine:
    """One line of a source file.

    ``number`` is 1-based, within the page where there are pages. ``whole`` marks a line that
    the format itself says is a paragraph, heading, list item or table row: it is joined to no
    other. ``box`` is (x0, y0, x1, y1) in points from the top left of the page and ``size``
    the size of its letters in points; ``column`` numbers the text columns of a page.
    ``heading`` is the level, from 1, of a line that the format marks as a heading;
    ``article`` the headline ("" for none) of an article that the page begins with this line.
    ``runs_on`` tells that the next line goes on in the middle of a sentence, wherever it stands.
    """

    text: str
    number: int
    page: int | None = None
    box: Box | None = None
    whole: bool = False
    size: float = 0.0
    column: int = 0
    heading: int = 0
    article: str | None = None
    runs_on: bool = False
