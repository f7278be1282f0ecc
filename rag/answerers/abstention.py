"""What is said instead of an answer: what is nearest and how it differs, a friendly line."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from prompts import render
from rag.checks.polarity import cut_off
from rag.kinds import Kind
from rag.language.nouns import is_noun
from rag.language.sentences import clause_spans, comparable, sentence_spans
from rag.language.terms import Term, TermKind, coverage
from rag.question import Question
from rag.reading.near_miss import Difference, holds_type
from rag.types import Answer, Evidence, Status

_DECLINES = {Kind.GREETING: "greeting", Kind.THANKS: "thanks", Kind.TASK: "decline"}
_NEAREST_CHARS = 110
_SHORTEST = 16  # characters of a sentence that is offered alone
_NEAREST = 3  # passages offered with an abstention
_SORTS = {Kind.NUMBER: "数字", Kind.DATE: "时间"}
_GENERIC = re.compile(  # words that ask rather than name: no text need hold them
    r"要求|规定|区别|差别|定义|含义|内容|条件|材料|情况|措施|目标|办法|做法|手续|作用|意思|影响|优惠|更新|任务|原则|建议|问题|困难|特点|意义|好处|政策|规模|程度|时候|名字|路子|岁数|开始|不同|异同|比较|城市|省份|省市|地区|地方|企业|单位|部门|机构"
)
_AFTER_LATIN = re.compile(r"[A-Za-z0-9]$")  # 店投资 of 4S店投资 is half a word
_UNSAID = 0.34  # share of a word below which a text does not speak of it
_HALF, _ONE_WORD = 0.5, 6  # share of several words that a text must hold; characters of one
_DOUBTFUL = 0.25  # confidence from which the nearest passage may well hold the answer
_NEAR, _SHARED = 0.3, 0.4  # relevance, or share of the key terms, of a passage offered


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
    near = telling or [item for item in evidence if _is_near(question, item)]
    evidence = [*near, *(item for item in evidence if item not in near)]
    if not near:
        text = render("abstain_empty")
    elif telling:
        text = render(
            "abstain_undefined",
            asked=question.defines,
            nearest=_offered(telling, lambda item: _mention(question.defines, item)),
        )
    else:
        true = _true(question, differing, near[:_NEAREST], evidence)[:2]
        differences = "".join(map(_difference, true)) or _unsaid(question, near[:_NEAREST])
        doubtful = sure >= _DOUBTFUL and not differences
        text = render(
            "abstain",
            verdict=render("not_sure" if doubtful else "not_found"),
            differences=differences,
            nearest=_offered(near, _excerpt),
        )
    return Answer(
        status=Status.ABSTAINED,
        question=question.text,
        text=text,
        evidence=tuple(evidence),
        confidence=sure,
    )


def _offered(near: Sequence[Evidence], told: Callable[[Evidence], str]) -> str:
    """Return the nearest passages as a list, with what is ``told`` of each."""
    lines = [f"{_listed(item)}{told(item)}" for item in near[:_NEAREST]]
    return render("nearest", passages="\n".join(lines))


def _listed(item: Evidence) -> str:
    return f"- 《{item.passage.title}》："


def offered(answer: Answer) -> list[tuple[Evidence, str]]:
    """Return the passages that an abstention offers, each with what its text tells of it."""
    lines = [line for line in answer.text.split("\n") if line.startswith("- ")]
    return [
        (item, line.removeprefix(_listed(item)))
        for item, line in zip(answer.evidence, lines, strict=False)  # of evidence there is more
        if line.startswith(_listed(item))
    ]


def _speaks_of(name: str, item: Evidence) -> bool:
    return bool(name) and name in comparable(item.passage.text)


def _mention(name: str, item: Evidence) -> str:
    """Return the first sentence of a passage that names something, from that clause on."""
    text = item.passage.text
    said = next((s for s in sentence_spans(text) if name in comparable(text[slice(*s)])), None)
    start, end = said or (0, len(text))
    if end - start > _NEAREST_CHARS:
        clauses = clause_spans(text, start, end)
        start = next((a for a, b in clauses if name in comparable(text[a:b])), start)
    return _cut(text[start:end])


def _unsaid(question: Question, near: Sequence[Evidence]) -> str:
    """Name what the question asks about and no passage offered speaks of, if there is such."""
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


def _is_near(question: Question, item: Evidence) -> bool:
    """Whether a passage has enough to do with a question to be offered instead of an answer."""
    relevance = item.reading.relevance if item.reading else item.hit.score
    around = f"{item.passage.context}\n{item.passage.text}"
    return relevance >= _NEAR or coverage(question.terms, around) >= _SHARED


def _excerpt(item: Evidence) -> str:
    """Return the sentence of a passage that comes nearest to an answer.

    Of one too long to be shown whole it begins with the clause in which the reader sees it.
    """
    text, title = item.passage.text, comparable(item.passage.title)
    scored = item.reading.sentences if item.reading else ()
    own = [each for each in scored if comparable(text[each[0] : each[1]]) not in title]
    if own:
        start, end, _ = max(own, key=lambda sentence: sentence[2])
        if end - start < _SHORTEST:  # a heading says little without what it heads
            end = next((e for _, e, _ in own if e - start >= _SHORTEST), len(text))
        seen = item.reading.start if item.reading else start
        if end - start > _NEAREST_CHARS and start <= seen < end:
            start = next((a for a, b in clause_spans(text, start, end) if seen < b), start)
        text = text[start:end]
    return _cut(text)


def _cut(text: str) -> str:
    """Return a text in one line, its end left out where it is long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _NEAREST_CHARS else f"{flat[:_NEAREST_CHARS]}…"
