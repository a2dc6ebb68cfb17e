"""A shipment as the API shows it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app

from commerce import merchants
from commerce.clock import now
from eta_model import estimates
from eta_model.estimates import Estimate
from notifications import incident_store
from notifications.incidents import Incident
from tracking import shipments, timeline
from tracking.models import Shipment
from tracking.scans import Scan
from tracking.statuses import FINAL, Status

THERE = FINAL | {Status.AVAILABLE_FOR_PICKUP}
STORED = (
    "direction",
    "carrier",
    "service",
    "tracking_number",
    "location",
    "shipped_at",
    "status",
    "status_detail",
    "action_required",
    "attempted",
    "delivered_at",
    "promised_on",
)


def shown(shipment: Shipment) -> dict[str, Any]:
    """What `ShipmentAnswerSchema` dumps of one shipment."""
    return all_shown([shipment])[0]


def all_shown(several: Sequence[Shipment]) -> list[dict[str, Any]]:
    """The same for several shipments of one merchant, in one look at their scans and one at their delays."""
    events = shipments.events_of(several)
    ids = [shipment.id for shipment in several]
    incidents = incident_store.of_shipments(several[0].merchant_id, ids) if several else {}
    return [
        shipment_json(shipment, events[shipment.code], incidents.get(shipment.id, ())) for shipment in several
    ]


def shipment_json(
    shipment: Shipment, events: Sequence[Scan], incidents: Sequence[Incident]
) -> dict[str, Any]:
    base_url = current_app.config["SETTINGS"].base_url
    return {name: getattr(shipment, name) for name in STORED} | {
        "id": shipment.code,
        "order": shipment.order.number,
        "lines": [{"id": line.line_id, "quantity": line.quantity} for line in shipment.lines],
        "eta": eta(shipment, events),
        "delay": delay(incidents),
        "tracking_url": f"{base_url}/t/{shipment.order.page_token}",
        "events": [event_json(event) for event in events],
    }


def delay(incidents: Sequence[Incident]) -> dict[str, Any] | None:
    """The one delay that says most of a shipment."""
    told = incident_store.shown(incidents)
    if told is None:
        return None
    kind = incident_store.SHOWN_AS.get(told.kind, told.kind)
    return {"kind": kind, "since": told.opened_at, "days": told.days, "cleared_at": told.cleared_at}


def event_json(event: Scan) -> dict[str, Any]:
    return {
        "at": event.at,
        "status": event.status,
        "status_detail": event.status_detail,
        "message": event.message,
        "location": asdict(event.place) if event.place else None,
        "source": event.source,
    }


def eta(shipment: Shipment, events: Sequence[Scan]) -> dict[str, Any] | None:
    """Today's estimate; None for what has arrived or comes back, and where there is nothing honest to say."""
    merchant = merchants.known_by_id(shipment.merchant_id)
    if merchant is None or shipment.direction == "inbound" or Status(shipment.status) in THERE:
        return None
    order = shipment.order
    journey = estimates.Journey(
        order.placed_at,
        shipment.carrier,
        shipment.service,
        shipment.location,
        timeline.handed_over_at(events, shipment.shipped_at),
        shipment.carrier_estimate,
    )
    zone = estimates.destination_zone(merchant, order.ship_to)
    told = estimates.today(merchant, journey, order.ship_to, now(), zone, shipment.promised_on)
    if told and shipment.status == Status.OUT_FOR_DELIVERY:
        told = out_today(told, events, shipment.promised_on, now().astimezone(ZoneInfo(zone)))
    return asdict(told) if told else None


def out_today(
    told: Estimate, events: Sequence[Scan], promised_on: date | None, local_now: datetime
) -> Estimate:
    """A parcel that went out with the driver today comes today by the carrier's word, whatever was forecast."""
    today, newest = local_now.date(), events[-1].at if events else None
    if newest is None or newest.astimezone(local_now.tzinfo).date() != today:
        return told
    late = float(today > promised_on) if promised_on else None
    return Estimate(today, today, today, "carrier", told.confidence, late)
