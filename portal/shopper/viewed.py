"""How often tracking pages were looked at: a number per shop, of nobody in particular, written every few seconds."""

import atexit
import logging
import threading
from collections import Counter

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from commerce import merchants
from commerce.clock import now
from commerce.database import transaction
from commerce.insights.counting import add
from commerce.insights.figures import Figure, week_of

log = logging.getLogger(__name__)
SECONDS = 10.0


class Views:
    """The views of one process that wait to be added; a process that is killed forgets those of seconds."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._seen: Counter[int] = Counter()
        self._thread: threading.Thread | None = None

    def seen(self, merchant_id: int) -> None:
        """Note that a page of that shop was looked at."""
        with self._lock:
            self._seen[merchant_id] += 1
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="views", daemon=True)
                self._thread.start()
                atexit.register(self.flush)

    def flush(self) -> None:
        """Add those that wait to the shops' figures; where the database is away they go on waiting."""
        with self._lock:
            taken, self._seen = self._seen, Counter()
        with self._app.app_context():
            for merchant_id in sorted(taken):
                try:
                    keep(merchant_id, taken[merchant_id])
                except SQLAlchemyError as error:
                    log.warning("views wait for the database: %s", error)
                    with self._lock:
                        self._seen[merchant_id] += taken[merchant_id]

    def _run(self) -> None:
        pause = threading.Event()
        while True:
            pause.wait(SECONDS)
            if self._seen:
                self.flush()


def keep(merchant_id: int, count: int) -> None:
    """Add views to the week of a shop, if it is still there."""
    merchant = merchants.known_by_id(merchant_id)
    if merchant:
        week = week_of(now(), merchant.config["time_zone"])
        with transaction():
            add(merchant_id, [Figure("views", week, count, 0, {})])
