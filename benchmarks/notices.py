"""Delay notices decided and sent, against ready messages sent by a bare loop over as many connections."""

import multiprocessing
import os
import smtplib
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psycopg

from benchmarks import merchant, rounds, shop
from benchmarks.stage import Stage, free_port, staged

NOTICES = int(os.environ.get("BENCH_NOTICES", "10000"))
WARM, CONNECTIONS, PATIENCE = 400, 4, 3600.0
NO_LIMITS = """
UPDATE merchants SET config = config || '{"notifications": {"quiet_hours": null, "daily_cap": null}}'
"""
ADDRESSES = "UPDATE orders SET customer = jsonb_build_object('email', email, 'name', 'Ada L')"
DELAYS = """
INSERT INTO events (merchant_id, kind, data, occurred_at)
SELECT merchant_id, 'delay.opened', jsonb_build_object('shipment', code, 'incident', 'predicted_late:1',
    'delay', 'predicted_late', 'days', 2, 'expected_on', promised_on + 2, 'at', now()), now()
FROM shipments WHERE id BETWEEN %s AND %s
"""
SENT = "SELECT count(*) FROM notices WHERE status = 'sent'"


def measure() -> list[rounds.Result]:
    """Notices per second, from the moment the watch finds the delays until the last one is sent."""
    with staged() as stage:
        port = free_port()
        stage.environ["SMTP_URL"] = f"smtp://127.0.0.1:{port}"
        shop.fill(stage.database_url, merchant.make(stage), NOTICES + WARM)
        with psycopg.connect(stage.database_url, autocommit=True) as connection:
            connection.execute(NO_LIMITS)
            connection.execute(ADDRESSES)
            with sink(stage, port):
                ours = NOTICES / of_notices(stage, connection)
        came = int((stage.folder / "mails.txt").read_text())
        if came != NOTICES + WARM:
            raise RuntimeError(f"{came} mails came for {NOTICES + WARM} notices")
        message = (stage.folder / "mail.eml").read_bytes()
        with sink(stage, port):
            bare = NOTICES / of_a_bare_loop(port, message)
    detail = {"ours_per_second": round(ours, 1), "bare_per_second": round(bare, 1), "notices": NOTICES}
    detail |= {"bytes_of_a_message": len(message), "connections": CONNECTIONS}
    return [rounds.at_least("notices decided and sent / ready messages sent", ours / bare, 0.5, detail)]


@contextmanager
def sink(stage: Stage, port: int) -> Iterator[None]:
    """A mail server that takes everything, in a process of its own."""
    with stage.process(sys.executable, "-m", "benchmarks.mail_sink", str(port), str(stage.folder)):
        until = time.monotonic() + 30
        while True:
            try:
                smtplib.SMTP("127.0.0.1", port, timeout=5).close()
                break
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)
        yield


def of_notices(stage: Stage, connection: psycopg.Connection[tuple[int, ...]]) -> float:
    """Seconds that the product's own processes take, after a few notices that warm them up."""
    [(first,)] = connection.execute("SELECT min(id) FROM shipments").fetchall()
    commands = [("scheduler",), ("worker", "--queue", "events")]
    commands += [("worker", "--queue", "notices")] * CONNECTIONS
    with ExitStack() as entered:
        for command in commands:
            entered.enter_context(stage.process(sys.executable, "-m", "portal.cli", *command))
        connection.execute(DELAYS, (first, first + WARM - 1))
        wait_for(connection, WARM)
        # As the database does by itself within a minute; plans made for empty tables are left behind.
        connection.execute("VACUUM (ANALYZE) events, event_work, notices")
        started = time.perf_counter()
        connection.execute(DELAYS, (first + WARM, first + WARM + NOTICES - 1))
        wait_for(connection, WARM + NOTICES)
        return time.perf_counter() - started


def wait_for(connection: psycopg.Connection[tuple[int, ...]], sent: int) -> None:
    until = time.monotonic() + PATIENCE
    while connection.execute(SENT).fetchall()[0][0] < sent:
        if time.monotonic() > until:
            raise TimeoutError("the notices are not sent")
        time.sleep(0.2)


def of_a_bare_loop(port: int, message: bytes) -> float:
    """Seconds that as many connections take to hand over as many messages that are ready."""
    share = NOTICES // CONNECTIONS
    loops = [multiprocessing.Process(target=send, args=(port, message, share)) for _ in range(CONNECTIONS)]
    started = time.perf_counter()
    for loop in loops:
        loop.start()
    for loop in loops:
        loop.join()
    return time.perf_counter() - started


def send(port: int, message: bytes, times: int) -> None:
    with smtplib.SMTP("127.0.0.1", port, "localhost") as server:
        for number in range(times):
            server.sendmail("shop@example.com", f"c{number}@example.com", message)
