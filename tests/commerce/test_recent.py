"""What was looked up is remembered for some seconds, and there is never too much of it."""

import pytest

from commerce import recent
from commerce.recent import Recent


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that shows what stands in it."""
    now = [100.0]
    monkeypatch.setattr(recent.time, "monotonic", lambda: now[0])
    return now


def test_it_is_remembered_for_its_seconds_and_no_longer(clock: list[float]) -> None:
    kept: Recent[str, int] = Recent(10, 3.0)
    kept.keep("a", "b", value=1)
    clock[0] += 2.9
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (1, 1, None)
    clock[0] += 0.2
    assert kept.get("a") is None


def test_kept_again_it_lasts_anew(clock: list[float]) -> None:
    kept: Recent[str, int] = Recent(10, 3.0)
    kept.keep("a", value=1)
    clock[0] += 2.0
    kept.keep("a", value=2)
    clock[0] += 2.0
    assert kept.get("a") == 2


def test_beyond_the_most_it_begins_anew(clock: list[float]) -> None:
    kept: Recent[int, int] = Recent(3, 3.0)
    for number in range(5):
        kept.keep(number, value=number)
    assert sum(kept.get(number) is not None for number in range(5)) <= 3
    assert kept.get(4) == 4


def test_forgotten_it_is_gone(clock: list[float]) -> None:
    kept: Recent[str, int] = Recent(3, 3.0)
    kept.keep("a", value=1)
    kept.clear()
    assert kept.get("a") is None
