"""Builds the guide: what every document gives, narrowed, ordered and put together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rag.guide.briefing import Briefing, build_briefing
from rag.guide.case import Case
from rag.guide.chronicle import Entry, rank_events, title_key
from rag.guide.figure import Figure
from rag.guide.findings import Findings, Heading
from rag.guide.lexicon import TermEntry, rank_terms
from rag.guide.network import Links, Network, build_network
from rag.guide.path import Step, reading_path
from rag.guide.questions import TestQuestion, choose_questions
from rag.guide.quotes import Quote, quote, quotes_in
from rag.guide.ranking import rank_cases, rank_figures, rank_voices
from rag.guide.series import Series, find_series
from rag.guide.topic import Topic, central_terms
from rag.guide.voices import Voice
from rag.language.sentences import sentence_spans
from rag.types import Document

_MOST_USES, _TERMS_WITH_USES = 5, 60
_SHORTEST_USE, _LONGEST_USE = 14, 130
_SUGGESTED = 8


@dataclass(frozen=True, slots=True)
class Outline:
    """The headings of one document."""

    doc_id: str
    title: str
    headings: tuple[Heading, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """All sections of a guide, each with its best items first.

    ``documents`` counts the documents read, of a topic those that are quoted; ``titles`` maps
    doc_id of all that were read to what each is called;
    ``topics`` are words worth narrowing to.
    """

    topic: str
    documents: int
    titles: Mapping[str, str]
    topics: tuple[str, ...]
    timeline: tuple[Entry, ...]
    cases: tuple[Case, ...]
    figures: tuple[Figure, ...]
    series: tuple[Series, ...]
    terms: tuple[TermEntry, ...]
    voices: tuple[Voice, ...]
    network: Network
    outlines: tuple[Outline, ...]
    path: tuple[Step, ...]
    questions: tuple[TestQuestion, ...]
    briefing: Briefing


def build_guide(
    findings: Sequence[Findings],
    documents: Mapping[str, Document],
    links: Links | None = None,
    topic: str = "",
) -> Guide:
    """Return the guide over the findings; ``documents`` holds the document of each of them.

    ``links`` gives, by document, what it says of others and which document is meant;
    ``topic`` narrows the guide to what speaks of it ("" for everything).
    """
    names = {found.doc_id: _named(found) for found in findings}
    about = Topic(topic.strip(), names, central_terms(findings))
    texts = {found.doc_id: documents[found.doc_id].text for found in findings}
    events = rank_events(findings, about)
    figures = rank_figures(findings, about)
    cases = rank_cases(findings, about)
    voices = rank_voices(findings, about)
    terms = _with_uses(rank_terms(findings, about, texts), documents)
    path = reading_path(findings, about)
    guide = Guide(
        about.words,
        len(findings),
        {found.doc_id: found.label for found in findings},
        tuple(term for term, _ in about.central[:_SUGGESTED]),
        events,
        cases,
        figures,
        find_series(figures),
        terms,
        voices,
        build_network(findings, links or {}, about),
        _outlines(findings, about),
        path,
        choose_questions(events, figures, terms, voices, findings, about),
        build_briefing(events, figures, cases, terms, voices, path),
    )
    if not about.words:
        return guide
    return replace(guide, documents=len({one.doc_id for one in quotes_in(guide)}))


def _named(found: Findings) -> str:
    """Return the words by which a topic finds a document: its names and first headings."""
    heads = [heading.words.text for heading in found.outline if heading.level == 0]
    return " ".join(dict.fromkeys((found.label, found.title, *heads)))


def _outlines(findings: Sequence[Findings], topic: Topic) -> tuple[Outline, ...]:
    near = [f for f in findings if f.outline and topic.holds(_named(f), f.doc_id)]
    near.sort(key=lambda f: (-topic.centrality(f.label), f.label))
    named = {title_key(f.label): f for f in reversed(near)}
    return tuple(Outline(f.doc_id, f.label, f.outline) for f in reversed(named.values()))


def _with_uses(
    entries: Sequence[TermEntry], documents: Mapping[str, Document]
) -> tuple[TermEntry, ...]:
    """Return the entries; the first ones with sentences of other documents that use the term."""
    wanted = [entry.definition.name for entry in entries[:_TERMS_WITH_USES]]
    found: defaultdict[str, list[Quote]] = defaultdict(list)
    if wanted:
        pattern = re.compile("|".join(map(re.escape, sorted(wanted, key=len, reverse=True))))
        for document in documents.values():
            for name, used in _uses(document, pattern).items():
                found[name].append(used)
    return tuple(_used(entry, found[entry.definition.name]) for entry in entries)


def _used(entry: TermEntry, quotes: Sequence[Quote]) -> TermEntry:
    own = {one.sentence.doc_id for one in (entry.definition, *entry.others)}
    others = {one.text: one for one in quotes if one.doc_id not in own}
    return replace(entry, uses=tuple(others.values())[:_MOST_USES])


def _uses(document: Document, pattern: re.Pattern[str]) -> dict[str, Quote]:
    """Return the first fitting sentence of a document for each of its terms."""
    found: dict[str, Quote] = {}
    text = document.text
    for match in pattern.finditer(text):
        if match.group() in found:
            continue
        low = text.rfind("\n", 0, match.start()) + 1
        high = text.find("\n", match.end())
        line = text[low : high if high >= 0 else len(text)]
        for start, end in sentence_spans(line):
            inside = low + start <= match.start() and match.end() <= low + end
            whole = inside and line[start:end].endswith("。")
            if whole and _SHORTEST_USE <= end - start <= _LONGEST_USE:
                found[match.group()] = quote(document, low + start, low + end)
    return found
