"""What a minute of the delay watch costs over a million parcels under way, beside the same over ten thousand."""

import json
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from flask import Flask

from benchmarks import merchant, rounds, shop
from benchmarks.stage import Stage, staged
from commerce import settings
from commerce.schedule import EPOCH
from notifications import watch_jobs
from portal.app import create_app

SMALL, LARGE, DUE = 10_000, 1_000_000, 1_000
MAKE_DUE = "UPDATE shipments SET watch_at = now() - interval '1 minute' WHERE id = ANY(%s)"


def measure(large: int = LARGE) -> list[rounds.Result]:
    """Two stages side by side, filled alike but for their size, with as many parcels due in turn."""
    with staged() as few, staged() as many:
        for stage, parcels in ((few, SMALL), (many, large)):
            shop.fill(stage.database_url, merchant.make(stage), parcels, lines=0)
        with watched(few) as small, watched(many) as big:
            value, detail = rounds.ratio(lambda: minute(big, many, large), lambda: minute(small, few, SMALL))
        found_in, found_in_few = buffers(many, large), buffers(few, SMALL)
    figures = {"parcels_due": DUE, **{name: detail[name] for name in ("rounds", "lowest", "highest")}}
    return [
        rounds.at_most(f"a minute of the watch over {large:,} / over {SMALL:,}", value, 1.3, figures),
        rounds.at_most(f"pages read to find what is due among {large:,}", found_in, 3 * found_in_few, {}),
    ]


@contextmanager
def watched(stage: Stage) -> Iterator[Flask]:
    """The application on a stage's servers."""
    app = create_app(settings.from_environ(stage.environ))
    yield app
    app.extensions["statements"].close()


def minute(app: Flask, stage: Stage, parcels: int) -> float:
    """Let some parcels be due and the watch look at them; the seconds that takes for each that was looked at.

    One whose next look comes within that time is looked at twice.
    """
    make_due(stage, parcels)
    with app.app_context():
        begun = time.perf_counter()
        if (seen := watch_jobs.watch_parcels()) < DUE:
            raise RuntimeError(f"{DUE} parcels were due, {seen} were looked at")
        return (time.perf_counter() - begun) / seen


def make_due(stage: Stage, parcels: int) -> None:
    with psycopg.connect(stage.database_url, autocommit=True) as connection:
        first = connection.execute("SELECT min(id) FROM shipments").fetchone()[0]
        connection.execute(MAKE_DUE, (random.sample(range(first, first + parcels), DUE),))


def buffers(stage: Stage, parcels: int) -> int:
    """The pages that PostgreSQL reads to find the first of what is due; it must be an index that finds it."""
    make_due(stage, parcels)
    with psycopg.connect(stage.database_url, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE) shipments")
        owner = connection.execute("SELECT id FROM merchants WHERE slug = 'bench'").fetchone()[0]
        moment = connection.execute("SELECT now()").fetchone()[0]
        facts = (owner, moment, EPOCH, 0, watch_jobs.AT_ONCE)
        asked = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {watch_jobs.PARCELS.due}"
        plan: dict[str, Any] = connection.execute(asked, facts).fetchone()[0][0]["Plan"]
    if "ix_shipments_watch" not in json.dumps(plan):
        raise RuntimeError(f"no index finds what is due: {plan}")
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])
