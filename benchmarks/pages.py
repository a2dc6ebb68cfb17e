"""The tracking page: seen before, seen first, and what it weighs."""

from collections.abc import Iterator
from itertools import cycle

from benchmarks import rounds, shop
from benchmarks.load import Connection, again, rate, request
from benchmarks.stage import Stage

SECONDS, CLIENTS, ORDERS, MOST_BYTES = 2.0, 8, 30_000, 30_000
GZIP = {"Accept-Encoding": "gzip"}


def measure(stage: Stage, merchant_id: int) -> list[rounds.Result]:
    """Fill the shop, serve the pages, hold them against the bare routes."""
    shop.fill(stage.database_url, merchant_id, ORDERS, lines=2, scans=8)
    path = f"/t/{shop.token_of(1)}"
    with stage.product() as port:
        connection = Connection(port)
        status, head, page = connection.ask(request(path))
        if status != 200:
            raise RuntimeError(f"the tracking page answered {status}")
        etag = next(
            line.split(b": ", 1)[1].decode()
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"etag")
        )
        (stage.folder / "page.html").write_bytes(page)
        weight = len(b"".join(connection.ask(request(path, headers=GZIP))[1:]))
        with stage.bare() as bare:
            return [*seen_before(port, bare, path, etag), first_view(port, bare), weighed(weight)]


def seen_before(port: int, bare: int, path: str, etag: str) -> list[rounds.Result]:
    """A page that is unchanged, sent whole and answered 304, against the same bytes from memory."""

    def memory() -> float:
        return rate(bare, again(request("/bytes")), seconds=SECONDS, clients=CLIENTS, status=200)

    def whole() -> float:
        return rate(port, again(request(path)), seconds=SECONDS, clients=CLIENTS, status=200)

    def unchanged() -> float:
        known = request(path, headers={"If-None-Match": etag})
        return rate(port, again(known), seconds=SECONDS, clients=CLIENTS, status=304)

    return [
        rounds.at_least(
            "page seen before / bytes from memory", *with_floor(rounds.ratio(whole, memory), 0.35)
        ),
        rounds.at_least("304 / bytes from memory", *with_floor(rounds.ratio(unchanged, memory), 0.45)),
    ]


def first_view(port: int, bare: int) -> rounds.Result:
    """Pages that no process has rendered yet, against the same statements and bytes."""
    numbers = cycle(range(2, ORDERS))

    def messages(prefix: str) -> Iterator[bytes]:
        return (request(f"{prefix}/{shop.token_of(number)}") for number in numbers)

    def ours() -> float:
        return rate(port, lambda: messages("/t"), seconds=SECONDS, clients=CLIENTS, status=200)

    def theirs() -> float:
        return rate(bare, lambda: messages("/statements"), seconds=SECONDS, clients=CLIENTS, status=200)

    name = "page seen first / its statements and bytes"
    return rounds.at_least(name, *with_floor(rounds.ratio(ours, theirs), 0.25))


def weighed(size: int) -> rounds.Result:
    return rounds.at_most("page over the wire, bytes, all included", size, MOST_BYTES, {})


def with_floor(
    measured: tuple[float, dict[str, float]], floor: float
) -> tuple[float, float, dict[str, float]]:
    value, detail = measured
    return value, floor, detail
