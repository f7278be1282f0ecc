"""The self-test: one question at a time, graded at once, the cited answer shown after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from chat.guide.cited import Chips, words
from chat.looks.language import say
from chat.looks.markup import escape, written
from rag.guide.grading import MAX_ANSWER_CHARS, Grade, grade
from rag.guide.questions import TestQuestion

_SAID_CHARS = 400


@dataclass(frozen=True, slots=True)
class Run:
    """One visitor's way through the ``questions`` of the guide on ``topic`` from ``doc_ids``.

    ``generation`` is the state of the library that the guide on the page was made from, -1 for
    no guide. Its questions, and the ``titles`` of its documents, are kept here: what is graded
    is what was asked, whatever became of the library since.
    ``answers`` and ``grades`` are of the questions answered so far; ``at`` is the question
    shown, which is one of them while its grade is looked at.
    """

    topic: str = ""
    doc_ids: tuple[str, ...] = ()
    generation: int = -1
    questions: tuple[TestQuestion, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    at: int = 0
    answers: tuple[str, ...] = ()
    grades: tuple[Grade, ...] = ()

    def answered(self, answer: str) -> Run:
        """Return the run with one more answer, graded; an answer twice counts once."""
        if not len(self.grades) <= self.at < len(self.questions):
            return self
        marked = grade(self.questions[self.at], answer)
        said = answer.strip()[:MAX_ANSWER_CHARS]
        return replace(self, answers=(*self.answers, said), grades=(*self.grades, marked))

    def onward(self) -> Run:
        """Return the run at the next question, if this one is answered."""
        return replace(self, at=self.at + 1) if len(self.grades) > self.at else self

    @property
    def score(self) -> float:
        """Points so far, one for each right answer."""
        return sum(one.score for one in self.grades)


def exam_html(run: Run, standing: Mapping[str, str]) -> str:
    """Return the question, its grade, or at the end the result.

    ``standing`` says, by document, what became of it.
    """
    questions, chips = run.questions, Chips("guide-test", run.titles, standing)
    head = (
        '<section class="guide-section" id="guide-test" aria-labelledby="head-test">'
        f'<h3 id="head-test">{say("自测")}</h3>'
    )
    if not questions:
        body = f'<p class="none">{say("这些资料不够出题；多放几份资料再来。")}</p>'
    elif run.at >= len(questions):
        body = _result(questions, run, chips)
    else:
        body = _question(questions[run.at], run, len(questions), chips)
    return f"{head}{body}</section>"


def _question(question: TestQuestion, run: Run, total: int, chips: Chips) -> str:
    place = say("第 {n} 题，共 {total} 题", n=run.at + 1, total=total)
    asked = f'<p class="question" id="test-question">{written(question.text)}</p>'
    head = f'<p class="hint">{place}</p>{asked}'
    if len(run.grades) <= run.at:
        hint = say("写下你的答案，数字可以写汉字，意思对即可")
        return (
            f'<div class="exam">{head}<textarea rows="3" maxlength="{MAX_ANSWER_CHARS}"'
            f' aria-labelledby="test-question" placeholder="{hint}"></textarea>'
            f"{_button('grade', say('看答案'))}</div>"
        )
    last = run.at + 1 == total
    onward = say("看成绩") if last else say("下一题")
    marked = _graded(question, run.answers[run.at], run.grades[run.at], chips)
    return f'<div class="exam">{head}{marked}{_button("onward", onward)}</div>'


def _button(event: str, words: str) -> str:
    button = f'<button type="button" class="strong" data-event="{event}">{words}</button>'
    return f'<p class="tools">{button}</p>'


def _graded(question: TestQuestion, answer: str, marked: Grade, chips: Chips) -> str:
    """Return the grade, what was answered and the answer of the source with its citation."""
    level = "right" if marked.right else "partly" if marked.score > 0 else "wrong"
    said = written(answer[:_SAID_CHARS]) if answer else say("（没有作答）")
    proof = "".join(f"<li>{words(one)}{chips.chip(one)}</li>" for one in question.proof)
    return (
        f'<p class="grade {level}" role="status">{say(_LEVELS[level])}'
        f" · {escape(say(marked.comment))}</p>"
        f'<p class="said">{say("你的答案")}：{said}</p><p>{say("原文的答案")}</p>'
        f'<ul class="proof">{proof}</ul>'
    )


_LEVELS = {"right": "答对了", "partly": "部分答对", "wrong": "没有答对"}


def _result(questions: tuple[TestQuestion, ...], run: Run, chips: Chips) -> str:
    rows = "".join(
        f"<details><summary>{number}. {written(question.text)}"
        f"<span class=trend>{run.grades[number - 1].score:.1f}</span></summary>"
        f"{_graded(question, run.answers[number - 1], run.grades[number - 1], chips)}</details>"
        for number, question in enumerate(questions[: len(run.grades)], 1)
    )
    told = say("得分 {score} / {total}", score=f"{run.score:.1f}", total=len(questions))
    return (
        f'<div class="exam"><p class="score" role="status">{told}</p>{rows}'
        f"{_button('again', say('重做一遍'))}</div>"
    )
