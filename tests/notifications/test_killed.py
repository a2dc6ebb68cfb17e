"""Notices under load while workers are killed, Redis is emptied and PostgreSQL is lost: each told exactly once.

The mail server is a real one that refuses, delays and hangs up. What may have left when its worker was killed is
parked where the kind says so; then staff look whether it came, and retry it where it did not.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import redis
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask

from commerce import embedded
from commerce.database import db
from commerce.models import Merchant
from notifications import listing
from portal.app import create_app
from tests.builders import make_merchant
from tests.eventually import eventually
from tests.notifications.happening import find_delay, order_of, ship
from tests.ports import free_port
from tests.test_processes import Running, up

pytestmark = pytest.mark.slow

WAVES, PARCELS = 3, 24
UNSETTLED = "SELECT count(*) FROM notices WHERE status IN ('scheduled', 'sending')"
SENT = "SELECT count(*) FROM notices WHERE status = 'sent'"


class Moody:
    """A server that keeps what it takes, and treats every message in one of five ways."""

    def __init__(self) -> None:
        self.turns = 0
        self.taken: Counter[str] = Counter()

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.turns += 1
        envelope.rcpt_tos.append(address)
        if self.turns % 11 == 0:
            server.transport.close()
        return "451 busy" if self.turns % 7 == 0 else "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        await asyncio.sleep(0.2 if self.turns % 3 == 0 else 0)
        if self.turns % 13 == 0:
            server.transport.close()  # it had all of it, and did not take it
            return "451 gone"
        notice = message_from_bytes(envelope.content)["Message-ID"].strip("<>").partition("@")[0]
        self.taken[notice] += 1
        return "250 OK"


@pytest.fixture
def moody() -> Iterator[tuple[Moody, int]]:
    server, port = Moody(), free_port()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    yield server, port
    controller.stop()


@pytest.fixture
def running(moody: tuple[Moody, int], monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    monkeypatch.setenv("SMTP_URL", f"smtp://127.0.0.1:{moody[1]}")
    with TemporaryDirectory(prefix="wp") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL's own user passes through it when root runs the tests
        with up(folder) as running:
            yield running


@pytest.fixture
def shop(running: Running) -> Iterator[Flask]:
    """An application beside the processes, to have things happen with."""
    addresses = {
        "database_url": embedded.postgres_address(running.config),
        "redis_url": embedded.redis_address(running.config),
    }
    app = create_app(replace(running.config, **addresses))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    app.extensions["statements"].close()


def happen(merchant: Merchant, wave: int) -> None:
    """Delays are found, half of them of a kind that is rather not told twice."""
    for number in range(PARCELS):
        name = f"{wave}-{number}"
        parcel = ship(order_of(merchant, name, customer={"email": f"c{name}@example.com"}))
        find_delay(parcel, "predicted_late" if number % 2 else "exception")


def harm(running: Running, wave: int) -> None:
    """Kill the notices' worker while it is at work, empty Redis, and have PostgreSQL lost in the second wave."""
    eventually(lambda: running.one(SENT) > wave * PARCELS // 2)
    if worker := running.child("worker --queue notices"):
        worker.kill()
    if wave == 1:
        for process in running.family():
            if process.name() == "postgres" and process.ppid() == running.process.pid:
                process.kill()
        eventually(lambda: running.said("postgres runs again"))
        eventually(lambda: embedded.postgres_answers(running.config))
    with redis.Redis.from_url(embedded.redis_address(running.config)) as connection:
        connection.flushall()


def test_whatever_is_killed_every_shipment_is_told_exactly_once(
    running: Running, shop: Flask, moody: tuple[Moody, int]
) -> None:
    server, _ = moody
    merchant_id = make_merchant(notifications={"quiet_hours": None, "daily_cap": None}).id
    for wave in range(WAVES):
        happen(db.session.get_one(Merchant, merchant_id), wave)
        harm(running, wave)
        db.session.remove()
    eventually(lambda: running.one("SELECT count(*) FROM notices") == WAVES * PARCELS)
    eventually(lambda: running.one(UNSETTLED) == 0, seconds=400)
    for notice in listing.listed(merchant_id, status="failed", most=200):
        if not server.taken[notice.id]:
            listing.retry(merchant_id, notice.id)
    eventually(lambda: running.one(UNSETTLED) == 0, seconds=200)
    told = listing.listed(merchant_id, most=200)
    assert all(server.taken[notice.id] for notice in told)
    rather_not = [notice for notice in told if notice.kind == "delayed"]
    assert [server.taken[notice.id] for notice in rather_not] == [1] * (WAVES * PARCELS // 2)
    repeated = sum(server.taken.values()) - len(told)
    assert repeated <= WAVES  # of the kinds told once more, one at most for each worker that was killed
