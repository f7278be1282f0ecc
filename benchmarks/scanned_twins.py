"""Reads pages twice, by their text layer and as scans of themselves, and compares.

    python -m benchmarks.scanned_twins ../shared/corpus/files [--pages 2] [--dpi 200]

Every PDF page with a text layer, at least 200 Chinese characters and hardly any pictures is
drawn as an image, its pictures left out (their writing is in no text layer), the image put into
a PDF of its own, and both are read by the program. Prints the character error rate (edits per
character of the text layer; NFKC, white space, cell marks, dot leaders and the ways of drawing
one dash or dot set aside) of each page and of all together, the share of the text layer's
characters that were not read wherever they stood (a page with a diagram may be read in another
order), the confidence told, and how many pages have at most 3 errors in 100 characters.
"""

from __future__ import annotations

import argparse
import io
import re
import tempfile
import time
import unicodedata
from collections import Counter
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.loaders import load
from ingest.loaders.pdf.visibility import image_share
from rag.errors import IngestError
from rag.types import Document

_HAN = re.compile("[\u4e00-\u9fff]")
_SKIPPED = re.compile(r"[\s|]+|[.…·]{2,}")
_DRAWN_ALIKE = str.maketrans("−–—─∼•●", "----~··")
_GOOD = 0.03  # errors per character of a page that is read well


def plain(text: str) -> str:
    """Return the characters that are compared."""
    return _SKIPPED.sub("", unicodedata.normalize("NFKC", text).translate(_DRAWN_ALIKE))


def edits(left: str, right: str) -> int:
    """Return the Levenshtein distance, by bit vectors (Myers 1999, Hyyrö 2003)."""
    if not left:
        return len(right)
    places: dict[str, int] = {}
    for index, char in enumerate(left):
        places[char] = places.get(char, 0) | 1 << index
    mask, last = (1 << len(left)) - 1, 1 << (len(left) - 1)
    up, down, score = mask, 0, len(left)
    for char in right:
        here = places.get(char, 0)
        same = (((here & up) + up) ^ up) | here | down
        up_across, down_across = down | (~(same | up) & mask), up & same
        score += bool(up_across & last) - bool(down_across & last)
        up_across, down_across = (up_across << 1 | 1) & mask, (down_across << 1) & mask
        up, down = down_across | (~(same | here | up_across) & mask), up_across & (same | here)
    return score


def missed(left: str, right: str) -> int:
    """Return how many characters of ``left`` are not among those of ``right``."""
    return sum((Counter(left) - Counter(right)).values())


def single(pdf: pypdfium2.PdfDocument, index: int) -> bytes:
    """Return one page as a PDF of its own."""
    alone = pypdfium2.PdfDocument.new()
    alone.import_pages(pdf, [index])
    buffer = io.BytesIO()
    alone.save(buffer)
    return buffer.getvalue()


def scan(page: pypdfium2.PdfPage, dpi: int) -> bytes:
    """Return a PDF that holds nothing but the image of a page without its pictures."""
    for picture in list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=1)):
        page.remove_obj(picture)
    page.gen_content()
    image = page.render(scale=dpi / 72).to_pil().convert("L")
    buffer = io.BytesIO()
    image.save(buffer, "PDF", resolution=dpi)
    return buffer.getvalue()


def read(data: bytes, folder: Path) -> Document:
    """Read one PDF with the program."""
    path = folder / "page.pdf"
    path.write_bytes(data)
    (document,) = load(path, path.name)
    return document


def main() -> None:
    """Compare the twins and print a line for each page."""
    options = argparse.ArgumentParser()
    options.add_argument("folder", type=Path)
    options.add_argument("--pages", type=int, default=2, help="of each file, at most")
    options.add_argument("--dpi", type=int, default=200)
    given = options.parse_args()
    wrong = lost = total = good = pages = 0
    with tempfile.TemporaryDirectory() as name:
        for path in sorted(given.folder.glob("*.pdf")):
            pdf, done = pypdfium2.PdfDocument(path), 0
            for index in range(len(pdf)):
                if done == given.pages:
                    break
                if image_share(pdf[index]) > 0.05:
                    continue
                try:
                    text = plain(read(single(pdf, index), Path(name)).text)
                except IngestError:
                    continue
                if len(_HAN.findall(text)) < 200:
                    continue
                start = time.perf_counter()
                twin = read(scan(pdf[index], given.dpi), Path(name))
                took = time.perf_counter() - start
                errors, gone = edits(text, plain(twin.text)), missed(text, plain(twin.text))
                done, wrong, total = done + 1, wrong + errors, total + len(text)
                lost, pages, good = lost + gone, pages + 1, good + (errors <= _GOOD * len(text))
                print(
                    f"{path.name:36} page {index + 1:3}  {len(text):5} characters  "
                    f"CER {errors / len(text):6.2%}  missed {gone / len(text):6.2%}  "
                    f"{twin.warnings[0]}  {took:.1f} s",
                    flush=True,
                )
    print(
        f"all: {wrong} errors in {total} characters, CER {wrong / max(total, 1):.2%}, "
        f"missed {lost / max(total, 1):.2%}; {good} of {pages} pages within {_GOOD:.0%}"
    )


if __name__ == "__main__":
    main()
