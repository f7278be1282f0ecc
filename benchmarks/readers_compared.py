"""The same files through our reader and others: ``python -m benchmarks.readers_compared``.

    python -m venv peers
    peers/bin/pip install "markitdown[pdf,docx,pptx,xlsx]" pypdf unstructured
    python -m benchmarks.readers_compared --python peers/bin/python [--official HTML_FOLDER]

Every reader gets (1) text files in ten encodings, whole and with a damaged byte: whole ones count
when the text is right, damaged ones when an error is raised, for a replaced or dropped character
is a silent loss; (2) made newspaper pages of known order: Kendall's tau of the lines, the share
of lines found; (3) with ``--official``, 60 State Council pages: F1 of number, issuer, date and
title, where a reader gives such fields at all. Text is compared without
white space, in NFKC. Of unstructured only the decoding of files is measured: it cuts text with a
spaCy model and reads PDF with a layout model, both downloaded when first used. docling, which
needs models to read PDF too and reads no plain text, is not among them.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import tempfile
import time
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.newspaper_pages import tau
from benchmarks.reading_material import Files, write
from ingest.loaders import load
from rag.errors import IngestError

ROOT = Path(__file__).resolve().parents[1]
KEY = ROOT / "tests" / "golden" / "state_council_pages.jsonl"
FIELDS = ("number", "issuer", "written_on", "title")

Outcome = Mapping[str, str | None]
"""Text by file name; None where the reader raised an error."""

# Run by the peers' own interpreter: file names come in, texts go out.
_PEERS = {
    "markitdown": """
import sys, json
from markitdown import MarkItDown
reader = MarkItDown(enable_plugins=False)
read = lambda path: reader.convert(path).text_content
""",
    "pypdf": """
import sys, json
from pypdf import PdfReader
def read(path):
    if not path.endswith(".pdf"):
        raise ValueError("PDF only")
    return chr(10).join(page.extract_text() for page in PdfReader(path).pages)
""",
    "unstructured": """
import sys, json, warnings
warnings.simplefilter("ignore")
from unstructured.file_utils.encoding import read_txt_file
def read(path):
    if not path.endswith(".txt"):
        raise ValueError("PDF needs models that are downloaded")
    return read_txt_file(path)[1]
""",
}
_LOOP = """
out = {}
for path in json.load(sys.stdin):
    try:
        out[path] = read(path)
    except BaseException:  # whatever a reader dies of, the file is unread
        out[path] = None
json.dump(out, sys.stdout)
"""


def plain(text: str) -> str:
    """Return text as it is compared."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def ours(paths: list[str]) -> Outcome:
    """Read files with this program."""
    out: dict[str, str | None] = {}
    for path in paths:
        try:
            out[path] = "\n".join(document.text for document in load(Path(path), path))
        except IngestError:
            out[path] = None
    return out


def peer(python: Path, script: str) -> Callable[[list[str]], Outcome]:
    """Return a function that reads files with another reader, in its own interpreter."""

    def read(paths: list[str]) -> Outcome:
        done = subprocess.run(
            [str(python), "-c", script + _LOOP],
            input=json.dumps(paths), capture_output=True, text=True, check=True,
        )  # fmt: skip
        found: Outcome = json.loads(done.stdout[done.stdout.index("{") :])
        return found

    return read


def order(lines: list[str], text: str | None) -> tuple[float, float]:
    """Return (tau, share of lines found) of one page."""
    truth, read = "".join(map(plain, lines)), plain(text or "")
    once = [plain(line) for line in lines if truth.count(plain(line)) == 1]
    places = sorted((at, rank) for rank, line in enumerate(once) if (at := read.find(line)) >= 0)
    ranks = [rank for _, rank in places]
    return (tau(ranks) if len(ranks) > 1 else 0.0), len(ranks) / len(once)


def fields_f1(pages: Path) -> dict[str, float]:
    """Return the F1 of each of our fields on the official pages of a folder."""
    right = dict.fromkeys(FIELDS, 0)
    key = [json.loads(line) for line in KEY.read_text(encoding="utf-8").splitlines()]
    for row in key:
        (document,) = load(pages / row["file"], row["file"])
        about = document.metadata
        said = {"number": about.number, "issuer": about.issuer, "written_on": about.written_on,
                "title": document.title}  # fmt: skip
        for field in FIELDS:
            right[field] += said[field] == row[field]
    return {field: right[field] / len(key) for field in FIELDS}


def row(name: str, read: Callable[[list[str]], Outcome], files: Files) -> str:
    """Return one line of the table."""
    start = time.perf_counter()
    texts = read(list(files.texts))
    whole = {path: text for path, text in files.texts.items() if text is not None}
    right = sum(plain(texts[path] or "") == plain(text) for path, text in whole.items())
    refused = sum(texts[path] is None for path in whole)
    damaged = [path for path, text in files.texts.items() if text is None]
    loud = sum(texts[path] is None for path in damaged)
    pages = read(list(files.pages))
    scores = [order(lines, pages[path]) for path, lines in files.pages.items()]
    silent = len(whole) - right - refused
    return (
        f"{name:13} right {right:2}/{len(whole)}  refused {refused:2}  silently wrong {silent:2}  "
        f"damaged and told {loud}/{len(damaged)}  tau {sum(s[0] for s in scores) / len(scores):.3f}"
        f"  lines found {sum(s[1] for s in scores) / len(scores):.3f}  "
        f"{time.perf_counter() - start:.1f} s"
    )


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser()
    options.add_argument("--python", type=Path, help="the interpreter that has the other readers")
    options.add_argument("--official", type=Path, help="the folder of the State Council pages")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        files = write(Path(name))
        print(row("ours", ours, files), flush=True)
        for reader, script in _PEERS.items() if given.python else ():
            try:
                print(row(reader, peer(given.python, script), files), flush=True)
            except subprocess.CalledProcessError as exc:
                print(f"{reader:13} does not run: {exc.stderr.strip().splitlines()[-1]}")
    if given.official:
        found = fields_f1(given.official).items()
        print("fields, ours: " + "  ".join(f"{field} {f1:.3f}" for field, f1 in found))
        print("fields, the others: they give text only")


if __name__ == "__main__":
    main()
