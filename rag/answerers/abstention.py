"""What is said instead of an answer: how what is nearest differs, or a friendly line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from prompts import render
from rag.answerers.facts import asks_standing
from rag.answerers.nearest import MOST, excerpt, is_near, mention, offer
from rag.checks.polarity import cut_off
from rag.kinds import Kind
from rag.language.nouns import is_noun
from rag.language.sentences import comparable, sentence_spans
from rag.language.terms import Term, TermKind, coverage
from rag.question import Question
from rag.reading.near_miss import Difference
from rag.reading.type_fit import holds_type
from rag.types import Answer, Evidence, Status

_DECLINES = {Kind.GREETING: "greeting", Kind.THANKS: "thanks", Kind.TASK: "decline"}
_SORTS = {Kind.NUMBER: "数字", Kind.DATE: "时间"}
_GENERIC = re.compile(  # words that ask rather than name: no text need hold them
    r"文件|资料|要求|规定|区别|差别|定义|含义|内容|条件|材料|情况|措施|目标|办法|做法|手续|作用|意思|影响|优惠|更新|任务|原则|建议|问题|困难|特点|意义|好处|政策|规模|程度|时候|名字|路子|岁数|开始|不同|异同|比较|城市|省份|省市|地区|地方|企业|单位|部门|机构"
)
_AFTER_LATIN = re.compile(r"[A-Za-z0-9]$")  # 店投资 of 4S店投资 is half a word
_UNSAID = 0.34  # share of a word below which a text does not speak of it
_HALF, _ONE_WORD = 0.5, 6  # share of several words that a text must hold; characters of one
_DOUBTFUL = 0.25  # confidence from which the nearest passage may well hold the answer


def decline(question: Question) -> Answer:
    """Return the one friendly line for a question that is none for the documents.

    A greeting or thanks counts as answered, a request to write poems as an abstention.
    """
    greeted = question.kind is not Kind.TASK
    return Answer(
        status=Status.ANSWERED if greeted else Status.ABSTAINED,
        question=question.text,
        text=render(_DECLINES[question.kind]),
        confidence=1.0 if greeted else 0.0,
    )


def nothing_to_search(question: Question, narrowed: bool) -> Answer:
    """Say that there is no document to answer from, at all or in the scope that was chosen."""
    return Answer(
        status=Status.ABSTAINED,
        question=question.text,
        text=render("no_documents_in_scope" if narrowed else "no_documents"),
        confidence=0.0,
    )


def abstain(
    question: Question, evidence: Sequence[Evidence], sure: float, differing: Sequence[Difference]
) -> Answer:
    """Say that the documents do not answer, what is nearest and how that differs.

    Of something that they speak of and do not define, they say what they say of it. What is
    only not sure enough is not called absent. The answer's evidence begins with the passages
    that its text offers, in their order.
    """
    telling = [item for item in evidence if _speaks_of(question.defines, item)]
    near = telling or [item for item in evidence if is_near(question, item)]
    evidence = [*near, *(item for item in evidence if item not in near)]
    if not near:
        text = render("abstain_empty")
    elif telling:
        text = render(
            "abstain_undefined",
            asked=question.defines,
            nearest=offer(telling, lambda item: mention(question.defines, item)),
        )
    else:
        true = _true(question, differing, near[:MOST], evidence)[:2]
        differences = "".join(map(_difference, true)) or _unsaid(question, near[:MOST])
        doubtful = sure >= _DOUBTFUL and not (differing or differences)
        text = render(
            "abstain",
            verdict=render("not_sure" if doubtful else "not_found"),
            differences=differences,
            nearest=offer(near, excerpt),
        )
    return Answer(
        status=Status.ABSTAINED,
        question=question.text,
        text=text,
        evidence=tuple(evidence),
        confidence=sure,
    )


def _speaks_of(name: str, item: Evidence) -> bool:
    return bool(name) and name in comparable(item.passage.text)


def _unsaid(question: Question, near: Sequence[Evidence]) -> str:
    """Name what the question asks about and no passage offered speaks of, if there is such."""
    if asks_standing(question):
        return render("differs_standing")
    around = "\n".join(f"{item.passage.context}\n{item.passage.text}" for item in near)
    plain = comparable(around)
    absent = [
        term.text
        for term in question.terms
        if term.kind is TermKind.WORD
        and is_noun(question.text, term.start, term.start + len(term.text))
        and not _AFTER_LATIN.search(question.text[: term.start])
        and not _GENERIC.fullmatch(term.text)
        and coverage([term], around) < _UNSAID
        and term.key[-2:] not in plain  # a text that speaks of 展厅 speaks of 建展厅
    ]
    if absent:
        return render("differs_missing", asked=absent[-1])
    if question.kind in _SORTS and not holds_type(question, around):
        return render("differs_type", asked=_SORTS[question.kind])
    return ""


def _true(
    question: Question,
    differing: Sequence[Difference],
    offered: Sequence[Evidence],
    others: Sequence[Evidence],
) -> list[Difference]:
    """Return the differences that no passage refutes: 资料没有“废止” where one found says it.

    What was held against one sentence is told of all that is offered: 没有讲到“欧盟” is wrong
    where a passage offered names 欧盟. Several words in a row (个人所得税子女教育扣除标准) are
    refuted by half of them.
    """
    return [
        item
        for item in differing
        if not (item.template == "differs_reversed" and _states(question, others, item.asked))
        and not (item.template == "differs_missing" and _names(offered, item))
    ]


def _states(question: Question, evidence: Sequence[Evidence], word: str) -> bool:
    """Whether a sentence says a word, and does not deny it, of what the question asks about."""
    texts = [
        one.passage.text[slice(*s)] for one in evidence for s in sentence_spans(one.passage.text)
    ]
    said = [(text, comparable(text).partition(comparable(word))) for text in texts]
    return any(
        found and not cut_off(before) and coverage(question.terms, text) >= _HALF
        for text, (before, found, _) in said
    )


def _names(evidence: Sequence[Evidence], item: Difference) -> bool:
    texts = (comparable(f"{one.passage.context}\n{one.passage.text}") for one in evidence)
    return any(_holds(text, item) for text in texts)


def _holds(text: str, item: Difference) -> bool:
    term = Term(item.asked, item.kind or TermKind.WORD, 1.0, 0)
    several = len(term.key) > _ONE_WORD and "的" not in item.asked
    return term.share_in(text) >= (_HALF if several else 1.0)


def _difference(item: Difference) -> str:
    if item.template == "differs_year":
        return render(item.template, asked=item.asked, found=item.found)
    return render(item.template, asked=item.asked)
