"""What each page of the console costs among a million orders and three million scans, beside ten thousand."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

import psycopg

from benchmarks import console_rows, eligibility, merchant, rounds, shop
from benchmarks.load import Connection, request
from benchmarks.stage import Stage, staged
from commerce import people, settings, staff_sessions
from commerce.database import transaction
from portal.app import create_app
from returns import drafting

SMALL, LARGE = 10_000, 1_000_000
LINES, SCANS, ASKED = 2, 3, 21
MOST = 2.0
DRAFTED = {"window": {"days": 14}}
PAGES = (
    "/today",
    "/orders",
    "/orders?sort=number",
    "/orders?q=N77",
    "/orders?q=ada",
    "/orders/N77",
    "/orders/N77/return",
    "/parcels",
    *(f"/parcels?state={state}" for state in ("late", "stalled", "trouble", "under_way", "all")),
    "/parcels?sort=promised",
    "/returns",
    *(f"/returns?state={state}" for state in ("requested", "received", "completed", "all")),
    "/returns/ret_77",
    "/returns/desk?scan=TR77",
    "/claims",
    "/messages",
    "/messages?state=failed",
    "/messages?q=N77",
    "/messages/settings",
    "/messages/words",
    "/messages/words/delayed/email/en",
    "/policy",
    "/policy/terms",
    "/policy/rules/new",
    "/policy/rules/0",
    "/policy/try?order=N77",
    "/policy/review",
    "/policy/versions",
    "/policy/versions/1",
    "/policy/text",
    "/delivery-dates",
    "/delivery-dates?country=US&postcode=94103",
    "/locations",
    "/locations/NJ1",
    "/services/ground",
    "/connections",
    *(f"/insights/{topic}" for topic in ("delivery", "returns", "money")),
    "/insights/delivery?by=carrier&weeks=52",
    "/insights/returns?by=product&weeks=52",
    "/brand",
    "/people",
    "/account",
    "/settings",
    "/privacy",
    "/privacy?q=c77%40example.com",
    "/log",
)


def measure() -> list[rounds.Result]:
    """Two stages side by side, filled alike but for their size; each page is asked of both in turn."""
    with filled(SMALL) as few, filled(LARGE) as many, few.product() as small, many.product() as big:
        here, there = Visitor(few, small), Visitor(many, big)
        return [held_against(page, here, there) for page in PAGES]


@contextmanager
def filled(orders: int) -> Iterator[Stage]:
    """A stage whose shop has that many orders, and of everything else what such a shop has."""
    with staged() as stage:
        merchant_id = merchant.make(stage)
        eligibility.publish(stage)
        shop.fill(stage.database_url, merchant_id, orders, lines=LINES, scans=SCANS)
        console_rows.fill(stage.database_url, merchant_id)
        yield stage


def cookie(stage: Stage) -> str:
    """What the browser of an owner has who signed in, and works on a draft of the policy."""
    app = create_app(settings.from_environ(stage.environ))
    with app.app_context():
        with psycopg.connect(stage.database_url) as connection:
            [merchant_id] = connection.execute("SELECT id FROM merchants WHERE slug = 'bench'").fetchone()
        invitation = people.invite(merchant_id, "ada@bench.test", "owner")
        with transaction():
            token = staff_sessions.begin(people.invited(invitation.token), "127.0.0.1", "Benchmark")
        published = drafting.current(merchant_id)
        drafting.save(merchant_id, published.seen, {**published.source, **DRAFTED}, "ada@bench.test")
        app.extensions["statements"].close()
    return app.session_interface.get_signing_serializer(app).dumps({"token": token, "_permanent": True})


class Visitor:
    """Somebody who is signed in, and how long a page takes them."""

    def __init__(self, stage: Stage, port: int) -> None:
        self.connection = Connection(port)
        self.headers = {"Cookie": f"session={cookie(stage)}", "Accept-Encoding": "gzip"}

    def waits(self, page: str) -> float:
        """Seconds from the question to the last byte of the answer."""
        message = request(f"/console{page}", headers=self.headers)
        start = time.perf_counter()
        status, _, body = self.connection.ask(message)
        spent = time.perf_counter() - start
        if status not in (HTTPStatus.OK, HTTPStatus.SEE_OTHER):
            raise RuntimeError(f"{page} answered {status}: {body[:500]!r}")
        return spent


def held_against(page: str, few: Visitor, many: Visitor) -> rounds.Result:
    """The median time among many over that among few, asked in turn after a pair that does not count."""
    few.waits(page), many.waits(page)
    pairs = [(few.waits(page), many.waits(page)) for _ in range(ASKED)]
    small, large = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
    detail = {"ms_among_few": round(small * 1000, 2), "ms_among_many": round(large * 1000, 2)}
    return rounds.at_most(f"{page} among {LARGE:,} orders / among {SMALL:,}", large / small, MOST, detail)
