"""Delay notices decided and sent, against ready messages sent by a bare loop over as many connections."""

import multiprocessing
import os
import smtplib
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from statistics import median

import psycopg

from benchmarks import merchant, rounds, shop
from benchmarks.stage import Stage, free_port, staged

NOTICES = int(os.environ.get("BENCH_NOTICES", "10000"))
WARM, ROUNDS, CONNECTIONS, PATIENCE = 400, 5, 4, 3600.0
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
    """Notices per second, from the moment the watch finds the delays until the last one is sent, in several rounds.

    Each is followed by as many ready messages from a bare loop.
    """
    with staged() as stage:
        port, part = free_port(), NOTICES // ROUNDS
        stage.environ["SMTP_URL"] = f"smtp://127.0.0.1:{port}"
        shop.fill(stage.database_url, merchant.make(stage), NOTICES + WARM)
        with psycopg.connect(stage.database_url, autocommit=True) as connection, workers(stage):
            connection.execute(NO_LIMITS)
            connection.execute(ADDRESSES)
            with sink(stage, port):
                of_notices(connection, WARM)
            message = (stage.folder / "mail.eml").read_bytes()
            with sink(stage, port):
                pairs = [
                    (part / of_notices(connection, part), part / of_a_bare_loop(port, message, part))
                    for _ in range(ROUNDS)
                ]
        came = int((stage.folder / "mails.txt").read_text())
        if came != 2 * part * ROUNDS:
            raise RuntimeError(
                f"{came} mails came for {part * ROUNDS} notices and as many from the bare loop"
            )
    ratios = [ours / bare for ours, bare in pairs]
    detail = {"ours_per_second": median(ours for ours, _ in pairs)}
    detail |= {"bare_per_second": median(bare for _, bare in pairs)}
    detail |= {"notices": NOTICES, "bytes_of_a_message": len(message), "connections": CONNECTIONS}
    detail |= {f"round_{number}": ratio for number, ratio in enumerate(ratios, 1)}
    told = {name: round(value, 3) for name, value in detail.items()}
    return [rounds.at_least("notices decided and sent / ready messages sent", median(ratios), 0.5, told)]


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


@contextmanager
def workers(stage: Stage) -> Iterator[None]:
    """The product's own processes."""
    commands = [("scheduler",), ("worker", "--queue", "events")]
    commands += [("worker", "--queue", "notices")] * CONNECTIONS
    with ExitStack() as entered:
        for command in commands:
            entered.enter_context(stage.process(sys.executable, "-m", "portal.cli", *command))
        yield


def of_notices(connection: psycopg.Connection[tuple[int, ...]], count: int) -> float:
    """Seconds that the product takes for delays of the next parcels."""
    started = time.perf_counter()
    [(before,)] = connection.execute("SELECT count(*) FROM notices").fetchall()
    [(first,)] = connection.execute("SELECT min(id) FROM shipments").fetchall()
    connection.execute(DELAYS, (first + before, first + before + count - 1))
    wait_for(connection, before + count)
    return time.perf_counter() - started


def wait_for(connection: psycopg.Connection[tuple[int, ...]], sent: int) -> None:
    until = time.monotonic() + PATIENCE
    while missing := sent - connection.execute(SENT).fetchall()[0][0]:
        if time.monotonic() > until:
            raise TimeoutError("the notices are not sent")
        time.sleep(0.1 + missing / 5000)  # to count them is work, too


def of_a_bare_loop(port: int, message: bytes, count: int) -> float:
    """Seconds that as many connections take to hand over so many messages that are ready."""
    share = count // CONNECTIONS
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
