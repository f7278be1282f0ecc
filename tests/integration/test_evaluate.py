"""The sample set holds what it promises; a run measures it; a report can be trusted."""

from __future__ import annotations

import json
import re
import shutil
import tracemalloc
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from evaluation.asking import context_filter, run
from evaluation.collection import Collection
from evaluation.gate import Gate
from evaluation.outcome import Outcome
from evaluation.reports.tables import as_markdown, as_table
from evaluation.run import Options, evaluate
from evaluation.sets import Question, QuestionSet, read_questions
from evaluation.summary import summarise
from index.library import Library
from ingest.loaders import load
from rag.config import ReaderSettings, Settings
from rag.errors import InputError
from rag.pipeline import Pipeline
from rag.types import Status
from rag.wiring import build_ingestor, build_pipeline, open_library
from tests.memory_library import BigramEncoder

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "data" / "sample"
QUESTIONS = ROOT / "tests" / "golden" / "sample_questions.jsonl"
GATE = ROOT / "tests" / "golden" / "gate.toml"
SCENARIO = ROOT.parent / "shared" / "eval" / "scenario_dev.jsonl"
PAGE = ROOT.parent / "shared" / "corpus" / "scenario-driven-innovation.txt"


@pytest.fixture(scope="module")
def asked() -> QuestionSet:
    return read_questions(QUESTIONS)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    documents = [d for path in sorted(SAMPLE.iterdir()) for d in load(path, path.name)]
    assert len(documents) == 6
    return [squeezed(document.text) for document in documents]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


# ---- the set itself


def test_answers_and_evidence_stand_in_the_documents(asked: QuestionSet, texts: list[str]) -> None:
    missing = [
        (question.line, quote)
        for question in asked.questions
        for quote in (*question.answers, *question.evidence, *_names(question))
        if not any(squeezed(quote) in text for text in texts)
    ]
    assert missing == []


def _names(question: Question) -> list[str]:
    return [group[0] for group in question.required if len(question.required) > 1]


def test_every_required_name_stands_in_its_own_evidence(asked: QuestionSet) -> None:
    for question in asked.questions:
        evidence = squeezed("".join(question.evidence))
        for group in question.required:
            assert any(squeezed(name) in evidence for name in group), (question.id, group)


def test_the_set_covers_every_type(asked: QuestionSet) -> None:
    counts = Counter(question.type for question in asked.questions)
    expected = (
        "number date fact list definition compare paraphrase multihop multiturn"
        " nearmiss falsepremise offtopic"
    )
    assert set(counts) == set(expected.split())
    assert min(counts.values()) >= 10
    assert len(asked.questions) >= 150
    assert not asked.ignored
    unanswerable = {q.type for q in asked.questions if not q.answerable}
    assert unanswerable == {"nearmiss", "falsepremise", "offtopic"}
    assert all(q.history for q in asked.questions if q.type == "multiturn")


# ---- a run with real parts, and an encoder that needs no model

RECORDS = (
    {"id": "he", "title": "合肥", "text": "合肥累计发布场景机会1400项，促成合作1200项。"},
    {"id": "hang", "title": "杭州", "text": "杭州采用两张清单模式，已经撮合15组场景合作。"},
    {"id": "empty-handed", "title": "别处", "text": "这里只谈天气，冬天多风，夏天多雨。"},
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("evaluate")
    corpus = folder / "corpus.jsonl"
    corpus.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in RECORDS))
    settings, encoder = settings_for(folder / "library"), BigramEncoder()
    with open_library(settings, encoder, create=True) as opened:
        build_ingestor(settings, opened, encoder).ingest([corpus])
        yield opened


@pytest.fixture(scope="module")
def pipeline(library: Library) -> Pipeline:
    return build_pipeline(settings_for(library.folder), library, BigramEncoder())


def settings_for(folder: Path) -> Settings:
    return Settings(library=folder, reader=ReaderSettings(backend="rules"))


def question(text: str, answers: Sequence[str] = (), **more: Any) -> Question:
    given = {"id": text, "line": 1, "required": (tuple(answers),) if answers else ()}
    return Question(
        text=text, answerable=bool(answers), answers=tuple(answers), **{**given, **more}
    )


def test_a_right_answer_gets_full_marks(library: Library, pipeline: Pipeline) -> None:
    asked = question(
        "杭州撮合了多少组场景合作？",
        ["15组"],
        positive_ids=("hang",),
        evidence=("撮合15组场景合作",),
    )
    (outcome,) = run(pipeline, Collection(library), [asked])
    assert outcome.retrieval == dict.fromkeys(outcome.retrieval, 1.0)
    assert "doc_recall@1" in outcome.retrieval
    assert outcome.answered
    assert outcome.answer["contains"] == 1.0
    assert outcome.citation.cited == outcome.citation.exact > 0
    assert outcome.citation.covered == 1
    assert outcome.latency_ms > 0


def test_documents_that_answer_not_are_not_relevant(library: Library, pipeline: Pipeline) -> None:
    asked = question("杭州撮合了多少组场景合作？", ["15组"], positive_ids=("empty-handed",))
    (outcome,) = run(pipeline, Collection(library), [asked])
    # the named document holds no answer, so that any of its passages would do
    assert outcome.retrieval["recall@1"] == 0.0
    assert outcome.retrieval["doc_recall@10"] == 1.0


def test_a_question_is_asked_of_its_context_only(library: Library, pipeline: Pipeline) -> None:
    collection = Collection(library)
    asked = question("杭州撮合了多少组场景合作？", context_ids=("he",))
    assert context_filter(asked, collection).doc_ids == collection.doc_ids(("he",))
    told: list[Sequence[str]] = []
    run(
        pipeline,
        collection,
        [asked],
        keep=lambda _question, _outcome, answer, _hits: told.append(
            [evidence.passage.doc_id for evidence in answer.evidence]
        ),
    )
    assert set(told[0]) <= {"he"}


def test_an_unknown_context_is_refused_rather_than_asking_everything(
    library: Library, pipeline: Pipeline
) -> None:
    with pytest.raises(InputError, match="line 7: context none"):
        run(pipeline, Collection(library), [question("谁？", context_ids=("none",), line=7)])


def test_a_question_that_is_refused_is_named(library: Library, pipeline: Pipeline) -> None:
    with pytest.raises(InputError, match="line 3, question 'long'"):
        run(pipeline, Collection(library), [question("问" * 10_000, id="long", line=3)])


def test_what_is_done_is_not_asked_again(library: Library, pipeline: Pipeline) -> None:
    asked = [
        question("合肥促成合作多少项？", ["1200项"]),
        question("杭州采用什么模式？", ["两张清单"]),
    ]
    collection = Collection(library)
    first = run(pipeline, collection, asked)
    kept: list[str] = []
    again = run(
        pipeline,
        collection,
        asked,
        done={first[0].id: first[0]},
        keep=lambda asked_question, *_: kept.append(asked_question.id),
    )
    assert again[0] is first[0]
    assert kept == [asked[1].id]


def test_memory_does_not_grow_with_the_questions(library: Library, pipeline: Pipeline) -> None:
    """What stays of a question is its scores: 10,000 of them fit in some tens of megabytes."""
    collection = Collection(library)

    def ask(first: int, count: int) -> list[Outcome]:
        asked = [
            question(f"杭州在第{n}次会上撮合了多少组场景合作？", ["15组"], id=str(n))
            for n in range(first, first + count)
        ]
        return run(pipeline, collection, asked)

    ask(0, 60)  # caches of bounded size fill up
    tracemalloc.start()
    try:
        kept = ask(60, 20)
        before = tracemalloc.get_traced_memory()[0]
        kept += ask(80, 80)
        grown = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert len(kept) == 100
    assert grown / 80 < 4096


def test_evidence_may_be_given_as_characters(library: Library) -> None:
    collection = Collection(library)
    text = library.document("hang").text
    start = text.index("撮合")
    asked = question("多少组？", ["15组"], spans=(("hang", start, start + 6),))
    assert collection.evidence(asked) == (text[start : start + 6],), "shown in the report"
    assert collection.quotes(asked) == (text[start : start + 6],)
    assert not collection.wanted(asked).held, "spans are evidence"


def test_evidence_that_the_corpus_does_not_hold_is_found_out(library: Library) -> None:
    asked = [
        question("一？", ["15组"], evidence=("撮合15组场景合作",), line=1),
        question("二？", ["16组"], evidence=("撮合16组场景合作",), line=2),
    ]
    asked.append(question("三？", ["3架"], evidence=("三架无人机在雪山上空盘旋",), line=3))
    asked.append(question("四？", ["15组"], spans=(("hang", 0, 5),), line=4))
    asked.append(question("五？", ["15组"], spans=(("hang", 0, 5000),), line=5))
    asked.append(question("六？", ["15组"], spans=(("nowhere", 0, 5),), line=6))
    # of line 2 more than half is there, of line 3 nothing
    found = Collection(library).missing_evidence(asked)
    assert found == {2: True, 3: False, 5: False, 6: False}


# ---- the whole command, with the embedded models


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


@pytest.fixture(scope="module")
def sample_run(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict, Path]:
    folder = tmp_path_factory.mktemp("report")
    stages: list[str] = []
    report = evaluate(
        Settings(),
        SAMPLE,
        QUESTIONS,
        Options(report_dir=folder),
        lambda stage, *_: stages.append(stage),
    )
    assert "questions" in stages
    return report, folder


@pytest.mark.integration
@pytest.mark.timeout(900)  # the first one asks 191 questions
def test_the_sample_set_passes_its_gate(sample_run: tuple[dict, Path]) -> None:
    report, _ = sample_run
    assert report["n"] == 191
    assert Gate.read(GATE).complaints(report, None) == []
    assert report["notes"] == []


@pytest.mark.integration
@pytest.mark.timeout(900)  # the first one asks 191 questions
def test_a_report_folder_holds_all_there_is(sample_run: tuple[dict, Path]) -> None:
    report, folder = sample_run
    lines = [json.loads(line) for line in (folder / "questions.jsonl").read_text().splitlines()]
    assert len(lines) == report["n"]
    assert {"question", "expected", "failure", "scores", "result", "hits"} <= set(lines[0])
    assert json.loads((folder / "summary.json").read_text()) == report
    assert (folder / "report.md").read_text() == as_markdown(report)
    assert "answer contains" in as_table(report)
    assert not [path for path in folder.iterdir() if path.suffix == ".new"]


@pytest.mark.integration
@pytest.mark.timeout(900)  # the first one asks 191 questions
def test_an_interrupted_run_resumes_to_the_same_figures(
    sample_run: tuple[dict, Path], tmp_path: Path
) -> None:
    report, folder = sample_run
    shutil.copytree(folder, tmp_path / "cut")
    kept = (folder / "questions.jsonl").read_text().splitlines(keepends=True)
    half = "".join(kept[:-3]) + kept[-3][:40]  # the last line was being written
    (tmp_path / "cut" / "questions.jsonl").write_text(half)
    again = evaluate(Settings(), SAMPLE, QUESTIONS, Options(tmp_path / "cut", resume=True))
    timed = {"latency_ms", "intervals", "by_type", "run"}
    assert {k: v for k, v in again.items() if k not in timed} == {
        k: v for k, v in report.items() if k not in timed
    }
    assert len((tmp_path / "cut" / "questions.jsonl").read_text().splitlines()) == 191
    with pytest.raises(InputError, match="this one: the number of questions asked changed"):
        evaluate(Settings(), SAMPLE, QUESTIONS, Options(tmp_path / "cut", 5, resume=True))


@pytest.mark.integration
@pytest.mark.timeout(900)  # the first one asks 191 questions
def test_a_second_run_finds_the_corpus_ready(sample_run: tuple[dict, Path]) -> None:
    stages: set[str] = set()
    report = evaluate(
        Settings(), SAMPLE, QUESTIONS, Options(sample=3), lambda stage, *_: stages.add(stage)
    )
    assert report["n"] == 3
    assert stages == {"questions"}


@pytest.mark.integration
def test_a_corpus_of_nothing_readable_is_refused(cache: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        evaluate(Settings(), tmp_path / "none", QUESTIONS)
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_bytes(b"")
    with pytest.raises(InputError, match="nothing in it could be read"):
        evaluate(Settings(), tmp_path / "corpus", QUESTIONS)


@pytest.mark.integration
def test_the_newspaper_page_of_the_main_job(cache: Path) -> None:
    if not SCENARIO.exists():
        pytest.skip("the optional data folder ../shared is not here")
    report = evaluate(Settings(), PAGE, SCENARIO, Options(sample=20))
    assert report["retrieval"]["recall@5"] >= 0.92
    assert report["answer"]["contains"] >= 0.85
    assert report["citation"]["exact"] == 1.0
    assert report["abstention"]["recall"] >= 0.8
    assert report["abstention"]["answered_rate"] >= 0.85


def test_statuses_are_what_the_summary_counts(library: Library, pipeline: Pipeline) -> None:
    answers: list[Status] = []
    outcomes = run(
        pipeline,
        Collection(library),
        [question("红烧肉怎么做？"), question("杭州采用什么模式？", ["两张清单"])],
        keep=lambda _question, _outcome, answer, _hits: answers.append(answer.status),
    )
    answered = sum(status is Status.ANSWERED for status in answers)
    assert answered == sum(outcome.answered for outcome in outcomes)
    assert summarise(outcomes)["n"] == 2
