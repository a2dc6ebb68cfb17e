"""Subscribers that a test adds are its own."""

from collections.abc import Iterator

import pytest

from commerce.outbox import SUBSCRIBERS


@pytest.fixture
def own_listeners() -> Iterator[None]:
    """Those of the product as they were, afterwards."""
    before = dict(SUBSCRIBERS)
    yield
    SUBSCRIBERS.clear()
    SUBSCRIBERS.update(before)
