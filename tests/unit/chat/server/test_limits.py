"""How much one person may ask for in a while."""

from __future__ import annotations

import pytest

from chat.server.limits import RateLimit


def test_an_allowance_is_each_users_own_and_refills() -> None:
    now = 0.0
    limit = RateLimit(3, 60, clock=lambda: now)
    assert [limit.take("甲") for _ in range(3)] == [0, 0, 0]
    assert limit.take("甲") == pytest.approx(20)
    assert limit.take("乙") == 0
    now = 20.0
    assert limit.take("甲") == 0
    assert limit.take("甲") > 0
