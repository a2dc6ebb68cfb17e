"""Quotes on their way to the database: gathered while answers go out, written by a thread of their own."""

import atexit
import logging
import threading
from collections import deque
from collections.abc import Sequence
from datetime import datetime
from secrets import token_hex
from typing import TYPE_CHECKING, NamedTuple

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from eta_model import quotes
from portal.storefront.asking import Wanted

if TYPE_CHECKING:
    from portal.storefront.standing import Standing

log = logging.getLogger(__name__)

MOST_WAITING = 50_000  # some 0.6 kB each
MOST_AT_ONCE = 500
SECONDS = 1.0
IDS_DRAWN = 512


class Given(NamedTuple):
    """An answer that was given, as it was at hand then."""

    merchant_id: int
    wanted: Wanted
    id: str
    standing: "Standing"
    at: datetime

    def quote(self) -> quotes.Quote:
        """The same as it is kept."""
        wanted = self.wanted
        return quotes.Quote(
            id=self.id,
            merchant_id=self.merchant_id,
            model=self.standing.model,
            asked_at=wanted.moment(self.at),  # the moment that its days count from
            country=wanted.country,
            postcode=wanted.postcode,
            sku=wanted.sku,
            weight_g=wanted.weight_g,
            options=self.standing.quoted,
        )


class Quoting:
    """The quotes of one process that wait to be written; safe for several threads.

    Where `MOST_WAITING` wait, whoever brings more waits for them to be written. While the database is away
    nobody waits: quotes beyond those are dropped, and the log says how many.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._waiting: deque[Given] = deque()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._away = False
        self._dropped = 0
        self._ids: list[str] = []

    def new_ids(self, count: int) -> list[str]:
        """So many new ids of 128 random bits."""
        return [self._new_id() for _ in range(count)]

    def _new_id(self) -> str:
        while True:
            try:
                return self._ids.pop()
            except IndexError:  # drawn many at a time: each call to the system lets other threads go first
                drawn = token_hex(16 * IDS_DRAWN)
                self._ids += [f"quo_{drawn[place : place + 32]}" for place in range(0, len(drawn), 32)]

    def keep(self, given: Sequence[Given]) -> None:
        """Write them soon, those that hold anything to be held against what happens."""
        offered = [one for one in given if one.standing.quoted]
        if offered and self._thread is None:
            self._start()
        if len(self._waiting) + len(offered) > MOST_WAITING and not self._away:
            self.flush()
        room = max(0, MOST_WAITING - len(self._waiting))
        self._waiting.extend(offered[:room])
        self._dropped += len(offered[room:])

    def flush(self) -> None:
        """Write all that wait; on a failure they go on waiting."""
        with self._lock, self._app.app_context():
            while self._waiting:
                taken = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_AT_ONCE))]
                try:
                    quotes.keep([given.quote() for given in taken])
                except SQLAlchemyError as error:
                    self._away = True
                    self._waiting.extendleft(reversed(taken))
                    log.warning("%d quotes wait for the database: %s", len(self._waiting), error)
                    return
                self._away = False
        if self._dropped:
            dropped, self._dropped = self._dropped, 0
            log.error("%d quotes were dropped: more than %d waited", dropped, MOST_WAITING)

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="quotes", daemon=True)
                self._thread.start()
                atexit.register(self.flush)

    def _run(self) -> None:
        pause = threading.Event()
        while True:
            pause.wait(SECONDS)
            if self._waiting or self._dropped:
                self.flush()


def quoting() -> Quoting:
    """This application's quotes."""
    kept: Quoting = current_app.extensions["quoting"]
    return kept
