"""LlamaIndex with every default but the encoder."""

from __future__ import annotations

from llama_index.core import Document, VectorStoreIndex
from llama_index.embeddings.huggingface import HuggingFaceEmbedding


class Peer:
    """VectorStoreIndex: passages of 1,024 tokens with 200 of overlap, dense search alone."""

    def __init__(self, encoder: str) -> None:
        self._encoder = HuggingFaceEmbedding(
            model_name=encoder, query_instruction="query: ", text_instruction="passage: "
        )

    def ingest(self, documents: list[dict[str, str]]) -> int:
        """Cut, encode and index; return the number of passages."""
        whole = [Document(text=each["text"], metadata={"id": each["id"]}) for each in documents]
        self._index = VectorStoreIndex.from_documents(whole, embed_model=self._encoder)
        return len(self._index.docstore.docs)

    def search(self, question: str, k: int) -> list[tuple[str, str]]:
        """Return the best passages as (document, text)."""
        found = self._index.as_retriever(similarity_top_k=k).retrieve(question)
        return [(each.node.metadata["id"], each.node.get_content()) for each in found]
