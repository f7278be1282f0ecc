"""Office files are ZIP archives of XML: opened only as far as they stay within bounds."""

from __future__ import annotations

import io
import zipfile

from rag.errors import IngestError

_OLE = b"\xd0\xcf\x11\xe0"
_MAX_UNPACKED = 512 * 1024 * 1024
_MAX_RATIO = 200
_MIN_WEIGHED = 1_000_000


def check_packed(data: bytes, source: str, what: str, part: str) -> None:
    """Refuse what is no ``what``, is locked, lacks ``part``, or unpacks to far more than it is."""
    if data.startswith(_OLE):
        raise IngestError(source, "password-protected, or a file of the old format renamed")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError) as exc:
        raise IngestError(source, f"not a readable {what} ({exc})") from exc
    check_unpacked(unpacked, len(data), source)
    if part not in names and "[Content_Types].xml" not in names:
        raise IngestError(source, f"not a readable {what} (its main part is missing)")


def check_unpacked(unpacked: int, packed: int, source: str) -> None:
    """Refuse an archive that unpacks to more than half a gigabyte or 200 times its size."""
    if unpacked > _MAX_UNPACKED or unpacked > _MAX_RATIO * max(packed, _MIN_WEIGHED):
        raise IngestError(source, f"unpacks to {unpacked:,} bytes: refused as a zip bomb")
