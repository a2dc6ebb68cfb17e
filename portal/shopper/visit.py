"""A shopper at one of an order's pages: whose order it is, and in which language it is spoken of."""

from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from flask import Response, abort, request
from sqlalchemy import ColumnElement, select

from commerce import clock, merchants
from commerce.database import db
from commerce.merchants import Known
from commerce.models import Order
from eta_model import estimates
from portal.shopper.logos import brand_of
from portal.shopper.render import render_page
from portal.shopper.voice import Voice, voice
from portal.shopper.writing import language, page_answer


class Visit(NamedTuple):
    """Who looks at which order, in which language."""

    merchant: Known
    order: Order
    voice: Voice


def by_token(token: str) -> Visit:
    """The visit of a page under that token; 404 where there is none."""
    if not (token.isalnum() and token.isascii()):
        abort(404)
    return where(Order.page_token == token)


def by_order(merchant_id: int, order_id: int) -> Visit:
    """The visit of one whose link names the order itself; 404 where that is gone."""
    return where((Order.merchant_id == merchant_id) & (Order.id == order_id))


def where(condition: ColumnElement[bool]) -> Visit:
    statement = select(Order).where(condition)
    order = db.session.scalars(statement, execution_options={"across_merchants": True}).one_or_none()
    merchant = merchants.known_by_id(order.merchant_id) if order else None
    if order is None or merchant is None:
        abort(404)
    zone = estimates.destination_zone(merchant, order.ship_to)
    today = clock.now().astimezone(ZoneInfo(zone)).date()
    return Visit(merchant, order, voice(language(merchant, order.locale), today, zone))


def answer(visit: Visit, template: str, status: int = 200, *, kept: str = "", **values: Any) -> Response:
    """A page of the order; `kept` is the query that a change of language keeps."""
    merchant, order, speaker = visit
    number = speaker.gettext("Order %(number)s", number=order.number)
    rendered = render_page(
        template,
        brand_of(merchant),
        speaker.locale,
        tuple(merchant.config["locales"]),
        number,
        kept,
        order=number,
        back=f"/t/{order.page_token}",
        lang=speaker.locale if request.args.get("lang") else None,
        **values,
    )
    return page_answer(rendered, status)
