"""Several actors at once on the real database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from flask import Flask

from commerce.database import db
from commerce.errors import AppError


def at_once(app: Flask, *works: Callable[[], Any]) -> list[Any]:
    """Do the works in threads that start together; what each gives, or the refusal it ended in."""
    start = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        with app.app_context():
            start.wait()
            try:
                return work()
            except AppError as refusal:
                return refusal
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))
