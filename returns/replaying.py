"""A draft policy tried on all past orders by several processes, some thousand orders at a time each."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import datetime
from multiprocessing import get_context
from typing import Any

from commerce.merchants import Known
from commerce.statements import Statements
from returns import past, published
from returns.past import Part
from returns.simulate import Tally, count


class Judge:
    """What a process needs to judge: a connection of its own, the versions and the draft."""

    def __init__(self, database_url: str, merchant: Known, since: datetime, source: dict[str, Any]) -> None:
        self._ask = Statements(database_url).all
        self._merchant, self._since = merchant, since
        self._versions = published.versions_anew(self._ask, merchant.id)
        self._draft = published.compile_source(source, 0)

    def judge(self, part: Part) -> Tally:
        """The count of the part's orders."""
        orders = past.cases(self._ask, self._merchant, self._since, part)
        return count((case for order in orders for case in order), self._versions, self._draft)


JUDGES: list[Judge] = []
"""This process's own, once it has begun."""


def tallies(
    database_url: str, merchant: Known, since: datetime, source: dict[str, Any], parts: Sequence[Part]
) -> Iterator[Tally]:
    """The count of each part, in the order in which they are done."""
    cores = len(os.sched_getaffinity(0))
    with ProcessPoolExecutor(
        min(cores, len(parts)),
        # A fork would share this process's connections and threads.
        mp_context=get_context("spawn"),
        initializer=begin,
        initargs=(database_url, merchant, since, source),
    ) as pool:
        for done in as_completed([pool.submit(judged, part) for part in parts]):
            yield done.result()


def begin(database_url: str, merchant: Known, since: datetime, source: dict[str, Any]) -> None:
    JUDGES[:] = [Judge(database_url, merchant, since, source)]


def judged(part: Part) -> Tally:
    return JUDGES[0].judge(part)
