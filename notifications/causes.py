"""Which event is news of which kind: one table, and what of an event each needs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from commerce.outbox import Happened


@dataclass(frozen=True)
class Cause:
    """Something to tell. `about` and `code` find what it is about; `at` is None where its scans tell the time.

    `incident` tells apart what may happen more than once to the same thing; `told` is kept with the notice.
    """

    kind: str
    about: str
    code: str
    at: datetime | None
    incident: str = ""
    told: dict[str, Any] = field(default_factory=dict)


STATUS_KINDS = {
    "in_transit": "shipped",
    "out_for_delivery": "out_for_delivery",
    "delivered": "delivered",
    "return_to_sender": "return_to_sender",
}
DELAY_KINDS = {
    "predicted_late": "delayed",
    "carrier_delay": "delayed",
    "promise_missed": "promise_missed",
    "stalled": "stalled",
    "not_moving": "not_shipped",
    "not_shipped": "not_shipped",
    "exception": "exception",
    "delivery_attempted": "delivery_attempted",
    "available_for_pickup": "available_for_pickup",
}


def status_changed(event: Happened) -> Iterator[Cause]:
    """A parcel that took a new status."""
    status = event.data["status"]
    if status in STATUS_KINDS and status != event.data["was"]:
        yield Cause(STATUS_KINDS[status], "shipment", event.data["shipment"], None)


def handed_over(event: Happened) -> Iterator[Cause]:
    """A parcel that the merchant told of, perhaps with the time at which it left."""
    yield Cause("shipped", "shipment", event.data["shipment"], None)


def delay(event: Happened) -> Iterator[Cause]:
    """What the watch found: a delay that opened, or whose day of arrival slipped."""
    kind, data = DELAY_KINDS[event.data["delay"]], event.data
    slip = f"/{data['expected_on']}" if event.kind == "delay.slipped" else ""
    yield of_delay(kind, event, f"{data['incident']}{slip}")


def recovery(event: Happened) -> Iterator[Cause]:
    """A delay that is over before the parcel is there."""
    yield of_delay("delay_cleared", event, event.data["incident"])


def of_delay(kind: str, event: Happened, incident: str) -> Cause:
    data = event.data
    about = "shipment" if data.get("shipment") else "order"
    told = {name: data[name] for name in ("delay", "days", "expected_on") if data.get(name) is not None}
    return Cause(kind, about, data[about], datetime.fromisoformat(data["at"]), incident, told)


def plainly(kind: str, about: str) -> Callable[[Happened], Iterator[Cause]]:
    """News at the time of its event."""

    def cause(event: Happened) -> Iterator[Cause]:
        yield Cause(kind, about, event.data[about], event.occurred_at)

    return cause


def refund(event: Happened) -> Iterator[Cause]:
    """Money that went back: each payment is told by itself."""
    code = event.data["refund"]
    yield Cause("refund_issued", "refund", code, event.occurred_at, code, {"refund": code})


def exchange(event: Happened) -> Iterator[Cause]:
    """What was wanted instead is on its way."""
    shipment = event.data["shipment"]
    told = {"shipment": shipment} if shipment else {}
    yield Cause("exchange_shipped", "return", event.data["return"], event.occurred_at, shipment or "", told)


def question(event: Happened) -> Iterator[Cause]:
    """What the shop asks: each question is told by itself."""
    code, number = event.data["return"], event.data["question"]
    yield Cause("return_question", "return", code, event.occurred_at, str(number), {"question": number})


def approval(event: Happened) -> Iterator[Cause]:
    """An approved return, and later the reminder to send it."""
    for kind in ("return_approved", "return_reminder"):
        yield Cause(kind, "return", event.data["return"], event.occurred_at)


CAUSES: dict[str, Callable[[Happened], Iterator[Cause]]] = {
    "order.created": plainly("order_confirmed", "order"),
    "shipment.created": handed_over,
    "shipment.changed": handed_over,
    "shipment.updated": status_changed,
    "delay.opened": delay,
    "delay.slipped": delay,
    "delay.cleared": recovery,
    "return.requested": plainly("return_requested", "return"),
    "return.approved": approval,
    "return.asked": question,
    "return.declined": plainly("return_declined", "return"),
    "return.expiring": plainly("return_expiring", "return"),
    "return.received": plainly("return_received", "return"),
    "refund.issued": refund,
    "exchange.shipped": exchange,
    "claim.opened": plainly("claim_opened", "claim"),
    "claim.denied": plainly("claim_resolved", "claim"),
    "claim.resolved": plainly("claim_resolved", "claim"),
}
