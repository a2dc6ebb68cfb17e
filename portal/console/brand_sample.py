"""A made-up order at any moment, so that a shop sees its own tracking page before anybody has bought."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from commerce.merchants import Known
from portal.shopper.load import own_words
from portal.shopper.logos import brand_of
from portal.shopper.page import Estimate, Event, Item, Parcel, TrackingPage

STATUSES = {"late": "in_transit"}
SCANS = {
    "pre_transit": (3, 15),
    "in_transit": (1, 6),
    "out_for_delivery": (0, 8),
    "available_for_pickup": (0, 9),
    "delivered": (0, 10),
    "return_to_sender": (0, 9),
    "failure": (0, 9),
    "cancelled": (0, 9),
}
"""How many days ago, and at which hour, a parcel is scanned so."""

BEFORE = ("pre_transit", "in_transit")


def sample(merchant: Known, moment: str, now: datetime) -> TrackingPage:
    """The tracking page of a tee and a mug, one parcel, at a moment of `commerce.brand_schema.MOMENTS`."""
    zone = merchant.config["time_zone"]
    today = now.astimezone(ZoneInfo(zone)).date()
    page = TrackingPage(
        brand=brand_of(merchant),
        order_number="1001",
        placed_on=today - timedelta(days=4),
        today=today,
        time_zone=zone,
        locales=tuple(merchant.config["locales"]),
        own=own_words(merchant),
    )
    if moment == "not_shipped":
        return replace(page, waiting=ITEMS, waiting_estimate=expected(today))
    return replace(page, parcels=(parcel(moment, today, now),))


ITEMS = (Item("Organic cotton tee", "M", 2), Item("Enamel mug"))


def parcel(moment: str, today: date, now: datetime) -> Parcel:
    status = STATUSES.get(moment, moment)
    told = [*(BEFORE[: BEFORE.index(status)] if status in BEFORE else BEFORE), status]
    late = moment == "late"
    return Parcel(
        id="S1",
        status=status,
        carrier_name="UPS",
        tracking_number="1Z999AA10123456784",
        promised_on=today - timedelta(days=2) if late else today + timedelta(days=2),
        estimate=expected(today) if status in (*BEFORE, "out_for_delivery") else None,
        delivered_at=scan(status, now).at if status == "delivered" else None,
        late_days=4 if late else None,
        items=ITEMS,
        events=tuple(scan(name, now) for name in dict.fromkeys(told)),
    )


def expected(today: date) -> Estimate:
    return Estimate(today + timedelta(days=1), today + timedelta(days=2), today + timedelta(days=3))


def scan(status: str, now: datetime) -> Event:
    """A scan on one of the last days, never later than now."""
    days_ago, hour = SCANS[status]
    at = datetime.combine(now.date() - timedelta(days=days_ago), datetime.min.time(), UTC)
    return Event(min(at + timedelta(hours=hour), now), status, place="Newark, NJ")
