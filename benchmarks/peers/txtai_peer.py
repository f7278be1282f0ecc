"""txtai with its hybrid index."""

from __future__ import annotations

from txtai import Embeddings
from txtai.pipeline import Segmentation


class Peer:
    """Embeddings with hybrid: true; paragraphs as the segmentation pipeline cuts them."""

    def __init__(self, encoder: str) -> None:
        self._index = Embeddings(
            path=encoder,
            hybrid=True,
            content=True,
            instructions={"query": "query: ", "data": "passage: "},
        )

    def ingest(self, documents: list[dict[str, str]]) -> int:
        """Cut, encode and index; return the number of passages."""
        cut = Segmentation(paragraphs=True)
        self._documents: list[str] = []
        passages = []
        for each in documents:
            for text in cut(each["text"]):
                passages.append(text)
                self._documents.append(each["id"])
        self._index.index(list(enumerate(passages)))
        return len(passages)

    def search(self, question: str, k: int) -> list[tuple[str, str]]:
        """Return the best passages as (document, text)."""
        found = self._index.search(question, k)
        return [(self._documents[int(each["id"])], each["text"]) for each in found]

    def lexical(self, question: str, k: int) -> list[str]:
        """Return the documents that the word index alone scores above nothing."""
        found = self._index.scoring.search(question, k)
        return [
            self._documents[int(each["id"] if isinstance(each, dict) else each[0])]
            for each in found
        ]
