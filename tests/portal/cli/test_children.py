"""Which processes there are."""

import pytest

from commerce.queue import QUEUES
from portal.cli.children import share_out
from portal.cli.worker import KINDS


@pytest.mark.parametrize("workers", [0, 1, len(QUEUES)])
def test_every_queue_has_a_worker(workers: int) -> None:
    assert share_out(workers) == list(QUEUES)


def test_more_workers_go_to_the_busy_queues_in_turn() -> None:
    assert share_out(len(QUEUES) + 4)[len(QUEUES) :] == ["events", "carriers", "notices", "events"]


def test_every_queue_has_a_kind_of_worker() -> None:
    assert set(KINDS) == set(QUEUES)
