"""One conversation: what was asked and how far each answer has come."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from rag.types import Answer, Turn


class Progress(StrEnum):
    """How far one exchange has come."""

    WAITING = "waiting"
    STREAMING = "streaming"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(slots=True)
class Brake:
    """Stops one answer; shared by all states of its exchange.

    So a piece that was under way when stop was pressed cannot bring the answer back to life.
    """

    pulled: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and its answer so far; ``trouble`` says in Chinese why there is none.

    ``reached`` is how far the answer came; ``progress`` heeds the brake as well.
    """

    question: str
    answer: Answer | None = None
    reached: Progress = Progress.WAITING
    trouble: str = ""
    detail: str = ""
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
    """The exchanges of one visitor, oldest first; the last one is the live one."""

    exchanges: tuple[Exchange, ...] = ()

    @property
    def live(self) -> Exchange | None:
        """The newest exchange, if anything was asked."""
        return self.exchanges[-1] if self.exchanges else None

    @property
    def busy(self) -> bool:
        """Whether the newest question still waits for its answer."""
        return self.live is not None and self.live.busy

    @property
    def history(self) -> tuple[Turn, ...]:
        """The finished exchanges before the newest one, as the pipeline takes them."""
        return tuple(
            Turn(exchange.answer.question or exchange.question, exchange.answer.text)
            for exchange in self.exchanges[:-1]
            if exchange.answer is not None and exchange.progress is Progress.DONE
        )

    def ask(self, question: str, keep: int = 60) -> Conversation:
        """Return the conversation with a new question waiting, its oldest beyond ``keep`` gone."""
        return Conversation((*self.exchanges, Exchange(question))[-keep:])

    def update(self, **changes: object) -> Conversation:
        """Return the conversation with its newest exchange changed."""
        if self.live is None:
            return self
        return Conversation((*self.exchanges[:-1], replace(self.live, **changes)))  # type: ignore[arg-type]  # checked by replace
