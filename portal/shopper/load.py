"""From the database to what a tracking page shows, in few plain statements and without the ORM."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from commerce.merchants import Known
from commerce.statements import Statements
from eta_model import estimates
from portal.shopper.logos import brand_of
from portal.shopper.own_words import OwnWords
from portal.shopper.page import Estimate, Event, Item, Parcel, TrackingPage
from portal.shopper.withdrawing.offer import offer
from returns.case import OrderLine
from returns.withdrawal.period import Arrival
from returns.withdrawal.reading import place_of
from tracking import timeline
from tracking.carriers import directory
from tracking.scans import Place, Scan
from tracking.statuses import FINAL, Status

LATEST = """
SELECT o.merchant_id, o.id, o.page_version, m.version, o.locale
FROM orders o JOIN merchants m ON m.id = o.merchant_id WHERE o.page_token = %s
"""
ORDER = """
SELECT o.number, o.placed_at, o.cancelled_at, o.ship_to, o.page_token, (
    SELECT jsonb_agg(jsonb_build_array(
        l.line_id, l.title, l.variant, l.quantity, l.cancelled_quantity, l.sku, l.product_type, l.collections, l.tags
    ) ORDER BY l.position)
    FROM order_lines l WHERE l.merchant_id = o.merchant_id AND l.order_id = o.id
), EXISTS (
    SELECT 1 FROM order_lines g WHERE g.merchant_id = o.merchant_id AND g.order_id = o.id AND g.gift
), EXISTS (
    SELECT 1 FROM incidents i WHERE i.merchant_id = o.merchant_id AND i.order_id = o.id
        AND i.shipment_id IS NULL AND i.cleared_at IS NULL
) FROM orders o WHERE o.merchant_id = %s AND o.id = %s
"""
SHIPMENTS = """
SELECT s.code, s.direction, s.carrier, s.service, s.tracking_number, s.parcel, s.location, s.shipped_at,
       s.promised_on, s.carrier_estimate, s.delivered_at, (
    SELECT i.kind FROM incidents i WHERE i.merchant_id = s.merchant_id AND i.shipment_id = s.id
        AND i.cleared_at IS NULL AND i.kind IN ('not_shipped', 'not_moving', 'stalled') LIMIT 1
), (
    SELECT jsonb_object_agg(l.line_id, l.quantity) FROM shipment_lines l
    WHERE l.merchant_id = s.merchant_id AND l.shipment_id = s.id
) FROM shipments s WHERE s.merchant_id = %s AND s.order_id = %s AND NOT EXISTS (
    SELECT 1 FROM return_labels b JOIN returns r ON r.merchant_id = b.merchant_id AND r.id = b.return_id
    WHERE b.merchant_id = s.merchant_id AND b.shipment_code = s.code AND r.is_gift
) AND NOT EXISTS (
    SELECT 1 FROM returns r WHERE r.merchant_id = s.merchant_id AND r.own_shipment = s.code AND r.is_gift
) ORDER BY s.id
"""  # whoever bought a gift does not hear that it comes back
SCANS = """
SELECT parcel, at, status, status_detail, message, place, source, raw_status, listed
FROM scans WHERE merchant_id = %s AND parcel = ANY(%s)
"""


class Line(NamedTuple):
    """A line in a row of ORDER; `cancelled` units of it are never sent."""

    id: str
    title: str
    variant: str | None
    quantity: int
    cancelled: int
    sku: str | None
    product_type: str | None
    collections: list[str]
    tags: list[str]


class Sent(NamedTuple):
    """A row of SHIPMENTS; `units` are those it holds of each line."""

    code: str
    direction: str
    carrier: str | None
    service: str | None
    number: str | None
    key: str
    location: str | None
    shipped_at: datetime | None
    promised_on: date | None
    told: date | None
    delivered_at: datetime | None
    silence: str | None
    units: dict[str, int] | None


@dataclass(frozen=True, slots=True)
class Bought:
    """An order, and when and where it is looked at."""

    merchant: Known
    placed_at: datetime
    ship_to: dict[str, Any]
    lines: dict[str, Item]
    now: datetime
    zone: str

    @property
    def today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    def items(self, units: dict[str, int]) -> tuple[Item, ...]:
        """So many units of its lines, in the order's own order."""
        return tuple(
            Item(line.title, line.variant, units[line_id])
            for line_id, line in self.lines.items()
            if units.get(line_id, 0) > 0
        )

    def estimate(self, journey: estimates.Journey) -> Estimate | None:
        """Today's estimate of a journey to this order's address."""
        told = estimates.today(self.merchant, journey, self.ship_to, self.now, self.zone)
        return Estimate(told.earliest, told.likely, told.latest, told.confidence) if told else None


def tracking_page(statements: Statements, merchant: Known, order_id: int, now: datetime) -> TrackingPage:
    """The page of an order as it stands at `now`: three statements, however many parcels it has."""
    key = (merchant.id, order_id)
    row = statements.all(ORDER, key)[0]
    number, placed_at, cancelled_at, ship_to, token, bought_lines, is_gift, is_late = row
    lines = [Line(*told) for told in bought_lines or ()]
    items = {line.id: Item(line.title, line.variant, line.quantity) for line in lines}
    bought = Bought(merchant, placed_at, ship_to, items, now, estimates.destination_zone(merchant, ship_to))
    sent = [Sent(*row) for row in statements.all(SHIPMENTS, key)]
    scans = scans_by_parcel(statements, merchant.id, [row.key for row in sent])
    parcels = [parcel(bought, row, scans.get(row.key, [])) for row in sent]
    left = Counter({line.id: line.quantity - line.cancelled for line in lines})
    cancelled = cancelled_at is not None or not any(left.values())
    for row, shown in zip(sent, parcels, strict=True):
        if row.direction == "outbound" and shown.status != Status.CANCELLED:
            left.subtract(row.units or {})
    waiting = bought.items(left)
    returnable = takes_returns(merchant) and left_for_shopper(sent, parcels)
    return TrackingPage(
        brand=brand_of(merchant),
        order_number=number,
        placed_on=placed_at.astimezone(ZoneInfo(bought.zone)).date(),
        today=bought.today,
        time_zone=bought.zone,
        parcels=tuple(parcels),
        waiting=waiting,
        waiting_estimate=bought.estimate(estimates.Journey(placed_at)) if waiting else None,
        ships_late=is_late,
        cancelled=cancelled,
        locales=tuple(merchant.config["locales"]),
        claim_path=f"/t/{token}/claim",
        return_path=f"/t/{token}/return" if returnable else None,
        preferences_path=f"/t/{token}/preferences",
        feedback_path=f"/t/{token}/feedback" if was_delivered(parcels) else None,
        gift_path=f"/t/{token}/gift" if returnable and is_gift else None,
        withdraw_path=withdraw_path(bought, token, lines, sent, parcels, cancelled=cancelled),
        own=own_words(merchant),
    )


def own_words(merchant: Known) -> OwnWords:
    """What the shop says beside our own words."""
    return OwnWords(merchant.config.get("brand") or {}, merchant.config["locales"][0])


def was_delivered(parcels: list[Parcel]) -> bool:
    """Whether there is a delivery to be asked about."""
    return any(parcel.status == Status.DELIVERED and not parcel.returning for parcel in parcels)


def withdraw_path(
    bought: Bought, token: str, lines: list[Line], sent: list[Sent], parcels: list[Parcel], *, cancelled: bool
) -> str | None:
    """Where to withdraw from the contract, as long as the right stands for anything that was or will be sent."""
    if cancelled and not left_for_shopper(sent, parcels):
        return None
    ship_to = bought.ship_to
    place = place_of(bought.merchant, *(ship_to.get(name) for name in ("country", "region", "postcode")))
    wanted = [
        OrderLine(
            line.id,
            line.quantity,
            0,
            cancelled=line.cancelled,
            sku=line.sku,
            product_type=line.product_type,
            collections=tuple(line.collections),
            tags=tuple(line.tags),
        )
        for line in lines
    ]
    arrivals = [
        Arrival(row.units or {}, row.delivered_at)
        for row, shown in zip(sent, parcels, strict=True)
        if row.direction == "outbound" and shown.status not in (Status.CANCELLED, Status.RETURN_TO_SENDER)
    ]
    made = offer(bought.merchant, token, wanted, arrivals, place, bought.now)
    return made.path if made else None


def takes_returns(merchant: Known) -> bool:
    """Whether the shop has a policy."""
    return bool(merchant.config.get("return_policy"))


def left_for_shopper(sent: list[Sent], parcels: list[Parcel]) -> bool:
    """Whether anything has left for the shopper."""
    return any(
        row.direction == "outbound"
        and shown.status != Status.CANCELLED
        and (row.shipped_at is not None or shown.status not in (Status.UNKNOWN, Status.PRE_TRANSIT))
        for row, shown in zip(sent, parcels, strict=True)
    )


def scans_by_parcel(statements: Statements, merchant_id: int, keys: list[str]) -> dict[str, list[Scan]]:
    """Every scan of these parcels, in one statement."""
    found: dict[str, list[Scan]] = {}
    for key, at, status, detail, message, place, *rest in (
        statements.all(SCANS, (merchant_id, keys)) if keys else ()
    ):
        where = Place(**place) if place else None
        found.setdefault(key, []).append(Scan(at, Status(status), detail, message, where, *rest))
    return found


def parcel(bought: Bought, sent: Sent, scans: list[Scan]) -> Parcel:
    """One shipment as the page shows it."""
    line = timeline.build(scans, shipped_at=sent.shipped_at, now=bought.now)
    carrier = directory.find(sent.carrier) if sent.carrier else None
    left = timeline.handed_over_at(line.events, sent.shipped_at)
    journey = estimates.Journey(bought.placed_at, sent.carrier, sent.service, sent.location, left, sent.told)
    settled = line.status in FINAL or sent.direction == "inbound"
    estimate = None if settled else bought.estimate(journey)
    delivering = next((event for event in line.events if event.status is Status.DELIVERED), None)
    likely = estimate.likely if estimate else None
    return Parcel(
        id=sent.code,
        status=line.status,
        carrier_name=carrier.name if carrier else sent.carrier,
        carrier_url=carrier.link(sent.number) if carrier and sent.number else None,
        tracking_number=sent.number,
        status_detail=line.status_detail,
        attempted=line.attempted,
        action_required=line.action_required,
        promised_on=sent.promised_on,
        estimate=estimate,
        delivered_at=line.delivered_at,
        delivered_place=place_name(delivering.place) if delivering else None,
        late_days=late_days(sent.promised_on, line.delivered_at, likely, bought.today),
        silence=sent.silence,
        returning=sent.direction == "inbound",
        items=bought.items(sent.units or {}),
        events=tuple(
            Event(
                event.at or bought.now,
                event.status,
                event.status_detail,
                event.message,
                place_name(event.place),
            )
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
    """`Newark, NJ`: the town with its region; a bare country code tells a shopper nothing."""
    names = [name for name in (place.city, place.region) if name] if place else []
    return ", ".join(names) or None
