"""ZIP archives of documents: every member is read as a file of its own, within limits."""

from __future__ import annotations

import contextlib
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from ingest.loaders.packed import check_unpacked
from rag.errors import IngestError
from rag.types import Document

LoadFile = Callable[[Path, str, int], Iterable[Document]]

MAX_FILE_BYTES = 200 * 1024 * 1024
_MAX_MEMBERS = 5000
_MAX_DEPTH = 2
_BLOCK = 1 << 20
_UTF8_NAME = 0x800
_UNREADABLE = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, EOFError)


class ArchiveLoader:
    """Reads .zip files; a member is named archive.zip/folder/name.txt.

    ``load_file`` reads one member from disk, if it is no larger than so many bytes.
    """

    suffixes = frozenset({".zip"})

    def __init__(self, load_file: LoadFile, known: Callable[[str], bool]) -> None:
        self._load_file, self._known = load_file, known

    def load(self, path: Path, source: str, max_bytes: int = MAX_FILE_BYTES) -> Iterable[Document]:
        """Yield the documents of all members, then raise IngestError if some were not read.

        Members of unknown formats are passed over, as in a folder. Nothing is written outside
        a temporary folder, and there under names of our own. An archive is refused whole that
        is damaged, locked, too large, nested too deep, or holds names that lead out of it.
        """
        if source.lower().count(".zip/") >= _MAX_DEPTH:
            raise IngestError(source, f"archives nested deeper than {_MAX_DEPTH}")
        try:
            with zipfile.ZipFile(path) as archive:
                members = list(_members(archive, path, source))
                yield from self._read(archive, members, source, max_bytes)
        except _UNREADABLE as exc:
            raise IngestError(source, f"not a readable archive ({exc})") from exc

    def _read(
        self,
        archive: zipfile.ZipFile,
        members: list[tuple[zipfile.ZipInfo, str]],
        source: str,
        max_bytes: int,
    ) -> Iterator[Document]:
        failed: list[str] = []
        wanted = [(entry, name) for entry, name in members if self._known(name)]
        if not wanted:
            raise IngestError(source, "no file of a known format in the archive")
        with tempfile.TemporaryDirectory(prefix="scenario-qa-") as folder:
            for entry, name in wanted:
                path = Path(folder, "member" + PurePosixPath(name).suffix.lower())
                try:
                    _unpack(archive, entry, path, f"{source}/{name}")
                    for document in self._load_file(path, f"{source}/{name}", max_bytes):
                        yield _told_apart(document, f"{source}/{name}")
                except IngestError as exc:
                    failed.append(f"{name}: {exc.reason}")
                except Exception as exc:  # noqa: BLE001 - what a parser trips over is one member
                    failed.append(f"{name}: reading it failed ({type(exc).__name__}: {exc})"[:300])
        if failed:
            more = f" (and {len(failed) - 3} more)" if len(failed) > 3 else ""
            told = "; ".join(failed[:3]) + more
            raise IngestError(source, f"{len(failed)} of {len(wanted)} files not read: {told}")


def _told_apart(document: Document, source: str) -> Document:
    """Return a record of a JSON Lines member under a source of its own."""
    several = document.source == source and document.doc_id != document.sha256[:16]
    return replace(document, source=f"{source}#{document.doc_id}") if several else document


def _members(
    archive: zipfile.ZipFile, path: Path, source: str
) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    """Yield (entry, name) of the files inside; refuse what is out of bounds."""
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > _MAX_MEMBERS:
        raise IngestError(source, f"{len(entries)} files, the limit is {_MAX_MEMBERS}")
    check_unpacked(sum(entry.file_size for entry in entries), path.stat().st_size, source)
    for entry in entries:
        name = _name(entry).replace("\\", "/")
        parts = PurePosixPath(name).parts
        if not parts or name.startswith("/") or ".." in parts or ":" in parts[0] or "\0" in name:
            raise IngestError(source, f"refused: the name {name!r:.80} leads out of the archive")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise IngestError(source, f"refused: {name!r:.80} is a link")
        if entry.flag_bits & 1:
            raise IngestError(source, "password-protected")
        if not any(part.startswith((".", "~$", "__MACOSX")) for part in parts):
            yield entry, name


def _name(entry: zipfile.ZipInfo) -> str:
    """Return a member's name; without the UTF-8 flag it is what the writer's system used."""
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    raw = entry.filename.encode("cp437", "replace")
    readings = {}
    for codec in ("utf-8", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            readings[codec] = raw.decode(codec)
    # Two GBK characters may be valid UTF-8 too, but only of scripts other than Chinese.
    if "gb18030" in readings and max(readings.get("utf-8", "") or "\0") < "\u0800":
        return readings["gb18030"]
    return readings.get("utf-8", entry.filename)


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path, source: str) -> None:
    """Write one member to ``path``, never more than it says it holds."""
    left = entry.file_size
    try:
        with archive.open(entry) as packed, path.open("wb") as file:
            while block := packed.read(_BLOCK):
                left -= len(block)
                if left < 0:
                    raise IngestError(source, "unpacks to more than it says: refused")
                file.write(block)
    except _UNREADABLE as exc:
        raise IngestError(source, f"damaged in the archive ({exc})") from exc
