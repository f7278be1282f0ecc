"""Haystack as its tutorial on hybrid retrieval puts it together, without the reranker.

The reranker of the tutorial is downloaded when it runs; the two rankings are joined by
reciprocal rank instead, which is one of the joiner's own modes.
"""

from __future__ import annotations

from haystack import Document
from haystack.components.joiners import DocumentJoiner
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers.in_memory import (
    InMemoryBM25Retriever,
    InMemoryEmbeddingRetriever,
)
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)


class Peer:
    """DocumentSplitter of 512 words with 32 of overlap, BM25 and embeddings, joined by rank."""

    def __init__(self, encoder: str) -> None:
        self._passages = SentenceTransformersDocumentEmbedder(
            model=encoder, prefix="passage: ", progress_bar=False
        )
        self._queries = SentenceTransformersTextEmbedder(
            model=encoder, prefix="query: ", progress_bar=False
        )
        self._passages.warm_up()
        self._queries.warm_up()

    def ingest(self, documents: list[dict[str, str]]) -> int:
        """Cut, encode and index; return the number of passages."""
        store = InMemoryDocumentStore()
        splitter = DocumentSplitter(split_by="word", split_length=512, split_overlap=32)
        splitter.warm_up()
        whole = [Document(content=each["text"], meta={"id": each["id"]}) for each in documents]
        cut = splitter.run(documents=whole)["documents"]
        store.write_documents(self._passages.run(documents=cut)["documents"])
        self._words = InMemoryBM25Retriever(document_store=store)
        self._dense = InMemoryEmbeddingRetriever(document_store=store)
        self._joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion")
        return store.count_documents()

    def search(self, question: str, k: int) -> list[tuple[str, str]]:
        """Return the best passages as (document, text)."""
        vector = self._queries.run(text=question)["embedding"]
        rankings = [
            self._words.run(query=question, top_k=k)["documents"],
            self._dense.run(query_embedding=vector, top_k=k)["documents"],
        ]
        found = self._joiner.run(documents=rankings, top_k=k)["documents"]
        return [(each.meta["id"], each.content) for each in found]

    def lexical(self, question: str, k: int) -> list[str]:
        """Return the documents that BM25 alone scores above nothing."""
        found = self._words.run(query=question, top_k=k)["documents"]
        return [each.meta["id"] for each in found if each.score and each.score > 0]
