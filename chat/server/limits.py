"""How much one person may ask for in a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

_MAX_USERS = 10_000


class RateLimit:
    """Lets each user do ``count`` things in ``period_s`` seconds, refilled steadily."""

    def __init__(
        self, count: int, period_s: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.count = count
        self.period_s = period_s
        self._clock = clock
        self._lock = threading.Lock()
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, user: str, amount: float = 1.0) -> float:
        """Take some of a user's allowance; return 0, or the seconds to wait where it is short."""
        now = self._clock()
        with self._lock:
            left, since = self._left.pop(user, (float(self.count), now))
            left = min(float(self.count), left + (now - since) * self.count / self.period_s)
            granted = left >= amount
            self._left[user] = (left - amount if granted else left, now)
            while len(self._left) > _MAX_USERS:  # the one who asked least lately
                del self._left[next(iter(self._left))]
        return 0.0 if granted else (amount - left) * self.period_s / self.count
