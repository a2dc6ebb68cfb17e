"""EasyPost's webhook: durable intake against one committed row, and the way from webhook to page under load."""

import hashlib
import hmac
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

import orjson

from benchmarks import rounds, shop
from benchmarks.load import Connection, rate, request
from benchmarks.merchant import SECRET
from benchmarks.stage import Stage

SECONDS, CLIENTS = 2.0, 8
PER_SECOND, FOR_SECONDS, WITHIN, PATIENCE = 50, 20, 2.0, 60.0
numbers = count(1)


def webhook(tracking_number: str, message: str = "Arrived") -> bytes:
    """A signed event of its own, of ordinary size: ten scans."""
    start = datetime.now(UTC) - timedelta(days=2)
    details = [
        {
            "object": "TrackingDetail",
            "message": f"{message} {hour}",
            "status": "in_transit",
            "status_detail": "arrived_at_facility",
            "datetime": (start + timedelta(hours=hour)).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "source": "UPS",
            "tracking_location": {"city": "NEWARK", "state": "NJ", "country": "US", "zip": "07114"},
        }
        for hour in range(10)
    ]
    tracker = {"id": "trk_1", "object": "Tracker", "tracking_code": tracking_number, "status": "in_transit"}
    tracker |= {
        "updated_at": start.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "carrier": "UPS",
        "tracking_details": details,
    }
    event = {
        "id": f"evt_{next(numbers)}",
        "object": "Event",
        "description": "tracker.updated",
        "result": tracker,
    }
    body = orjson.dumps(event)
    signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    return request(
        "/webhooks/bench/easypost", headers={"X-Hmac-Signature": f"hmac-sha256-hex={signature}"}, body=body
    )


def durable(stage: Stage) -> rounds.Result:
    """Messages taken per second, each stored before its 200."""
    ready = [webhook(f"X{number}") for number in range(100_000)]
    supply = iter(ready)
    plain = request("/insert", body=ready[0].partition(b"\r\n\r\n")[2])

    def bare_messages() -> Iterator[bytes]:
        while True:
            yield plain

    with stage.product() as port, stage.bare() as bare:
        value, detail = rounds.ratio(
            lambda: rate(port, lambda: supply, seconds=SECONDS, clients=CLIENTS, status=200),
            lambda: rate(bare, bare_messages, seconds=SECONDS, clients=CLIENTS, status=200),
        )
    return rounds.at_least("webhook stored / one row committed", value, 0.6, detail)


def to_the_page(stage: Stage) -> rounds.Result:
    """Seconds from a webhook's sending until its words stand on the shopper's page, fifty coming each second."""
    commands = [("scheduler",), ("worker", "--queue", "events")]
    with stage.product() as port:
        entered = [stage.process(sys.executable, "-m", "portal.cli", *command) for command in commands]
        for process in entered:
            process.__enter__()
        try:
            if watched_once(port) > PATIENCE:
                raise RuntimeError("the workers did not begin")
            waits = sorted(watched(port))
        finally:
            for process in reversed(entered):
                process.__exit__(None, None, None)
    share = sum(wait <= WITHIN for wait in waits) / len(waits)
    detail = {
        "median_seconds": round(waits[len(waits) // 2], 3),
        "p95_seconds": round(waits[int(len(waits) * 0.95)], 3),
    }
    return rounds.at_least(
        "webhooks shown on the page within 2 s, share", share, 0.95, detail | {"pages": len(waits)}
    )


def watched_once(port: int) -> float:
    """Seconds until a first webhook shows: the processes have begun to work."""
    waits: list[float] = []
    Connection(port).ask(webhook("TN29999", "Began"))
    watch(port, 29_999, "Began", time.perf_counter(), waits)
    return waits[0]


def watched(port: int) -> list[float]:
    """Send at the rate; every tenth webhook's page is asked for until it has changed."""
    waits: list[float] = []
    watchers = []
    connection = Connection(port)
    start = time.perf_counter()
    for turn in range(PER_SECOND * FOR_SECONDS):
        time.sleep(max(0.0, start + turn / PER_SECOND - time.perf_counter()))
        word = f"Seen{turn}"
        sent = time.perf_counter()
        status, _, _ = connection.ask(webhook(f"TN{turn + 1}", word))
        if status != 200:
            raise RuntimeError(f"a webhook was answered {status}")
        if turn % 10 == 0:
            watcher = threading.Thread(target=watch, args=(port, turn + 1, word, sent, waits))
            watcher.start()
            watchers.append(watcher)
    for watcher in watchers:
        watcher.join()
    return waits


def watch(port: int, order: int, word: str, sent: float, waits: list[float]) -> None:
    connection = Connection(port)
    message = request(f"/t/{shop.token_of(order)}")
    while time.perf_counter() - sent < PATIENCE:
        if word.encode() in connection.ask(message)[2]:
            break
        time.sleep(0.1)
    waits.append(time.perf_counter() - sent)
    connection.close()
