"""Delivery dates from a fitted model: asked again, asked first, and asked for a thousand at once."""

import csv
import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from benchmarks import rounds
from benchmarks.load import Connection, again, rate, request
from benchmarks.stage import Stage

SECONDS, CLIENTS, PARCELS, DAYS, BATCH = 2.0, 8, 6_000, 120, 1_000
# One body is answered while the client reads another; more would wait for each other.
PAIR, BODIES, BURST = 2, 30, 0.4  # connections, thousands of questions, seconds
PATH = "/v1/delivery-dates"
POSTCODES = range(501, 99_951)


def measure(stage: Stage) -> list[rounds.Result]:
    """Teach the merchant of the stage a model, ask it, hold it against a bare route that sends the same bytes."""
    learn(stage)
    key = json.loads(stage.run("keys", "create", "bench", "--kind", "publishable", "--json"))["key"]
    told = {"Authorization": f"Bearer {key}"}
    with stage.product() as port:
        status, _, answer = Connection(port).ask(request(f"{PATH}?country=US&postcode=94103", headers=told))
        (option,) = json.loads(answer)["options"]
        if status != 200 or option["model"] is None:
            raise RuntimeError(f"no model answers: {option}")
        (stage.folder / "page.html").write_bytes(answer)
        with stage.bare() as bare:
            return [asked_again(port, bare, told), *asked_first(port, bare, told)]


def asked_again(port: int, bare: int, told: dict[str, str]) -> rounds.Result:
    """One question over and over."""
    question = request(f"{PATH}?country=US&postcode=94103", headers=told)
    value, detail = rounds.ratio(lambda: rate_of(port, question), lambda: rate_of(bare, request("/bytes")))
    return rounds.at_least("a delivery date asked again / its bytes", value, 0.8, detail)


def asked_first(port: int, bare: int, told: dict[str, str]) -> list[rounds.Result]:
    """Postcodes that nobody asked for before, one at a time and a thousand in one body."""
    unseen = unseen_places()

    def single() -> float:
        def questions() -> Iterator[bytes]:
            return (request(f"{PATH}?{place}", headers=told) for place in unseen)

        return rate(port, questions, seconds=SECONDS, clients=CLIENTS, status=200)

    def many() -> float:
        def body() -> bytes:
            asked = [dict(pair.split("=") for pair in next(unseen).split("&")) for _ in range(BATCH)]
            return request(f"{PATH}/batch", headers=told, body=json.dumps({"requests": asked}).encode())

        # Made beforehand: with few connections the server would be idle for as long as that takes.
        ready = [body() for _ in range(BODIES)]

        def bodies() -> Iterator[bytes]:
            yield from ready
            while True:
                yield body()

        # Not for long: ten thousand quotes are left to be written, which the next round should not have to share
        # the machine with.
        return BATCH * rate(port, bodies, seconds=BURST, clients=PAIR, status=200)

    first, detail = rounds.ratio(single, lambda: rate_of(bare, request("/bytes")))
    batch, of_batch = rounds.ratio(many, single)
    return [
        rounds.at_least("a delivery date asked first / its bytes", first, 0.25, detail),
        rounds.at_least("delivery dates by the thousand / one by one", batch, 20, of_batch),
    ]


def rate_of(port: int, message: bytes) -> float:
    return rate(port, again(message), seconds=SECONDS, clients=CLIENTS, status=200)


def unseen_places() -> Iterator[str]:
    """Every postcode there may be, in each round with another thing to send, so no answer is kept."""
    for number in count():
        for postcode in random.Random(number).sample(POSTCODES, len(POSTCODES)):
            yield f"country=US&postcode={postcode:05}&sku=TEE-{number}"


def learn(stage: Stage) -> None:
    """Import a made-up history into the merchant's shop and fit its model."""
    path = stage.folder / "history.csv"
    with path.open("w", newline="") as file:
        rows = list(parcels())
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    stage.run("history", "import", "bench", str(path), "--json")
    stage.run("eta", "train", "--merchant", "bench", "--json")


def parcels() -> Iterator[dict[str, object]]:
    """Parcels of the last months to places all over the country, the farther the longer."""
    chance = random.Random(11)
    today = datetime.now(UTC).date()
    for number in range(PARCELS):
        ordered = today - timedelta(days=DAYS - number * DAYS // PARCELS)
        postcode = chance.choice(POSTCODES)
        handed = working_day(ordered, chance.choice((1, 1, 2)))
        delivered = working_day(handed, 1 + postcode // 25_000 + chance.choice((0, 0, 1, 2)))
        yield {
            "shipment_id": f"S{number}",
            "ordered_at": at(ordered, 10),
            "handed_over_at": at(handed, 16) if handed < today else "",
            "delivered_at": at(delivered, 14) if delivered < today else "",
            "carrier": "UPS",
            "service": "Ground",
            "origin_id": "NJ1",
            "origin_country": "US",
            "origin_postcode": "07001",
            "dest_country": "US",
            "dest_postcode": f"{postcode:05}",
        }


def working_day(day: date, steps: int) -> date:
    while steps > 0:
        day += timedelta(days=1)
        steps -= day.weekday() < 5
    return day


def at(day: date, hour: int) -> str:
    return datetime.combine(day, time(hour), UTC).isoformat()
