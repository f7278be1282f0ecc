"""LangChain as its guides combine FAISS and BM25Retriever."""

from __future__ import annotations

from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_community.vectorstores import FAISS
from langchain_core.documents import Document
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

DEPTH = 50


class Peer:
    """RecursiveCharacterTextSplitter 1000/200, FAISS and BM25Retriever, half the weight each."""

    def __init__(self, encoder: str) -> None:
        self._encoder = HuggingFaceEmbeddings(
            model_name=encoder,
            encode_kwargs={"prompt": "passage: ", "normalize_embeddings": True},
            query_encode_kwargs={"prompt": "query: ", "normalize_embeddings": True},
        )

    def ingest(self, documents: list[dict[str, str]]) -> int:
        """Cut, encode and index; return the number of passages."""
        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
        whole = [Document(each["text"], metadata={"id": each["id"]}) for each in documents]
        passages = splitter.split_documents(whole)
        dense = FAISS.from_documents(passages, self._encoder)
        self._words = BM25Retriever.from_documents(passages, k=DEPTH)
        self._both = EnsembleRetriever(
            retrievers=[self._words, dense.as_retriever(search_kwargs={"k": DEPTH})],
            weights=[0.5, 0.5],
        )
        return len(passages)

    def search(self, question: str, k: int) -> list[tuple[str, str]]:
        """Return the best passages as (document, text)."""
        found = self._both.invoke(question)[:k]
        return [(each.metadata["id"], each.page_content) for each in found]

    def lexical(self, question: str, k: int) -> list[str]:
        """Return the documents that BM25 alone scores above nothing."""
        terms = self._words.preprocess_func(question)
        scores = self._words.vectorizer.get_scores(terms)
        best = sorted(range(len(scores)), key=lambda at: -scores[at])
        return [self._words.docs[at].metadata["id"] for at in best[:k] if scores[at] > 0]
