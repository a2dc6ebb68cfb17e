"""A shop with a key to EasyPost's stand-in, and its label jobs done by hand."""

from typing import Any

from flask import Flask
from sqlalchemy import select

from commerce import outbox, work
from commerce.database import db
from commerce.merchants import Known
from commerce.models import EventWork, Integration, OrderLine
from tests.builders import make_line, make_merchant
from tests.returns.shop import deliver, open_shop
from tests.sample_shop import NJ1

HERE = NJ1 | {"address": {"line1": "5 Dock Rd", "city": "Avenel", "region": "NJ", "phone": "555 0100"}}
HOME = {
    "name": "Ada L",
    "line1": "1 Main St",
    "city": "San Francisco",
    "region": "CA",
    "postcode": "94103",
    "country": "US",
}
OURS = ("buy-return-label", "void-return-label", "ship-return", "make-tracker", "call-off-own-parcel")


def opened(
    app: Flask,
    address: str,
    *,
    slug: str = "acme",
    locations: list[dict[str, Any]] | None = None,
    lines: list[OrderLine] | None = None,
    **order: Any,
) -> Known:
    """A shop with a key to EasyPost and a delivered order."""
    merchant = make_merchant(slug, locations=[HERE] if locations is None else locations)
    sealed = app.extensions["vault"].seal({"api_key": "EZTK_made_up"})
    settings = {"api_base": address}
    db.session.merge(
        Integration(merchant_id=merchant.id, provider="easypost", settings=settings, secrets=sealed)
    )
    db.session.commit()
    bought = lines or [make_line(weight_g=180)]
    deliver(merchant, "1001", *bought, **{"ship_to": HOME} | order)
    return open_shop(merchant, methods=["label", "qr_code", "own_carrier"])


def work_off() -> None:
    """Do the work on labels that came up, and what came up by it."""
    while due := outbox.relay():
        for subscriber, merchant_id, event_id in due:
            if subscriber.name in OURS:
                work.do(subscriber.name, merchant_id, event_id)
    db.session.expire_all()


def again() -> None:
    """Do what was put off, as if its time had come."""
    due = db.session.scalars(
        select(EventWork).where(
            EventWork.merchant_id > 0, EventWork.state == "open", EventWork.subscriber.in_(OURS)
        )
    ).all()
    keys = [(row.subscriber, row.merchant_id, row.event_id) for row in due]
    for row in due:
        row.due_at = row.due_at.replace(year=2020)
    db.session.commit()
    for key in keys:
        work.do(*key)
    work_off()
