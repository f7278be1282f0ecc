"""The retriever and the whole pipeline for LangChain: a BaseRetriever and a Runnable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig
from pydantic import ConfigDict, Field, SkipValidation

from rag.errors import InputError
from rag.pipeline import MAX_HITS, Pipeline
from rag.protocols import PassageStore
from rag.records import read_turn
from rag.types import Answer, Filter, Hit, Turn

Question = str | Mapping[str, Any]


class PolicyRetriever(BaseRetriever):
    """Finds passages as LangChain documents, best first.

    The metadata of each is doc_id, title, source, page (None without pages), start and end
    (characters of the normalised document), heading_path, status (in Chinese, "" while in
    force), score (higher is better) and rank (from 1); its id is the passage id.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    pipeline: Pipeline
    store: SkipValidation[PassageStore]
    top_k: int = Field(default=10, ge=1, le=MAX_HITS)
    wanted: Filter = Filter()

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        hits = self.pipeline.search(query, self.top_k, self.wanted)
        return [self._document(hit) for hit in hits]

    def _document(self, hit: Hit) -> LangChainDocument:
        passage = hit.passage
        standing = self.store.standing([passage.doc_id]).get(passage.doc_id)
        return LangChainDocument(
            id=passage.passage_id,
            page_content=passage.text,
            metadata={
                "doc_id": passage.doc_id,
                "title": passage.title,
                "source": self.store.document(passage.doc_id).source,
                "page": passage.page,
                "start": passage.start,
                "end": passage.end,
                "heading_path": list(passage.heading_path),
                "status": standing.label if standing else "",
                "score": hit.score,
                "rank": hit.rank,
            },
        )


def as_runnable(pipeline: Pipeline) -> Runnable[Question, Answer]:
    """Return the pipeline as a Runnable from a question to its Answer.

    The input is the question, or a mapping with "question" and optionally "history" (oldest
    first, Turns or pairs of question and answer) and "wanted" (a Filter). ``stream`` yields
    ever more complete answers, ``invoke`` the final one. Both raise InputError for any other
    input.
    """
    return _PipelineRunnable(pipeline)


class _PipelineRunnable(Runnable[Question, Answer]):
    def __init__(self, pipeline: Pipeline) -> None:
        self.name = "scenario_qa"
        self._pipeline = pipeline

    def invoke(
        self, input: Question, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Answer:
        return self._call_with_config(self._ask, input, config, run_type="chain")

    def stream(
        self, input: Question, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Iterator[Answer]:
        question, history, wanted = _unpack(input)
        yield from self._pipeline.stream(question, history, wanted)

    def _ask(self, given: Question) -> Answer:
        question, history, wanted = _unpack(given)
        return self._pipeline.ask(question, history, wanted)


def _unpack(given: Question) -> tuple[str, tuple[Turn, ...], Filter]:
    """Take an input apart; raise InputError naming what is wrong with it."""
    if isinstance(given, str):
        return given, (), Filter()
    if not isinstance(given, Mapping) or not isinstance(given.get("question"), str):
        raise InputError(
            f"got {type(given).__name__}; allowed is a string or a mapping with a string "
            '"question" and optionally "history" and "wanted"'
        )
    unknown = set(given) - {"question", "history", "wanted"}
    wanted = given.get("wanted", Filter())
    if unknown or not isinstance(wanted, Filter):
        what = f"unknown keys {sorted(unknown)}" if unknown else '"wanted" is not a Filter'
        raise InputError(f'{what}; allowed are "question", "history" and "wanted" (a Filter)')
    return given["question"], tuple(map(_turn, given.get("history", ()))), wanted


def _turn(pair: object) -> Turn:
    turn = pair if isinstance(pair, Turn) else read_turn(pair)
    if turn is None:
        raise InputError('"history" must hold pairs of strings: question and answer')
    return turn
