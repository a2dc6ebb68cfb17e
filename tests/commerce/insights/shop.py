"""A small shop whose facts change, and the same figures counted slowly from its rows."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from commerce.database import db, transaction
from commerce.insights.models import InsightWeek
from commerce.models import Merchant, Order
from notifications.models import Feedback, Notice
from returns.models.claims import Claim
from returns.models.money import Refund
from returns.models.requests import Return, ReturnLine
from tests.builders import make_line, make_order
from tracking.models import Shipment

MONDAY = datetime(2026, 10, 5, 15, tzinfo=UTC)
ZONES = {"US": ZoneInfo("America/Los_Angeles"), "JP": ZoneInfo("Asia/Tokyo")}
SHOP = ZoneInfo("America/New_York")
Sums = dict[tuple[str, str, date, str], tuple[int, int]]


def day(number: int, hour: int = 0) -> datetime:
    """So many days and hours after the first Monday's morning in New York."""
    return MONDAY + timedelta(days=number, hours=hour)


def buy(merchant: Merchant, number: str, at: datetime, **fields: Any) -> Order:
    line = make_line(title="Tee", variant="M", quantity=2)
    return make_order(merchant, number, placed_at=at, lines=[line], **fields)


def send(order: Order, **fields: Any) -> Shipment:
    """A parcel of the order, handed over a day after it was placed."""
    code = f"S-{order.number}"
    plain: dict[str, Any] = {"code": code, "parcel": f"tn:{code}", "carrier": "UPS", "status": "in_transit"}
    plain |= {"shipped_at": order.placed_at + timedelta(days=1), "direction": "outbound"}
    with transaction() as session:
        parcel = Shipment(merchant_id=order.merchant_id, order_id=order.id, **plain | fields)
        session.add(parcel)
    return parcel


def bring_back(order: Order, code: str, at: datetime, reason: str = "too_small", units: int = 1) -> Return:
    """A return of one tee, approved."""
    plain = {
        "status": "approved",
        "requested_at": at,
        "approved_at": at,
        "currency": "USD",
        "page_token": code,
    }
    plain |= {"policy_version": 1, "home_currency": "USD", "locales": ["en"], "refund_on": "received"}
    plain |= {"fee_waived_for": [], "ship_within_days": 14, "order_paid": 5500, "code": code}
    line = {"position": 0, "line_id": "L1", "quantity": units, "reason": reason, "resolution": "refund"}
    line |= {"photos": [], "keep_item": False, "decision": "allow", "facts": {}, "reasons": [], "drawn": []}
    line |= {"share": 2500, "fee": 0, "restocking_percent": 0, "bonus_percent": 0}
    with transaction() as session:
        made = Return(merchant_id=order.merchant_id, order_id=order.id, **plain)
        made.lines.append(ReturnLine(merchant_id=order.merchant_id, **line))
        session.add(made)
    return made


def pay(made: Return, code: str, at: datetime, kind: str = "refund", amount: int = 2500) -> Refund:
    plain = {"code": code, "kind": kind, "amount": amount, "principal": amount, "currency": "USD"}
    plain |= {"status": "succeeded", "gateway": "stripe", "settled_at": at}
    with transaction() as session:
        refund = Refund(merchant_id=made.merchant_id, order_id=made.order_id, return_id=made.id, **plain)
        session.add(refund)
    return refund


def tell(parcel: Shipment, at: datetime, kind: str = "delayed") -> Notice:
    """A notice of a delay that is scheduled, then sent."""
    plain = {"code": f"n-{parcel.code}", "key": f"{kind}:{parcel.code}", "kind": kind, "channel": "email"}
    plain |= {"locale": "en", "status": "scheduled", "news_at": at, "due_at": at}
    ids = {"merchant_id": parcel.merchant_id, "order_id": parcel.order_id, "shipment_id": parcel.id}
    with transaction() as session:
        notice = Notice(**plain, **ids)
        session.add(notice)
    with transaction():
        notice.status, notice.sent_at = "sent", at
    return notice


def think(parcel: Shipment, score: int, at: datetime) -> Feedback:
    plain = {"code": f"f-{parcel.code}", "score": score, "locale": "en", "created_at": at}
    with transaction() as session:
        given = Feedback(merchant_id=parcel.merchant_id, shipment_id=parcel.id, **plain)
        session.add(given)
    return given


def claim(order: Order, code: str, at: datetime) -> Claim:
    plain = {"code": code, "kind": "damaged", "status": "open", "lines": [], "photos": [], "open_at": at}
    with transaction() as session:
        opened = Claim(merchant_id=order.merchant_id, order_id=order.id, **plain)
        session.add(opened)
    return opened


def kept(merchant: Merchant) -> Sums:
    """The figures as they stand in the table."""
    rows = db.session.scalars(select(InsightWeek).where(InsightWeek.merchant_id == merchant.id))
    return {(row.measure, row.dimension, row.week, row.value): (row.count, row.total) for row in rows}


def recounted(merchant: Merchant) -> Sums:
    """The same from the rows that tell of them, one by one, without any statement of the product."""
    db.session.expire_all()
    sums: dict[tuple[str, str, date, str], list[int]] = defaultdict(lambda: [0, 0])

    def add(measure: str, on: date, total: int, count: int = 1, **by: str) -> None:
        week = on - timedelta(days=on.weekday())
        for cell in [("", ""), *by.items()]:
            place = sums[measure, cell[0], week, cell[1]]
            place[0] += count
            place[1] += total

    orders = of(Order, merchant)
    for order in orders:
        place = {"country": order.ship_to["country"], "product": "Tee"}
        line = order.lines[0]
        if order.cancelled_at is None and line.quantity > line.cancelled_quantity:
            units = line.quantity - line.cancelled_quantity
            add("sold", local(order.placed_at), 0, units, **place, size="M")
    for opened in of(Claim, merchant):
        country = opened.order.ship_to["country"]
        add("claims", local(opened.open_at), 0, country=country, product="Tee", claim_kind="damaged")
    _parcels(merchant, add)
    _returns(merchant, orders, add)
    return {cell: (count, total) for cell, (count, total) in sums.items() if count or total}


def _parcels(merchant: Merchant, add: Any) -> None:
    notices, answers = of(Notice, merchant), of(Feedback, merchant)
    for parcel in of(Shipment, merchant):
        country = parcel.order.ship_to["country"]
        by = {"country": country, "product": "Tee", "carrier": parcel.carrier}
        for answer in [one for one in answers if one.shipment_id == parcel.id]:
            add("feedback", local(answer.created_at), answer.score, **by, score=str(answer.score))
        if parcel.status == "cancelled":
            continue
        arrived = parcel.delivered_at and parcel.delivered_at.astimezone(ZONES[country]).date()
        if parcel.promised_on:
            add("promised", parcel.promised_on, int(bool(arrived and arrived <= parcel.promised_on)), **by)
        if arrived:
            add(
                "transit",
                arrived,
                round((parcel.delivered_at - parcel.shipped_at) / timedelta(hours=1)),
                **by,
            )
        if parcel.promised_on and arrived and arrived > parcel.promised_on:
            told = min([one.sent_at for one in notices if one.shipment_id == parcel.id], default=None)
            in_time = told and told.astimezone(ZONES[country]).date() <= parcel.promised_on
            measure = "not_told" if told is None else "told_before" if in_time else "told_after"
            add(measure, parcel.promised_on, 0, **by)


def _returns(merchant: Merchant, orders: list[Order], add: Any) -> None:
    for made in of(Return, merchant):
        if made.status in ("declined", "cancelled", "expired"):
            continue
        by = {"country": made.order.ship_to["country"], "product": "Tee"}
        line = made.lines[0]
        if units := line.quantity - line.released_quantity:
            add("returned", local(made.requested_at), 0, units, **by, size="M", reason=line.reason)
            add("came_back", local(made.order.placed_at), 0, units, **by, size="M", reason=line.reason)
        later = [one for one in orders if one.email == made.order.email and one.id != made.order_id]
        span = (made.requested_at, made.requested_at + timedelta(days=90))
        again = [one for one in later if not one.cancelled_at and span[0] < one.placed_at <= span[1]]
        add("bought_again", local(made.requested_at), int(bool(again)), **by)
        paid = [refund for refund in made.refunds if refund.status == "succeeded"]
        for refund in paid:
            add(refund.kind, local(made.requested_at), refund.principal, currency="USD")
        if paid:
            first = min(refund.settled_at for refund in paid)
            since = made.received_at or made.approved_at or made.requested_at
            add("refund_time", local(first), max(0, round((first - since) / timedelta(hours=1))), **by)


def of(model: Any, merchant: Merchant) -> list[Any]:
    return list(db.session.scalars(select(model).where(model.merchant_id == merchant.id)))


def local(moment: datetime) -> date:
    return moment.astimezone(SHOP).date()
