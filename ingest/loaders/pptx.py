"""Slides: titles, paragraphs, tables, charts, diagrams and notes, each slide a page."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from ingest.layout.embedded import Pictures
from ingest.loaders.assembly import assemble, digest, read_bytes
from ingest.loaders.diagrams import diagram_lines
from ingest.loaders.packed import check_packed
from ingest.loaders.tables import table_rows
from ingest.text.raw import RawLine
from rag.errors import IngestError
from rag.types import Document

_FURNITURE = ("DATE", "FOOTER", "SLIDE_NUMBER")
_MAX_DEPTH = 10
_BAND = 200_000  # EMU; shapes whose tops are this near stand side by side
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_UNREADABLE = (KeyError, ValueError, etree.XMLSyntaxError)


class PptxLoader:
    """Reads .pptx files."""

    suffixes = frozenset({".pptx"})

    def load(self, path: Path, source: str) -> Iterable[Document]:
        """Yield the one document of a presentation; raise IngestError if it is not readable."""
        data = read_bytes(path, source)
        check_packed(data, source, "presentation", "ppt/presentation.xml")
        import pptx  # takes a fifth of a second: only those pay who read slides
        from pptx.exc import PackageNotFoundError

        try:
            slides = list(pptx.Presentation(io.BytesIO(data)).slides)
        except (PackageNotFoundError, *_UNREADABLE) as exc:
            raise IngestError(source, f"not a readable presentation ({exc})") from exc
        lines: list[RawLine] = []
        hidden: list[str] = []
        pictures = Pictures(source)
        for page, slide in enumerate(slides, 1):
            if slide.element.get("show") in ("0", "false"):
                hidden.append(f"第{page}页")
                continue
            for number, (text, heading) in enumerate(_slide(slide, pictures), 1):
                lines.append(RawLine(text, number, page, whole=True, heading=heading))
        yield assemble(
            lines,
            source=source,
            sha256=digest(data),
            title=next((line.text for line in lines if line.heading), ""),
            warnings=[
                *([f"隐藏的幻灯片未收入：{'、'.join(hidden)}"] if hidden else []),
                *pictures.warnings,
            ],
        )


def _slide(slide: Any, pictures: Pictures) -> Iterator[tuple[str, int]]:
    """Yield (text, heading level) of a slide: its title, what stands on it, its notes."""
    _unwrap(slide.element)
    title = slide.shapes.title
    if title is not None and title.has_text_frame and title.text_frame.text.strip():
        yield " ".join(title.text_frame.text.split()), 1
    for shape in _in_order(slide.shapes, 0):
        if title is not None and shape.shape_id == title.shape_id:
            continue
        for text in (*_shape(shape), *diagram_lines(shape._element, slide.part)):
            yield text, 0
        if (blob := _picture(shape, slide.part)) is not None:
            yield from ((text, 0) for text in pictures.writing(blob))
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        notes = slide.notes_slide.notes_text_frame.text.strip()
        if notes:
            yield "备注：" + " ".join(notes.split()), 0


def _unwrap(slide: Any) -> None:
    """Put in its place what newer programs show of an alternative."""
    for alternative in list(slide.iter(f"{_MC}AlternateContent")):
        for child in alternative.findall(f"{_MC}Choice[1]/*"):
            alternative.addprevious(child)
        alternative.getparent().remove(alternative)


def _in_order(shapes: Any, depth: int) -> Iterator[Any]:
    """Yield the shapes of a slide from top to bottom, side by side ones from the left."""
    placed = [
        shape
        for shape in shapes
        if not (shape.is_placeholder and _is(shape.placeholder_format.type, *_FURNITURE))
    ]
    for shape in sorted(placed, key=lambda item: ((item.top or 0) // _BAND, item.left or 0)):
        if shape._element.tag == f"{_P}grpSp" and depth < _MAX_DEPTH:
            yield from _in_order(shape.shapes, depth + 1)
        else:
            yield shape


def _is(kind: Any, *names: str) -> bool:
    """Tell whether a member of an enumeration, or None, has one of these names."""
    return getattr(kind, "name", "") in names


def _picture(shape: Any, part: Any) -> bytes | None:
    """Return the picture that a shape shows, or is filled with, if it lies in the file."""
    for blip in shape._element.iter(_BLIP):
        relation = part.rels.get(blip.get(_EMBED) or "")
        if relation is not None and not relation.is_external:
            return bytes(relation.target_part.blob)
    return None


def _shape(shape: Any) -> Iterator[str]:
    if shape.has_text_frame:
        for paragraph in shape.text_frame.paragraphs:
            yield from (part for part in paragraph.text.split("\v") if part.strip())
    elif getattr(shape, "has_table", False) and shape.has_table:
        rows = [
            [(None if cell.is_spanned else cell.text_frame.text) for cell in row.cells]
            for row in shape.table.rows
        ]
        yield from table_rows(rows)
    elif getattr(shape, "has_chart", False) and shape.has_chart:
        yield from _chart(shape.chart)


def _chart(chart: Any) -> Iterator[str]:
    """Yield the figures of a chart of any kind, a line for each category."""
    if chart.has_title and chart.chart_title.has_text_frame:
        yield chart.chart_title.text_frame.text
    for plot in chart._chartSpace.iter(f"{_C}plotArea"):
        for kind in plot:
            yield from _categories(kind.findall(f"{_C}ser"))


def _categories(series: list[Any]) -> Iterator[str]:
    """Yield "category | series：figure；series：figure" for what is drawn together."""
    names = ["".join(_points(each.find(f"{_C}tx")).values()) for each in series]
    figures = [_points(each.find(f"{_C}val")) for each in series]
    categories = _points(next((each.find(f"{_C}cat") for each in series), None))
    for index, category in categories.items():
        values = [
            f"{name}：{figure}"
            for name, points in zip(names, figures, strict=True)
            if (figure := _figure(points.get(index, "")))
        ]
        yield " | ".join(filter(None, (category, "；".join(values))))


def _points(holder: Any) -> dict[int, str]:
    """Return the texts that a chart keeps, by their place; of stacked names the lowest."""
    if holder is None:
        return {}
    level = next(holder.iter(f"{_C}lvl"), holder)
    return {
        int(point.get("idx", "0")): (point.findtext(f"{_C}v") or "").strip()
        for point in level.iter(f"{_C}pt")
    }


def _figure(value: str) -> str:
    """Return a figure without the noise of its last digits, "" for what is none."""
    try:
        figure = float(value)
    except ValueError:
        return ""
    return f"{figure:.15g}" if math.isfinite(figure) else ""
