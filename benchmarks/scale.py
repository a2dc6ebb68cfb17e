"""What a look-up, a page and an intake cost among millions of shipments, beside the same among thousands."""

import random
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from benchmarks import intake, merchant, rounds, shop
from benchmarks.load import rate, request
from benchmarks.stage import staged

SMALL, LARGE = 50_000, 5_000_000
SECONDS, CLIENTS = 2.0, 4
Messages = Callable[[int], Iterator[bytes]]


def measure(large: int = LARGE) -> list[rounds.Result]:
    """Two stages side by side, filled alike but for their size, asked in turn."""
    with staged() as few, staged() as many:
        for stage, orders in ((few, SMALL), (many, large)):
            shop.fill(stage.database_url, merchant.make(stage), orders)
        with few.product() as small, many.product() as big:
            return [
                cost("a look-up", small, big, large, lookups, 303),
                cost("a page", small, big, large, pages, 200),
                cost("an intake", small, big, large, intakes, 200),
            ]


def cost(name: str, small: int, big: int, large: int, messages: Messages, status: int) -> rounds.Result:
    value, detail = rounds.ratio(
        lambda: 1 / rate(big, lambda: messages(large), seconds=SECONDS, clients=CLIENTS, status=status),
        lambda: 1 / rate(small, lambda: messages(SMALL), seconds=SECONDS, clients=CLIENTS, status=status),
    )
    return rounds.at_most(
        f"{name} among {large:,} / among {SMALL:,}", value, 1.3, {"rounds": detail["rounds"]}
    )


def chosen(orders: int) -> Iterator[int]:
    pick = random.Random(7)
    while True:
        yield pick.randint(1, orders)


def lookups(orders: int) -> Iterator[bytes]:
    for number in chosen(orders):
        body = urlencode({"number": f"N{number}", "contact": f"c{number}@example.com"}).encode()
        head = f"POST /bench HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n"
        yield head.encode() + b"Content-Type: application/x-www-form-urlencoded\r\n\r\n" + body


def pages(orders: int) -> Iterator[bytes]:
    for number in chosen(orders):
        yield request(f"/t/{shop.token_of(number)}")


def intakes(orders: int) -> Iterator[bytes]:
    for number in chosen(orders):
        yield intake.webhook(f"TN{number}")
