"""Whether lines may come back, asked through the server: beside a bare route that runs the same statements."""

import json
from collections.abc import Iterator
from itertools import cycle

import psycopg

from benchmarks import merchant, rounds, shop
from benchmarks.load import Connection, rate, request
from benchmarks.policy import policy
from benchmarks.replay import DELIVERED
from benchmarks.stage import Stage, staged

SECONDS, CLIENTS, ORDERS, RULES = 2.0, 8, 10_000, 10


def measure() -> list[rounds.Result]:
    """Orders of two lines, one parcel and a policy of ten rules, each order asked about in turn."""
    with staged() as stage:
        merchant_id = merchant.make(stage)
        shop.fill(stage.database_url, merchant_id, ORDERS, lines=2)
        with psycopg.connect(stage.database_url, autocommit=True) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute(DELIVERED)
        publish(stage)
        key = json.loads(stage.run("keys", "create", "bench", "--kind", "secret", "--json"))["key"]
        return [asked(stage, {"Authorization": f"Bearer {key}"})]


def publish(stage: Stage) -> None:
    """Apply the merchant's file anew, with a return policy in it."""
    terms = policy()
    path = stage.folder / "policy.yaml"
    section = json.dumps(terms | {"rules": terms["rules"][:RULES]})
    path.write_text(f"{merchant.FILE}return_policy: {section}\n", encoding="utf-8")
    stage.run("merchants", "apply", str(path), "--json")


def asked(stage: Stage, told: dict[str, str]) -> rounds.Result:
    numbers = cycle(range(1, ORDERS))

    def questions(path: str) -> Iterator[bytes]:
        for number in numbers:
            body = {"order": f"N{number}", "lines": [line("L1"), line("L2")]}
            yield request(path, headers=told, body=json.dumps(body).encode())

    with stage.product() as port:
        status, _, answer = Connection(port).ask(next(questions("/v1/returns/eligibility")))
        if status != 200 or len(json.loads(answer)["lines"]) != 2:
            raise RuntimeError(f"the question was answered {status}: {answer[:200]!r}")
        (stage.folder / "page.html").write_bytes(answer)

        def rate_of(where: int, path: str) -> float:
            return rate(where, lambda: questions(path), seconds=SECONDS, clients=CLIENTS, status=200)

        with stage.bare() as bare:
            value, detail = rounds.ratio(
                lambda: rate_of(port, "/v1/returns/eligibility"), lambda: rate_of(bare, "/eligibility")
            )
    return rounds.at_least("a question of eligibility / its statements and bytes", value, 0.25, detail)


def line(code: str) -> dict[str, object]:
    return {"id": code, "quantity": 1, "reason": "too_small", "resolution": "refund"}
