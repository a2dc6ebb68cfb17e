"""What parcels add to a shop's figures: promises and how they were kept, and time on the way."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from commerce.database import run
from commerce.insights.figures import Figure, counted, hours_between, named, week_of
from commerce.merchants import Known
from eta_model.zones import zone_of


class Journey(NamedTuple):
    """A parcel to a shopper, as far as it is counted."""

    order_id: int
    country: str | None
    postcode: str | None
    carrier: str | None
    location: str | None
    promised_on: date | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    products: list[str]

    def zone(self, merchant: Known) -> str:
        """The zone that its days are counted in: the destination's, or the shop's where that is not known."""
        return zone_of(self.country, self.postcode or "") if self.country else merchant.config["time_zone"]

    def arrived_on(self, merchant: Known) -> date | None:
        """The destination's date of its delivery."""
        return self.delivered_at and self.delivered_at.astimezone(ZoneInfo(self.zone(merchant))).date()

    def by(self, merchant: Known) -> dict[str, str | list[str]]:
        """What it is told apart by."""
        places = {place["code"]: place["country"] for place in merchant.config["locations"]}
        origin = places.get(self.location or (next(iter(places)) if len(places) == 1 else ""))
        lane = f"{origin} → {self.country}" if origin and self.country else None
        return named(carrier=self.carrier, country=self.country, lane=lane, product=self.products)


def journeys(merchant_id: int, orders: Sequence[int]) -> list[Journey]:
    """The parcels of some orders that were promised or have arrived."""
    return [Journey(*row) for row in run(JOURNEYS, (merchant_id, list(orders)))]


@counted("journeys")
def counted_journeys(merchant: Known, orders: Sequence[int]) -> Iterator[tuple[int, Figure]]:
    """`promised`: parcels promised for the week, in total those that came by then. `transit`: hours on the way.

    One that has not come adds nothing to the total, so a promise counts as broken from its day on by itself.
    """
    for journey in journeys(merchant.id, orders):
        arrived, zone = journey.arrived_on(merchant), journey.zone(merchant)
        by = journey.by(merchant)
        if journey.promised_on:
            kept = arrived is not None and arrived <= journey.promised_on
            yield journey.order_id, Figure("promised", week_of(journey.promised_on, zone), 1, int(kept), by)
        if journey.shipped_at and journey.delivered_at and arrived:
            hours = hours_between(journey.shipped_at, journey.delivered_at)
            yield journey.order_id, Figure("transit", week_of(arrived, zone), 1, hours, by)


JOURNEYS = """
SELECT o.id, o.ship_to ->> 'country', o.ship_to ->> 'postcode', s.carrier, s.location, s.promised_on,
    s.shipped_at, s.delivered_at, ARRAY(
        SELECT DISTINCT title FROM order_lines l WHERE l.merchant_id = o.merchant_id AND l.order_id = o.id
    )
FROM orders o JOIN shipments s ON s.merchant_id = o.merchant_id AND s.order_id = o.id
WHERE o.merchant_id = %s AND o.id = ANY(%s) AND s.direction = 'outbound' AND s.status <> 'cancelled'
    AND (s.promised_on IS NOT NULL OR s.delivered_at IS NOT NULL)
"""
