"""A server on loopback that pays back as Stripe does, and as it does on a bad day."""

import json
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.loopback import Answering, Loopback

Json = dict[str, Any]
Answer = tuple[int, Json]


class StandIn(Loopback):
    """Payments by id with what is left of them, refunds made, and answers kept by idempotency key.

    `drops` is for how many refunds the line goes dead after they are made.
    """

    def __init__(self, **payments: int) -> None:
        super().__init__(_Handler)
        self.payments = payments
        self.refunds: list[Json] = []
        self.asked: list[tuple[str, str, Json, str | None]] = []
        self.drops = 0
        self.delay = 0.0
        self.status = "succeeded"
        self._kept: dict[str, tuple[Json, Answer]] = {}

    def forget_keys(self) -> None:
        """A day has passed."""
        self._kept.clear()

    def answer(self, method: str, path: str, params: Json, key: str | None) -> Answer:
        if method == "GET":
            return self.listed(params)
        if key in self._kept:
            before, answer = self._kept[key]
            return answer if before == params else failure(400, "idempotency_error", "Keys differ")
        answer = self.refund(params)
        if key:
            self._kept[key] = (params, answer)
        return answer

    def refund(self, params: Json) -> Answer:
        name = "payment_intent" if "payment_intent" in params else "charge"
        payment, amount = params[name], int(params["amount"])
        if payment not in self.payments:
            return failure(404, "invalid_request_error", f"No such {name}: '{payment}'", "resource_missing")
        left = self.payments[payment]
        if amount > left:
            return failure(400, "invalid_request_error", f"Refund amount ({amount}) is greater than {left}")
        self.payments[payment] -= amount
        made = {
            "id": f"re_{len(self.refunds) + 1}",
            "object": "refund",
            "amount": amount,
            "currency": "usd",
            "status": self.status,
            name: payment,
            "metadata": {"waypost_refund": params["metadata[waypost_refund]"]},
        }
        self.refunds.insert(0, made)
        return 200, made

    def listed(self, params: Json) -> Answer:
        """One refund a page, the newest first, so that whoever asks has to turn pages."""
        name = "payment_intent" if "payment_intent" in params else "charge"
        found = [one for one in self.refunds if one.get(name) == params[name]]
        if "starting_after" in params:
            ids = [one["id"] for one in found]
            found = found[ids.index(params["starting_after"]) + 1 :]
        page = {"object": "list", "url": "/v1/refunds", "data": found[:1], "has_more": len(found) > 1}
        return 200, page


def failure(status: int, kind: str, message: str, code: str | None = None) -> Answer:
    return status, {"error": {"type": kind, "message": message, "code": code}}


class _Handler(Answering):
    server: StandIn

    def _answer(self) -> None:
        server, address = self.server, urlsplit(self.path)
        sent = self.sent().decode() or address.query
        params = {name: values[0] for name, values in parse_qs(sent).items()}
        key = self.headers.get("Idempotency-Key")
        server.asked.append((self.command, address.path, params, key))
        if server.bad_days:
            status, body = server.bad_days.pop(0)
        else:
            status, answer = server.answer(self.command, address.path, params, key)
            body = json.dumps(answer).encode()
            if self.command == "POST" and server.drops:
                server.drops -= 1
                self.close_connection = True
                return
        time.sleep(server.delay)
        self.answer(status, body)

    do_GET = do_POST = _answer
