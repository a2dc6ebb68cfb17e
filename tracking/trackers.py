"""Trackers at EasyPost: made when a shipment has a number, asked when no webhook came for a while."""

from collections.abc import Callable
from datetime import timedelta

import orjson
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from commerce import merchants
from commerce.clock import now
from commerce.database import transaction
from commerce.outbox import Happened, emit, subscribe
from commerce.schedule import periodic
from commerce.work import GivenUp, TryLater
from tracking import messages, shipments
from tracking.models import ForeignMessage, Shipment
from tracking.parcels import number_key
from tracking.polling import next_poll
from tracking.providers import CarrierError
from tracking.providers.easypost import EasyPostClient, parse_tracker
from tracking.providers.fields import Json
from tracking.sandbox import CARRIER

MOST_POLLED = 200


@subscribe("make-tracker", ["shipment.created", "shipment.changed"], queue="carriers", foreign=True)
def make(event: Happened) -> None:
    """Let EasyPost follow the shipment's number, where the merchant has a key and it does not follow it yet."""
    with transaction():
        shipment = shipments.get(event.merchant_id, event.data["shipment"])
        number, carrier, followed = shipment.tracking_number, shipment.carrier, shipment.tracker_id
    client = client_of(event.merchant_id)
    if client and number and not followed and carrier != CARRIER:
        keep(event, asked(lambda: client.create_tracker(number, carrier)), number)


@subscribe("poll-tracker", ["tracker.silent"], queue="carriers", foreign=True)
def poll(event: Happened) -> None:
    """Ask EasyPost what it knows of a shipment that it has not spoken of lately."""
    with transaction():
        shipment = shipments.get(event.merchant_id, event.data["shipment"])
        tracker_id, number = shipment.tracker_id, shipment.tracking_number
    client = client_of(event.merchant_id)
    if client and tracker_id:
        keep(event, asked(lambda: client.retrieve_tracker(tracker_id)), number)


@periodic("find-silent-trackers", every=timedelta(minutes=1))
def find_silent() -> None:
    """Write down which trackers are due to be asked; the asking is done by the carriers' queue."""
    with transaction() as session:
        due = session.scalars(
            select(Shipment)
            .where(Shipment.poll_at < now(), Shipment.tracker_id.is_not(None))
            .order_by(Shipment.poll_at)
            .limit(MOST_POLLED)
            .with_for_update(skip_locked=True)
            .execution_options(across_merchants=True)
        ).all()
        for shipment in due:
            shipment.poll_at = next_poll(shipment, now())
            emit(shipment.merchant_id, "tracker.silent", shipment=shipment.code)


def client_of(merchant_id: int) -> EasyPostClient | None:
    """A client with the merchant's own key, where it has one."""
    merchant = merchants.known_by_id(merchant_id)
    integration = merchant.integrations.get("easypost", {}) if merchant else {}
    if not integration.get("api_key"):
        return None
    return EasyPostClient(integration["api_key"], integration.get("api_base"))


def asked(question: Callable[[], Json]) -> Json:
    """The answer; `TryLater` where EasyPost may yet give one, `GivenUp` where it refuses for good."""
    try:
        return question()
    except CarrierError as exc:
        raise (TryLater if exc.retryable else GivenUp)(str(exc)) from exc


def keep(event: Happened, answer: Json, number: str | None) -> None:
    """Store the answer as it came and let it count, as a webhook's body would; asked again, the last one stands.

    `number` is the shipment's as it was asked about: one that was corrected meanwhile has a tracker of its own.
    """
    body, report = orjson.dumps(answer), parse_tracker(answer)
    with transaction() as session:
        named = {"source": "easypost-answer", "event_key": f"event:{event.id}"}
        parcel = number_key(report.tracking_number) if report.tracking_number else None
        kept = insert(ForeignMessage).values(merchant_id=event.merchant_id, **named, parcel=parcel, body=body)
        key = [ForeignMessage.merchant_id, ForeignMessage.source, ForeignMessage.event_key]
        kept = kept.on_conflict_do_update(index_elements=key, set_={"body": body, "parcel": parcel})
        message = session.scalars(kept.returning(ForeignMessage)).one()
        message.outcome = messages.take_reports(event.merchant_id, {message.id: report})[message.id]
        shipment = shipments.get(event.merchant_id, event.data["shipment"])
        session.flush()
        session.refresh(shipment, with_for_update=True)
        if shipment.tracking_number == number:
            shipment.tracker_id = shipment.tracker_id or report.tracker_id
            shipment.poll_at = next_poll(shipment, now())
