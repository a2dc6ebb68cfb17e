"""What became of the quotes: the parcel that each was followed by, and the day it came."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from commerce.clock import now
from commerce.database import transaction
from commerce.merchants import Known
from eta_model.quotes import place_key
from eta_model.service_table import Parcel, Service, ServiceTable, fits
from eta_model.zones import zone_of

BEFORE_ORDER = timedelta(hours=24)
CLOCKS_DIFFER = timedelta(minutes=5)
LOOK_BACK = timedelta(days=30)


@dataclass(frozen=True)
class Sent:
    """A parcel that no quote is tied to yet."""

    code: str
    order_id: int
    ordered_at: datetime
    carrier: str | None
    service: str | None
    location: str | None
    country: str
    place: str


@dataclass(frozen=True)
class Told:
    """A quote that no parcel is tied to yet."""

    id: str
    asked_at: datetime
    country: str
    place: str
    options: Sequence[Mapping[str, Any]]


def join(merchant: Known) -> int:
    """Tie the merchant's quotes to the parcels that followed and to their deliveries; returns new ties."""
    services = ServiceTable.from_config(merchant.config).services
    with transaction() as session:
        since = {"merchant": merchant.id, "since": now() - LOOK_BACK}
        sent = [sent_parcel(**row) for row in session.execute(UNTIED, since).mappings()]
        if sent:
            session.execute(DRAW_OUT, {"merchant": merchant.id, **asked_for(sent)})
        told = [Told(*row) for row in session.execute(OPEN, since)]
        ties = list(matched(sent, told, services))
        if ties:
            session.execute(TIE, [{"merchant": merchant.id, **tie} for tie in ties])
        arrived = session.execute(ARRIVED, {"merchant": merchant.id}).all()
        if arrived:
            session.execute(NOTE, [arrival(merchant.id, *row) for row in arrived])
    return len(ties)


def asked_for(sent: Sequence[Sent]) -> dict[str, list[Any]]:
    """Where the parcels go, and between which moments quotes may have been about each."""
    return {
        "countries": [parcel.country for parcel in sent],
        "places": [parcel.place for parcel in sent],
        "first": [parcel.ordered_at - BEFORE_ORDER for parcel in sent],
        "last": [parcel.ordered_at + CLOCKS_DIFFER for parcel in sent],
    }


def sent_parcel(country: str, postcode: str | None, **facts: Any) -> Sent:
    """A row of shipments as a parcel whose quote is looked for."""
    return Sent(country=country, place=place_key(country, postcode or ""), **facts)


def matched(
    sent: Sequence[Sent], told: Sequence[Told], services: Sequence[Service]
) -> Iterator[dict[str, Any]]:
    """For each parcel the last quote for its place in the day before its order that offered its service.

    A shopper is not known by name here, so two who asked for the same place are told apart by time alone.
    """
    by_place: dict[tuple[str, str], list[Told]] = {}
    for quote in sorted(told, key=lambda quote: quote.asked_at, reverse=True):
        by_place.setdefault((quote.country, quote.place), []).append(quote)
    taken: set[str] = set()
    for parcel in sent:
        for quote in by_place.get((parcel.country, parcel.place), []):
            in_time = -CLOCKS_DIFFER <= parcel.ordered_at - quote.asked_at <= BEFORE_ORDER
            if in_time and quote.id not in taken and (option := chosen(parcel, quote.options, services)):
                taken.add(quote.id)
                yield {
                    "quote": quote.id,
                    "order": parcel.order_id,
                    "shipment": parcel.code,
                    "service": option["service"],
                    "location": option["location"],
                    "ordered_at": parcel.ordered_at,
                }
                break


def chosen(
    parcel: Sent, options: Sequence[Mapping[str, Any]], services: Sequence[Service]
) -> Mapping[str, Any] | None:
    """The option that the parcel was sent by; None where none fits."""
    asked = Parcel(parcel.country, parcel.ordered_at, carrier=parcel.carrier, service=parcel.service)
    codes = {service.code for service in services if fits(asked, service)}
    fitting = [option for option in options if option["service"] in codes]
    here = [option for option in fitting if parcel.location in (None, option["location"])]
    return next(iter(here or fitting), None)


def arrival(
    merchant_id: int, quote: str, country: str, postcode: str, delivered_at: datetime
) -> dict[str, Any]:
    local = delivered_at.astimezone(ZoneInfo(zone_of(country, postcode)))
    return {"merchant": merchant_id, "quote": quote, "at": delivered_at, "on": local.date()}


UNTIED = text("""
SELECT s.code, o.id AS order_id, o.placed_at AS ordered_at, s.carrier, s.service, s.location,
    o.ship_to->>'country' AS country, o.ship_to->>'postcode' AS postcode
FROM shipments s JOIN orders o ON o.merchant_id = s.merchant_id AND o.id = s.order_id
WHERE s.merchant_id = :merchant AND s.direction = 'outbound' AND s.status <> 'cancelled'
    AND o.placed_at > :since AND o.ship_to->>'country' IS NOT NULL
    AND NOT EXISTS (SELECT FROM eta_quotes q WHERE q.merchant_id = s.merchant_id AND q.shipment = s.code)
ORDER BY o.placed_at, s.id
""")
DRAW_OUT = text("""
INSERT INTO eta_quotes (merchant_id, id, model, asked_at, country, postcode, sku, weight_g, options)
SELECT b.merchant_id, q.id, b.model, b.asked_at, b.country, q.place, b.sku, b.weight_g, CAST(b.told[q.offer] AS jsonb)
FROM unnest(
    CAST(:countries AS text[]), CAST(:places AS text[]), CAST(:first AS timestamptz[]), CAST(:last AS timestamptz[])
) AS s (country, place, first, last)
JOIN eta_quote_bodies b ON b.merchant_id = :merchant AND b.country = s.country
    AND b.asked_at BETWEEN s.first AND s.last AND s.place = ANY(b.places)
CROSS JOIN LATERAL unnest(b.ids, b.places, b.offers) AS q (id, place, offer)
WHERE q.place = s.place
ON CONFLICT DO NOTHING
""")
OPEN = text("""
SELECT id, asked_at, country, postcode, options FROM eta_quotes
WHERE merchant_id = :merchant AND asked_at > :since AND shipment IS NULL
""")
TIE = text("""
UPDATE eta_quotes SET order_id = :order, shipment = :shipment, ordered_at = :ordered_at, chosen = (
    SELECT option FROM jsonb_array_elements(options) AS option
    WHERE option->>'service' = :service AND option->>'location' = :location LIMIT 1
) WHERE merchant_id = :merchant AND id = :quote
""")
ARRIVED = text("""
SELECT q.id, q.country, q.postcode, s.delivered_at FROM eta_quotes q
JOIN shipments s ON s.merchant_id = q.merchant_id AND s.code = q.shipment
WHERE q.merchant_id = :merchant AND q.delivered_at IS NULL AND s.delivered_at IS NOT NULL
""")
NOTE = text("""
UPDATE eta_quotes SET delivered_at = :at, delivered_on = :on WHERE merchant_id = :merchant AND id = :quote
""")
