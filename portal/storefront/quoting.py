"""Quotes on their way to the database: gathered while answers go out, written by a thread of their own."""

import atexit
import logging
import threading
from collections import deque
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from eta_model import quotes
from eta_model.options import TABLE, Offer
from portal.storefront.asking import Wanted

log = logging.getLogger(__name__)

MOST_WAITING = 50_000
MOST_AT_ONCE = 2_000
SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was given, as it was at hand then."""

    merchant_id: int
    wanted: Wanted
    id: str
    offer: Offer
    at: datetime
    model: str | None
    confidence: float

    def quote(self) -> quotes.Quote:
        """The same as it is kept."""
        by_model = any(option.basis != TABLE for option in self.offer.options)
        return quotes.Quote(
            id=self.id,
            merchant_id=self.merchant_id,
            model=self.model if by_model else None,
            asked_at=self.wanted.asked(self.at).at,  # the moment that its days count from
            country=self.wanted.country,
            postcode=self.wanted.postcode,
            sku=self.wanted.sku,
            weight_g=self.wanted.weight_g,
            options=tuple(
                quotes.Option(
                    service=option.service.code,
                    carrier=option.service.carrier,
                    location=option.location,
                    promise=option.promise,
                    likely=option.likely,
                    days=dict(option.days),
                    confidence=self.confidence,
                    basis=option.basis,
                )
                for option in self.offer.options
            ),
        )


class Quoting:
    """The quotes of one process that wait to be written; safe for several threads.

    While the database is away up to `MOST_WAITING` wait; those beyond are dropped, and the log says how many.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._waiting: deque[Given] = deque()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._dropped = 0

    def keep(self, given: Given) -> None:
        """Write it soon, where there is anything in it to be held against what happens."""
        if not given.offer.options:
            return
        if len(self._waiting) >= MOST_WAITING:
            self._dropped += 1
            return
        self._waiting.append(given)
        if self._thread is None:
            self._start()

    def flush(self) -> None:
        """Write all that wait; on a failure they go on waiting."""
        with self._lock, self._app.app_context():
            while self._waiting:
                taken = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_AT_ONCE))]
                try:
                    quotes.keep([given.quote() for given in taken])
                except SQLAlchemyError as error:
                    self._waiting.extendleft(reversed(taken))
                    log.warning("%d quotes wait for the database: %s", len(self._waiting), error)
                    return
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
