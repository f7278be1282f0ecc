"""Pages far larger than paper, or of far more lines than tables have, take no more than others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.loaders import load
from ingest.loaders.pdf import drawing


def test_a_huge_page_is_drawn_small_and_what_it_hides_is_told_still(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    side = 20_000
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=(side, side))
    canvas.setFont("Helvetica", 200)
    canvas.drawString(500, side - 2000, "Seen in black, on paper.")
    canvas.setFillGray(1)
    canvas.drawString(500, side - 4000, "Hidden in white, on paper.")
    canvas.setFillGray(0)
    canvas.rect(0, side - 8000, side, 3000, fill=1)
    canvas.setFillGray(1)
    canvas.drawString(500, side - 7000, "White on a black ground.")
    canvas.save()
    sizes = []
    render = pypdfium2.PdfPage.render

    def noted(page: Any, **settings: Any) -> Any:
        bitmap = render(page, **settings)
        sizes.append(bitmap.width * bitmap.height)
        return bitmap

    monkeypatch.setattr(pypdfium2.PdfPage, "render", noted)
    (document,) = load(path, path.name)
    assert document.text.split("\n") == ["Seen in black, on paper.", "White on a black ground."]
    assert sizes
    assert max(sizes) <= 17_000_000


def test_a_page_of_too_many_lines_is_a_drawing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path))
    for number in range(11):
        canvas.line(50, 50 + 10 * number, 300, 50 + 10 * number)
    canvas.save()
    page = pypdfium2.PdfDocument(path)[0]
    assert len(drawing.frames_of(page)) == 11
    monkeypatch.setattr(drawing, "_MAX_FRAMES", 10)
    assert drawing.frames_of(page) == []
