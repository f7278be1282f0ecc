"""Documents for the tests of the guide: one article of our own wording, and the sample."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ingest.loaders import load
from rag.types import Document, Metadata

SAMPLE = Path(__file__).resolve().parents[4] / "data" / "sample"
ARTICLE = """海港经济观察
一、政策脉络
2021年3月，国务院办公厅印发《关于推进智慧港口建设的指导意见》，部署港口改造。同年9月，云洲市启动港口试点。
今年，云洲市出台《智慧港口行动方案》。到2030年，智慧港口基本建成。
二、进展
2024年全国智慧港口市场规模达1.2万亿元，同比增长15%。2022年全国智慧港口市场规模为8600亿元。
智慧港口是指利用物联网和自动化装备，实现装卸、调度和通关一体化的现代港口。
三、各地做法
宁波以码头为载体，建成无人集卡车队，开放三个作业面。目前，已有40家企业入驻，作业效率提升32%。
四、观点
交通运输部水运局局长王建国指出，智慧港口要把数据打通，让货主少跑路。
李明、周兰在《港口研究》2025年第2期《智慧港口的成本》一文中认为，前期投入大是推广的主要障碍。
"""


def document(text: str, doc_id: str = "d", **known: object) -> Document:
    """A document of this text; the first line is its title."""
    title = text.strip().split("\n")[0]
    about = Metadata(**known)  # type: ignore[arg-type]  # plain keywords
    return Document(doc_id, title, text, f"{doc_id}.txt", f"sha-{doc_id}", about)


def article() -> Document:
    return document(ARTICLE, kind="news", written_on="2025-06-01")


@cache
def sample() -> tuple[Document, ...]:
    """The documents that come with the program."""
    paths = sorted(SAMPLE.iterdir())
    return tuple(found for path in paths for found in load(path, path.name, 10_000_000))
