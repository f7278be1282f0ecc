"""Files for comparing readers: text in ten encodings, some of it damaged, and newspaper pages."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.newspaper_setting import make

_TEXTS = {
    "policy": "各省、自治区、直辖市人民政府：\n为加快场景培育和开放，现提出以下意见。\n" * 3,
    "short": "场景创新",
    "rare": "朱镕基、李喆、𠮷田先生在会上就发展问题作了讲话，要求有关部门认真落实。\n" * 2,
    "traditional": "場景驅動創新以應用場景為載體，將用戶需求轉化為技術攻關的依據。\n" * 3,
    "head": "Report 2025, version 1.0; see https://example.org for details.\n" * 60
    + "国务院办公厅关于加快场景培育的实施意见。\n",
    "wide": "２０２５年，市场规模达３．５万亿元，同比增长１０％。\n" * 3,
    "long": "企业承接场景项目的比例不断提高，形成可复制的经验。\n" * 400,
}
_CODECS = {
    "utf-8": ("utf-8", b""), "utf-8-bom": ("utf-8", codecs.BOM_UTF8), "gb2312": ("gb2312", b""),
    "gbk": ("gbk", b""), "gb18030": ("gb18030", b""), "big5": ("big5", b""),
    "utf-16-le": ("utf-16-le", b""), "utf-16-be": ("utf-16-be", b""),
    "utf-16-le-bom": ("utf-16-le", codecs.BOM_UTF16_LE),
    "utf-16-be-bom": ("utf-16-be", codecs.BOM_UTF16_BE),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Files:
    """What is read: text by name (None where an error is due), and pages with their lines."""

    texts: Mapping[str, str | None]
    pages: Mapping[str, list[str]]


def write(folder: Path) -> Files:
    """Write the text files and the newspaper pages."""
    texts: dict[str, str | None] = {}
    for name, text in _TEXTS.items():
        for label, (codec, bom) in _CODECS.items():
            try:
                data = bom + text.encode(codec)
            except UnicodeEncodeError:
                continue
            path = folder / f"{name}.{label}.txt"
            path.write_bytes(data)
            texts[str(path)] = text
            if name == "long" and "16" not in label:
                damaged = bytearray(data)
                at = next(i for i in range(len(data) // 2, len(data)) if data[i] >= 0x80)
                damaged[at] = 0xFF
                path = folder / f"damaged.{label}.txt"
                path.write_bytes(damaged)
                texts[str(path)] = None
    pages = {}
    for seed in range(12):
        path = folder / f"page{seed}.pdf"
        articles = make(path, 3 + seed % 6, seed)
        pages[str(path)] = [line for article in articles for line in article.lines]
    return Files(texts, pages)
