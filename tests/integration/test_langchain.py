"""The LangChain doors: a retriever and a runnable in real chains of langchain-core."""

from __future__ import annotations

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableLambda, RunnablePassthrough
from pydantic import ValidationError

from rag.adapters.langchain import PolicyRetriever, as_runnable
from rag.answerers.extractive import Extractive
from rag.config import RetrievalSettings
from rag.errors import InputError
from rag.pipeline import Pipeline
from rag.reading.rules_reader import RulesReader
from rag.types import Answer, Filter, Status
from tests.memory_library import MemoryLibrary, make_document, make_retriever

pytestmark = pytest.mark.integration

NORTH = make_document(
    "北岭市设立场景创新办公室。截至2024年底，北岭市累计开放场景320项。\n"
    "该市鼓励企业提出需求，由场景办组织对接。",
    title="北岭市场景创新工作方案",
)
SOUTH = make_document("南溪县发展智慧农业，建成示范田45个。", title="南溪县智慧农业简报")


@pytest.fixture
def library() -> MemoryLibrary:
    return MemoryLibrary([NORTH, SOUTH])


@pytest.fixture
def pipeline(library: MemoryLibrary) -> Pipeline:
    reader, settings = RulesReader(), RetrievalSettings()
    return Pipeline(
        make_retriever(library, reader, settings), Extractive(library, reader), settings
    )


def test_retriever_returns_documents_with_exact_places(
    pipeline: Pipeline, library: MemoryLibrary
) -> None:
    retriever = PolicyRetriever(pipeline=pipeline, store=library, top_k=2)
    documents = retriever.invoke("北岭市累计开放多少项场景？")
    assert len(documents) == 2
    first = documents[0]
    assert "320项" in first.page_content
    assert first.metadata["title"] == "北岭市场景创新工作方案"
    assert first.metadata["source"] == NORTH.source
    span = slice(first.metadata["start"], first.metadata["end"])
    assert library.document(first.metadata["doc_id"]).text[span] == first.page_content
    assert [d.metadata["rank"] for d in documents] == [1, 2]
    assert first.metadata["score"] >= documents[1].metadata["score"]


def test_retriever_keeps_its_filter(pipeline: Pipeline, library: MemoryLibrary) -> None:
    only_south = Filter(doc_ids=(SOUTH.doc_id,))
    retriever = PolicyRetriever(pipeline=pipeline, store=library, wanted=only_south)
    assert {d.metadata["doc_id"] for d in retriever.invoke("场景")} == {SOUTH.doc_id}


def test_retriever_refuses_a_bad_count(pipeline: Pipeline, library: MemoryLibrary) -> None:
    with pytest.raises(ValidationError, match="top_k"):
        PolicyRetriever(pipeline=pipeline, store=library, top_k=0)


def test_retriever_feeds_a_chain(pipeline: Pipeline, library: MemoryLibrary) -> None:
    retriever = PolicyRetriever(pipeline=pipeline, store=library, top_k=1)
    prompt = ChatPromptTemplate.from_template("根据资料回答。\n资料：{passages}\n问题：{question}")
    model = FakeListChatModel(responses=["北岭市累计开放场景320项。"])
    seen: list[str] = []

    def note(value: object) -> object:
        seen.append(str(value))
        return value

    joined = retriever | RunnableLambda(lambda found: "\n".join(d.page_content for d in found))
    chain = (
        {"passages": joined, "question": RunnablePassthrough()}
        | prompt
        | RunnableLambda(note)
        | model
        | StrOutputParser()
    )
    assert chain.invoke("北岭市累计开放多少项场景？") == "北岭市累计开放场景320项。"
    assert "320项" in seen[0]


def test_runnable_answers_and_joins_other_steps(pipeline: Pipeline) -> None:
    runnable = as_runnable(pipeline)
    answer = runnable.invoke("截至2024年底北岭市累计开放多少项场景？")
    assert isinstance(answer, Answer)
    assert answer.status is Status.ANSWERED
    assert answer.short_answer == "320项"
    chain = runnable | RunnableLambda(lambda found: found.short_answer)
    assert chain.batch(["截至2024年底北岭市累计开放多少项场景？"]) == ["320项"]


def test_runnable_takes_history_and_streams(pipeline: Pipeline) -> None:
    given = {
        "question": "那南溪县呢？",
        "history": [["北岭市建成示范田多少个？", "资料中没有找到这个问题的答案。"]],
    }
    answers = list(as_runnable(pipeline).stream(given))
    assert answers[-1].question == "南溪县建成示范田多少个？"
    assert answers[-1].short_answer == "45个"


@pytest.mark.parametrize(
    "given",
    [3, {}, {"question": 1}, {"question": "问", "top": 1}, {"question": "问", "history": [["a"]]}],
)
def test_runnable_refuses_other_inputs(pipeline: Pipeline, given: object) -> None:
    with pytest.raises(InputError, match=r"allowed|must hold"):
        as_runnable(pipeline).invoke(given)  # type: ignore[arg-type]  # the bad input is the point
