"""Waiting for what another process does: for the condition, never for a time."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(condition: Callable[[], T], seconds: float = 90.0) -> T:
    """The first true answer of `condition`; an assertion fails where none comes within `seconds`."""
    until = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < until, f"waited {seconds:.0f} s in vain"
        time.sleep(0.05)
    return answer
