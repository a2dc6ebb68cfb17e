"""A server on loopback that makes return labels as EasyPost does, and as it does on a bad day."""

import json
from typing import Any

from tests.loopback import Answering, Loopback

Json = dict[str, Any]
RATES = [
    {"id": "rate_dear", "carrier": "UPS", "service": "Ground", "rate": "11.20", "currency": "USD"},
    {"id": "rate_low", "carrier": "USPS", "service": "GroundAdvantage", "rate": "7.58", "currency": "USD"},
    {"id": "rate_odd", "carrier": "USPS", "service": "Priority", "rate": "ask us", "currency": "USD"},
]


class StandIn(Loopback):
    """Shipments by id and reference.

    `drops` names the kinds of call (`make`, `buy`, `refund`) whose next answer gets lost after the work is done.
    """

    def __init__(self) -> None:
        super().__init__(_Handler)
        self.shipments: dict[str, Json] = {}
        self.asked: list[tuple[str, str, Json]] = []
        self.drops: list[str] = []
        self.rates = RATES
        self.knows_codes = True
        self.bought = self.refunded = 0

    def answer(self, method: str, path: str, body: Json) -> tuple[str, int, Json]:
        """The kind of call, and the answer's status and body."""
        _, _, _, *rest = path.split("/")
        if not rest:
            return "make", 201, self.make(body["shipment"])
        known = [one for one in self.shipments.values() if rest[0] in (one["id"], one["reference"])]
        if not known:
            return "find", 404, error("The requested resource could not be found.")
        if method == "GET":
            return "find", 200, known[0]
        act = {"buy": self.buy, "forms": self.add_code, "refund": self.refund}[rest[1]]
        return rest[1], *act(known[0], body)

    def make(self, wanted: Json) -> Json:
        number = len(self.shipments) + 1
        made = {"object": "Shipment", "id": f"shp_{number}", "rates": self.rates, "forms": [], **wanted}
        made |= {"postage_label": None, "tracking_code": None, "tracker": None, "selected_rate": None}
        made |= {"refund_status": None, "messages": [] if self.rates else [{"message": "No such street"}]}
        self.shipments[made["id"]] = made
        return made

    def buy(self, shipment: Json, body: Json) -> tuple[int, Json]:
        if shipment["postage_label"]:
            return 422, error("Postage already exists for this shipment.")
        self.bought += 1
        shipment["selected_rate"] = next(one for one in RATES if one["id"] == body["rate"]["id"])
        shipment["postage_label"] = {"label_url": f"https://labels.test/{shipment['id']}.png"}
        shipment["tracking_code"] = f"940000000000000000000{self.bought}"
        shipment["tracker"] = {"object": "Tracker", "id": f"trk_{self.bought}"}
        return 200, shipment

    def add_code(self, shipment: Json, body: Json) -> tuple[int, Json]:
        if not self.knows_codes:
            return 422, error("This carrier has no such form.")
        kind = body["form"]["type"]
        shipment["forms"] = [{"form_type": kind, "form_url": f"https://labels.test/{shipment['id']}-qr.png"}]
        return 201, shipment

    def refund(self, shipment: Json, body: Json) -> tuple[int, Json]:
        if shipment["refund_status"]:
            return 422, error("A refund was asked for before.")
        self.refunded += 1
        shipment["refund_status"] = "submitted"
        return 200, shipment


def error(message: str) -> Json:
    return {"error": {"code": "SHIPMENT", "message": message, "errors": []}}


class _Handler(Answering):
    server: StandIn

    def _answer(self) -> None:
        body = json.loads(self.sent() or b"{}")
        self.server.asked.append((self.command, self.path, body))
        if self.server.bad_days:
            self.answer(*self.server.bad_days.pop(0))
            return
        kind, status, found = self.server.answer(self.command, self.path, body)
        if kind in self.server.drops:
            self.server.drops.remove(kind)
            self.close_connection = True
        else:
            self.answer(status, json.dumps(found).encode())

    do_GET = do_POST = _answer
