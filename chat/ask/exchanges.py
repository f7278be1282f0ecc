"""One conversation: what was asked and how far each answer has come."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from rag.retriever import EVERYTHING
from rag.types import Answer, Filter, Turn

MAX_EXCHANGES = 200


class Progress(StrEnum):
    """How far one exchange has come."""

    WAITING = "waiting"
    STREAMING = "streaming"
    DONE = "done"
    STOPPED = "stopped"
    CUT_OFF = "cut-off"
    FAILED = "failed"


# What is said of an answer that did not come to its end: without any of it, and below what came.
ENDED = {
    Progress.STOPPED: ("已停止。", "已停止，以上是停止前的内容。"),
    Progress.CUT_OFF: (
        "页面或程序中途关闭过，这个问题没有答完。",
        "页面或程序中途关闭过，以上是关闭前的内容。",
    ),
}


@dataclass(slots=True)
class Brake:
    """Stops one answer; shared by all states of its exchange.

    So a piece that was under way when stop was pressed cannot bring the answer back to life.
    It is ``taken`` by the event that answers: another that comes upon an older state does not.
    """

    pulled: bool = False
    taken: bool = False


@dataclass(slots=True)
class Scope:
    """Which documents may answer; shared by all states of its conversation.

    So a choice that is made while another handler holds an older state is not lost.
    """

    wanted: Filter = EVERYTHING


@dataclass(slots=True)
class Title:
    """What a conversation is called; shared by all its states.

    So a title that is given while an answer comes is not lost.
    """

    words: str = ""


@dataclass(slots=True)
class Rating:
    """What the visitor thinks of one answer; shared by all states of its exchange."""

    good: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and its answer so far; ``trouble`` says in Chinese why there is none.

    ``reached`` is how far the answer came; ``progress`` heeds the brake as well. ``ahead``
    counts the questions before it in the line. ``exchange_id`` is its number in the
    library, 0 where it is not kept.
    """

    question: str
    answer: Answer | None = None
    reached: Progress = Progress.WAITING
    trouble: str = ""
    detail: str = ""
    ahead: int = 0
    exchange_id: int = 0
    rating: Rating = field(default_factory=Rating, compare=False)
    brake: Brake = field(default_factory=Brake, compare=False)

    @property
    def progress(self) -> Progress:
        """How far the exchange is."""
        coming = self.reached in (Progress.WAITING, Progress.STREAMING)
        return Progress.STOPPED if coming and self.brake.pulled else self.reached

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self.progress in (Progress.WAITING, Progress.STREAMING)


@dataclass(frozen=True, slots=True)
class Conversation:
    """The exchanges of one visitor, oldest first; the last one is the live one.

    ``conversation_id`` is "" until the library keeps it.
    """

    exchanges: tuple[Exchange, ...] = ()
    conversation_id: str = ""
    named: Title = field(default_factory=Title, compare=False)
    scope: Scope = field(default_factory=Scope, compare=False)

    @property
    def title(self) -> str:
        """What it is called."""
        return self.named.words

    @property
    def wanted(self) -> Filter:
        """Which documents may answer."""
        return self.scope.wanted

    @property
    def live(self) -> Exchange | None:
        """The newest exchange, if anything was asked."""
        return self.exchanges[-1] if self.exchanges else None

    @property
    def busy(self) -> bool:
        """Whether the newest question still waits for its answer."""
        return self.live is not None and self.live.busy

    @property
    def full(self) -> bool:
        """Whether it has grown too long to go on."""
        return len(self.exchanges) >= MAX_EXCHANGES

    @property
    def history(self) -> tuple[Turn, ...]:
        """The finished exchanges, as the pipeline takes them; one under way is not among them."""
        return tuple(
            Turn(answer.question or exchange.question, answer.text, answer.doc_ids)
            for exchange in self.exchanges
            if (answer := exchange.answer) is not None and exchange.progress is Progress.DONE
        )

    def before(self, turn: int) -> Conversation:
        """Return the conversation up to, without, the 1-based ``turn``.

        A title that was taken from the first question goes with it.
        """
        kept = self.exchanges[: max(0, turn - 1)]
        first = " ".join(self.exchanges[0].question.split()) if self.exchanges else ""
        own = kept or not first.startswith(" ".join(self.title.split()))
        return replace(self, exchanges=kept, named=self.named if own else Title())

    def ask(self, question: str) -> Conversation:
        """Return the conversation with a new question waiting."""
        return replace(self, exchanges=(*self.exchanges, Exchange(question)))

    def update(self, **changes: Any) -> Conversation:
        """Return the conversation with its newest exchange changed."""
        if self.live is None:
            return self
        return replace(self, exchanges=(*self.exchanges[:-1], replace(self.live, **changes)))
