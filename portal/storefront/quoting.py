"""Quotes on their way to the database: gathered while answers go out, written by a thread of their own."""

import atexit
import logging
import threading
from collections import deque
from collections.abc import Iterable, Sequence
from datetime import datetime
from secrets import token_hex
from typing import TYPE_CHECKING, NamedTuple

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from eta_model.quotes import Asked, Quotes, keep
from portal.storefront.asking import moment

if TYPE_CHECKING:
    from portal.storefront.answers import Answer

log = logging.getLogger(__name__)

MOST_WAITING = 50_000  # some 0.6 kB each
ENOUGH_AT_ONCE = 2_000
SECONDS = 1.0
IDS_DRAWN = 512


class Given(NamedTuple):
    """Answers that were given at one moment, as they were at hand then."""

    merchant_id: int
    at: datetime
    answers: Sequence["Answer"]

    def quotes(self) -> Iterable[Quotes]:
        """The same as they are kept."""
        alike: dict[tuple[int, str | None], list[Answer]] = {}
        for answer in self.answers:
            key = id(answer.wanted[0]), answer.standing.model
            if key in alike:
                alike[key].append(answer)
            else:
                alike[key] = [answer]
        return [self.together(answers) for answers in alike.values()]

    def together(self, answers: Sequence["Answer"]) -> Quotes:
        """Those that differ by place alone."""
        (what, _), offer = answers[0].wanted, answers[0].standing
        at = moment(what, self.at)  # the moment that its days count from
        asked = Asked(self.merchant_id, offer.model, at, what.country, what.sku, what.weight_g)
        return Quotes(
            asked,
            [answer.quote_id for answer in answers],
            [answer.wanted[1].place for answer in answers],
            [answer.standing.quoted for answer in answers],
        )


class Quoting:
    """The quotes of one process that wait to be written; safe for several threads.

    Where `MOST_WAITING` wait, whoever brings more waits for them to be written. While the database is away
    nobody waits: quotes beyond those are dropped, and the log says how many.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._waiting: deque[Given] = deque()
        self._count = 0
        self._gate = threading.Lock()  # around the two above; never held while the database is asked
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._away = False
        self._dropped = 0
        self._ids: list[str] = []

    def new_ids(self, count: int) -> list[str]:
        """So many new ids of 128 random bits."""
        return drawn(count) if count > 1 else [self._new_id()]

    def _new_id(self) -> str:
        while True:
            try:
                return self._ids.pop()
            except IndexError:  # drawn many at a time: each call to the system lets other threads go first
                self._ids += drawn(IDS_DRAWN)

    def keep(self, given: Given) -> None:
        """Write them soon, those that hold anything to be held against what happens."""
        offered = [one for one in given.answers if one.standing.quoted]
        if offered and self._thread is None:
            self._start()
        if self._count + len(offered) > MOST_WAITING and not self._away:
            self.flush()
        with self._gate:
            room = max(0, MOST_WAITING - self._count)
            self._put([given._replace(answers=offered[:room])])
            self._dropped += len(offered[room:])

    def _put(self, several: Iterable[Given]) -> None:
        for given in several:
            if given.answers:
                self._waiting.append(given)
                self._count += len(given.answers)

    def _take(self) -> list[Given]:
        """The oldest of those that wait, as many as are written at once."""
        taken: list[Given] = []
        with self._gate:
            left = self._count
            while self._waiting and left - self._count < ENOUGH_AT_ONCE:
                taken.append(self._waiting.popleft())
                self._count -= len(taken[-1].answers)
        return taken

    def flush(self) -> None:
        """Write all that wait; on a failure they go on waiting."""
        with self._lock, self._app.app_context():
            while taken := self._take():
                try:
                    keep(quotes for given in taken for quotes in given.quotes())
                except SQLAlchemyError as error:
                    self._away = True
                    with self._gate:
                        self._put(taken)
                    log.warning("%d quotes wait for the database: %s", self._count, error)
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


def drawn(count: int) -> list[str]:
    digits = token_hex(16 * count)
    return [f"quo_{digits[place : place + 32]}" for place in range(0, len(digits), 32)]


def quoting() -> Quoting:
    """This application's quotes."""
    kept: Quoting = current_app.extensions["quoting"]
    return kept
