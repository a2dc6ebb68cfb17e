"""From the database to what a tracking page shows, in few plain statements and without the ORM."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.core import get_global

from commerce.merchants import Known
from commerce.statements import Statements
from portal import estimates
from portal.shopper.page import Brand, Event, Item, Parcel, TrackingPage
from tracking import timeline
from tracking.carriers import directory
from tracking.scans import Place, Scan
from tracking.statuses import Status

LATEST = """
SELECT o.merchant_id, o.id, o.page_version, m.version, o.locale
FROM orders o JOIN merchants m ON m.id = o.merchant_id WHERE o.page_token = %s
"""
ORDER = """
SELECT number, placed_at, cancelled_at, ship_to FROM orders WHERE merchant_id = %s AND id = %s
"""
LINES = """
SELECT line_id, title, variant, quantity FROM order_lines
WHERE merchant_id = %s AND order_id = %s ORDER BY position
"""
SHIPMENTS = """
SELECT s.code, s.direction, s.carrier, s.service, s.tracking_number, s.parcel, s.location, s.shipped_at,
       s.promised_on, s.carrier_estimate, s.created_at, (
    SELECT jsonb_object_agg(l.line_id, l.quantity) FROM shipment_lines l
    WHERE l.merchant_id = s.merchant_id AND l.shipment_id = s.id
) FROM shipments s WHERE s.merchant_id = %s AND s.order_id = %s ORDER BY s.id
"""
SCANS = """
SELECT parcel, at, status, status_detail, message, place, source, raw_status, listed
FROM scans WHERE merchant_id = %s AND parcel = ANY(%s)
"""


def tracking_page(statements: Statements, merchant: Known, order_id: int, now: datetime) -> TrackingPage:
    """The page of an order as it stands at `now`: four statements, however many parcels it has."""
    key = (merchant.id, order_id)
    number, placed_at, cancelled_at, ship_to = statements.all(ORDER, key)[0]
    lines = {
        line_id: (title, variant, units) for line_id, title, variant, units in statements.all(LINES, key)
    }
    rows = statements.all(SHIPMENTS, key)
    scans = scans_by_parcel(statements, merchant.id, [row[5] for row in rows])
    zone = destination_zone(merchant, ship_to)
    today = now.astimezone(ZoneInfo(zone)).date()
    waiting = dict.fromkeys(lines, 0) | {line_id: units for line_id, (_, _, units) in lines.items()}
    parcels = []
    for row in rows:
        parcels.append(parcel(merchant, row, scans.get(row[5], []), lines, ship_to, now, today))
        if row[1] == "outbound" and parcels[-1].status != "cancelled":
            for line_id, units in (row[-1] or {}).items():
                waiting[line_id] = waiting.get(line_id, 0) - units
    still = tuple(
        Item(lines[line_id][0], lines[line_id][1], units) for line_id, units in waiting.items() if units > 0
    )
    return TrackingPage(
        brand=brand_of(merchant),
        order_number=number,
        placed_on=placed_at.astimezone(ZoneInfo(zone)).date(),
        today=today,
        time_zone=zone,
        parcels=tuple(parcels),
        waiting=still,
        waiting_estimate=estimates.for_order(merchant, placed_at, ship_to, now) if still else None,
        cancelled=cancelled_at is not None,
        locales=tuple(merchant.config["locales"]),
    )


def scans_by_parcel(statements: Statements, merchant_id: int, keys: list[str]) -> dict[str, list[Scan]]:
    """Every scan of these parcels, in one statement."""
    found: dict[str, list[Scan]] = {}
    for key, at, status, detail, message, place, source, raw, listed in (
        statements.all(SCANS, (merchant_id, keys)) if keys else ()
    ):
        scan = Scan(
            at, Status(status), detail, message, Place(**place) if place else None, source, raw, listed
        )
        found.setdefault(key, []).append(scan)
    return found


def parcel(
    merchant: Known,
    row: tuple[Any, ...],
    scans: list[Scan],
    lines: dict[str, tuple[str, str | None, int]],
    ship_to: dict[str, Any],
    now: datetime,
    today: date,
) -> Parcel:
    """One shipment as the page shows it."""
    (
        code,
        direction,
        carrier,
        service,
        number,
        _,
        location,
        shipped_at,
        promised_on,
        told,
        created_at,
        units,
    ) = row
    line = timeline.build(scans, shipped_at=shipped_at, now=now)
    known = directory.find(carrier) if carrier else None
    journey = estimates.Journey(carrier, service, location, shipped_at, created_at, told)
    ended = line.status in (Status.DELIVERED, Status.RETURN_TO_SENDER, Status.CANCELLED)
    estimate = None if ended else estimates.for_parcel(merchant, journey, ship_to, now)
    delivering = next((event for event in line.events if event.status is Status.DELIVERED), None)
    return Parcel(
        id=code,
        status=line.status,
        carrier_name=known.name if known else carrier,
        carrier_url=known.link(number) if known and number else None,
        tracking_number=number,
        status_detail=line.status_detail,
        attempted=line.attempted,
        action_required=line.action_required,
        promised_on=promised_on,
        estimate=estimate,
        delivered_at=line.delivered_at,
        delivered_place=place_name(delivering.place) if delivering else None,
        late_days=late_days(promised_on, line.delivered_at, estimate.likely if estimate else None, today),
        returning=direction == "inbound",
        items=tuple(
            Item(lines[line_id][0], lines[line_id][1], quantity)
            for line_id, quantity in (units or {}).items()
            if line_id in lines
        ),
        events=tuple(
            Event(event.at or now, event.status, event.status_detail, event.message, place_name(event.place))
            for event in line.events
        ),
    )


def late_days(
    promised_on: date | None, delivered_at: datetime | None, expected_on: date | None, today: date
) -> int | None:
    """Days between the promise and the arrival now expected (or today, where nothing is); None when on time."""
    if promised_on is None or delivered_at is not None:
        return None
    days = (max(expected_on or today, today) - promised_on).days
    return days if days > 0 else None


def place_name(place: Place | None) -> str | None:
    """`Newark, NJ`: the town with its region, or whatever is known, the narrowest first."""
    if place is None:
        return None
    names = [name for name in (place.city, place.region) if name] or [
        name for name in (place.country,) if name
    ]
    return ", ".join(names) or None


def destination_zone(merchant: Known, ship_to: dict[str, Any]) -> str:
    """The time zone the shopper lives by; the merchant's where the address does not tell."""
    country = ship_to.get("country")
    zones = get_global("territory_zones").get(country or "", [])
    return str(zones[0]) if len(zones) == 1 else str(merchant.config["time_zone"])


def brand_of(merchant: Known) -> Brand:
    """The merchant's look from its file."""
    told = merchant.config.get("brand") or {}
    fields = {name: told[name] for name in Brand.__dataclass_fields__ if told.get(name) is not None}
    return Brand(**{"name": merchant.config["name"], "slug": merchant.slug} | fields)
