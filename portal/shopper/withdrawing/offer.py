"""Whether an order's pages offer the right of withdrawal, which they must as long as it stands."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from commerce.eea import in_eea
from commerce.merchants import Known
from returns.case import OrderLine
from returns.order_case import Stored
from returns.withdrawal.period import Arrival
from returns.withdrawal.reading import place_of
from returns.withdrawal.right import Place, Standing, arrival, end_of, standing
from returns.withdrawal.terms import terms_of


class Offer(NamedTuple):
    """Where to withdraw, and the last day for it; None while that is not fixed."""

    path: str
    last_day: date | None


def offer(
    merchant: Known,
    token: str,
    lines: Sequence[OrderLine],
    arrivals: Sequence[Arrival],
    place: Place,
    at: datetime,
) -> Offer | None:
    """The offer on the pages of the order with this token."""
    if not in_eea(place.country):
        return None
    terms = terms_of(merchant.config)
    end = end_of(lines, arrivals, terms, place)
    if standing(lines, terms, place, end, at) is not Standing.OPEN:
        return None
    return Offer(f"/t/{token}/withdraw", end)


def of_stored(merchant: Known, token: str, stored: Stored, at: datetime) -> Offer | None:
    """The same for an order as the returns read it."""
    order = stored.order
    if stored.cancelled and not any(parcel.shipped_at or parcel.delivered_at for parcel in stored.parcels):
        return None
    place = place_of(merchant, order.country, order.region, order.postcode)
    return offer(merchant, token, order.lines, [arrival(one) for one in stored.parcels], place, at)
