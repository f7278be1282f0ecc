"""The writing on pictures that stand inside a document, and what to tell of those not read."""

from __future__ import annotations

import hashlib

from ingest.layout.image_rules import Pixels
from ingest.layout.order import lines_in_order
from ingest.layout.pictures import frames
from ingest.layout.recognition import is_installed, recognise
from rag.errors import IngestError

_MIN_SIDE = 60  # pixels; what is smaller is an icon
_FEW_CHARACTERS = 8  # fewer are taken for what is seen of letters on a photograph
_MOST = 100  # pictures of one document that are read
_TO_INSTALL = "识别组件未安装：pip install rapidocr"


class Pictures:
    """Reads the pictures of one document, each once, and keeps account of them."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._seen: set[str] = set()
        self._lines = 0
        self._scores = 0.0
        self._written = self._broken = self._left = 0
        self._missing: set[str] = set()

    def writing(self, data: bytes) -> list[str]:
        """Return the lines of writing on a picture, none where it was read before.

        One that cannot be read gives none either, and is told of in ``warnings``.
        """
        digest = hashlib.sha256(data).hexdigest()
        if digest in self._seen:
            return []
        self._seen.add(digest)
        if len(self._seen) > _MOST or not is_installed():
            self._left += 1
            return []
        try:
            lines = [
                line
                for image, scale in frames(data, self._source)
                for line in self._recognised(image, scale)
            ]
        except IngestError:
            self._broken += 1
            return []
        self._written += bool(lines)
        return lines

    def miss(self, address: str) -> None:
        """Count a picture that does not lie in the file."""
        self._missing.add(address)

    def _recognised(self, image: Pixels, scale: float) -> list[str]:
        if min(image.shape[:2]) < _MIN_SIDE:
            return []
        seen = recognise(image, scale, self._source)
        lines = [line.text for line in lines_in_order(seen.fragments, seen.rules)]
        if sum(map(len, lines)) < _FEW_CHARACTERS:
            return []
        self._lines += len(lines)
        self._scores += seen.confidence * len(lines)
        return lines

    @property
    def warnings(self) -> list[str]:
        """What to tell about the pictures, in Chinese, as it is shown beside the document."""
        told = []
        if self._written:
            sure = min(self._scores / self._lines, 0.99)
            told.append(f"{self._written}幅图片中的文字由识别得到，置信度 {sure:.2f}")
        if self._missing:
            told.append(f"{len(self._missing)}幅图片不在文件中，其中如有文字未收入")
        if self._broken:
            told.append(f"{self._broken}幅图片无法打开，其中如有文字未收入")
        if self._left and is_installed():
            told.append(f"图片过多，{self._left}幅未识别，其中如有文字未收入")
        elif self._left:
            told.append(f"{self._left}幅图片未识别，其中如有文字未收入（{_TO_INSTALL}）")
        return told
