"""An answer while a language model writes it: checked sentences, citations, what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from prompts import render
from rag.answerers.generation.pertinence import Remark, beside_the_point
from rag.answerers.generation.plain import acts, plain
from rag.answerers.generation.sentence_stream import Written
from rag.answerers.generation.support import Support, find_support
from rag.answerers.pieces import Piece, Sources
from rag.citations import find_markers, strip_markers
from rag.language.orders import gives_orders
from rag.language.sentences import comparable
from rag.types import Answer, Citation, Evidence, Statement, Status, Verdict

_ENDS = ("。", "！", "；", "：", "”", "）", ".", "》")
_SHORTEST = 2  # comparable characters of a sentence that says something


@dataclass(frozen=True, slots=True)
class _Line:
    """One sentence to be shown, and where it stands."""

    statement: Statement
    opens_line: bool
    listed: bool


class Manuscript:
    """Collects the sentences of one reply that may be shown.

    ``inner`` is the answer without the model: question, confidence and short answer are
    taken from it. ``evidence`` bears the keys the model was given; in the answer each cited
    stretch has a key of its own, numbered as they appear, as in an extractive answer. In
    strict mode what is not held is counted, otherwise shown and marked; what holds links or
    markup, or gives orders, is never shown.
    """

    def __init__(
        self, inner: Answer, evidence: Sequence[Evidence], sources: Sources, strict: bool
    ) -> None:
        self._inner = inner
        self._evidence = {item.key: item for item in evidence}
        self._sources = sources
        self._strict = strict
        self._lines: list[_Line] = []
        self._pieces: list[Piece] = []
        self._break_due = False
        self.held = 0
        self.withheld: list[Statement] = []
        self._marked = 0

    def add(self, written: Written) -> bool:
        """Check a sentence, keep or withhold it; return whether its citations hold it."""
        self._break_due = self._break_due or written.opens_line
        text = plain(strip_markers(written.text))
        support = self._check(written, text)
        shown = support.verdict is Verdict.SUPPORTED
        if shown:
            self.held += 1
        unsafe = acts(written.text) or gives_orders(strip_markers(written.text))
        statement = Statement(
            text, tuple(self._key(p) for p in support.pieces), support.verdict, support.reason
        )
        if not shown and (self._strict or unsafe):
            self.withheld.append(statement)
            return False
        self._marked += not shown
        self._lines.append(_Line(statement, self._break_due, written.listed))
        self._break_due = False
        return shown

    def answer(self, notes: Sequence[str] = ()) -> Answer:
        """Return the answer so far, with notes on what was left out or marked."""
        citations = [piece.cite(str(n)) for n, piece in enumerate(self._pieces, start=1)]
        text = self._text()
        counted = [
            render(name, count=str(count))
            for name, count in (
                ("note_withheld", len(self.withheld)),
                ("note_marked", self._marked),
            )
            if count
        ]
        short = self._inner.short_answer
        return replace(
            self._inner,
            status=Status.ANSWERED,
            text=text,
            short_answer=short if short and comparable(short) in comparable(text) else None,
            statements=tuple(line.statement for line in self._lines),
            citations=tuple(citations),
            evidence=self._renumbered(citations),
            notes=(*notes, *counted),
        )

    def _check(self, written: Written, text: str) -> Support:
        """Check one sentence: form first, then keys, then what it says."""
        raw = written.text
        said = comparable(text)
        if len(said) < _SHORTEST or said in comparable(self._inner.question):
            return Support(Verdict.UNSUPPORTED, "没有内容")
        if acts(raw) or "|" in raw:
            return Support(Verdict.UNSUPPORTED, "含有链接、图片或标记")
        if gives_orders(text):
            return Support(Verdict.UNSUPPORTED, "是指挥回答的话")
        if text.endswith(("？", "?")):
            return Support(Verdict.UNSUPPORTED, "是问句")
        markers = find_markers(raw, self._evidence)
        unknown = list(dict.fromkeys(marker.key for marker in markers if not marker.known))
        if unknown:
            return Support(Verdict.UNSUPPORTED, f"引用了不存在的资料{'、'.join(unknown)}")
        # A sentence that cites nothing may still be found; one that cites the wrong passage
        # is wrong.
        keys = dict.fromkeys(marker.key for marker in markers)
        cited = [self._evidence[key] for key in keys] or list(self._evidence.values())
        support = find_support(text, cited, self._sources)
        if support.verdict is not Verdict.SUPPORTED:
            return support
        idle = beside_the_point(Remark(text, written.listed, support.pieces), self._inner)
        return Support(Verdict.UNSUPPORTED, idle) if idle else support

    def _key(self, piece: Piece) -> str:
        """Return the key of a cited stretch, a new one for a new stretch."""
        for number, other in enumerate(self._pieces, start=1):
            if (other.document.doc_id, other.start, other.end) == (
                piece.document.doc_id,
                piece.start,
                piece.end,
            ):
                return str(number)
        self._pieces.append(piece)
        return str(len(self._pieces))

    def _text(self) -> str:
        """Lay the sentences out: paragraphs, and lists numbered anew."""
        parts: list[str] = []
        number = 0
        for position, line in enumerate(self._lines):
            starts = line.opens_line or position == 0
            if starts:
                number = number + 1 if line.listed else 0
                if parts:
                    parts.append("\n" if line.listed and number > 1 else "\n\n")
                if line.listed:
                    parts.append(f"{number}. ")
            text = line.statement.text
            keys = "".join(f"[{key}]" for key in line.statement.keys)
            mark = "" if line.statement.verdict is Verdict.SUPPORTED else "（未核实）"
            end = "" if text.endswith(_ENDS) or line.listed else "。"
            parts.append(f"{text}{end}{mark}{keys}")
        return "".join(parts)

    def _renumbered(self, citations: Sequence[Citation]) -> tuple[Evidence, ...]:
        """Return the inner answer's evidence, cited passages first under their first key."""
        first: dict[str, str] = {}
        for piece, citation in zip(self._pieces, citations, strict=True):
            first.setdefault(piece.evidence.passage.passage_id, citation.key)
        known = {item.passage.passage_id: item for item in self._inner.evidence}
        given = {item.passage.passage_id: item for item in self._evidence.values()}
        everything = {**given, **known}
        cited = [replace(everything[name], key=key) for name, key in first.items()]
        rest = [item for name, item in everything.items() if name not in first]
        numbered = [
            replace(item, key=str(n)) for n, item in enumerate(rest, start=len(citations) + 1)
        ]
        return (*cited, *numbered)
