"""The shopper's real pages in a brand that is not saved yet."""

from dataclasses import replace

from flask import Response
from sqlalchemy import select
from werkzeug.exceptions import NotFound as NothingThere

from commerce.brand import palettes
from commerce.brand_schema import MOMENTS
from commerce.clock import now
from commerce.database import db
from commerce.merchants import Known
from commerce.models import Order
from portal.console.brand_sample import sample
from portal.shopper.logos import brand_of
from portal.shopper.page import LookupPage
from portal.shopper.render import Rendered, render_lookup, render_message, render_tracking
from portal.shopper.returning import visits
from portal.shopper.returning.views import first_step
from portal.shopper.voice import voice

PAGES = ("tracking", "lookup", "return")


def preview(merchant: Known, shown: str, moment: str, locale: str, *, at_night: bool) -> Response:
    """One of `PAGES` for a merchant whose brand is a draft; only frames of our own may show it."""
    if at_night:
        merchant = replace(merchant, config=merchant.config | {"brand": night(merchant)})
    rendered = page_of(merchant, shown, moment, locale)
    headers = {"Content-Security-Policy": rendered.csp}
    return Response(still(rendered.html), headers=headers, content_type="text/html; charset=utf-8")


def still(html: bytes) -> bytes:
    """The page without the script that would ask for news of a made-up order."""
    before, _, after = html.partition(b"<script>")
    return before + after.partition(b"</script>")[2]


def night(merchant: Known) -> dict[str, object]:
    """The brand as screens that prefer the dark see it."""
    brand = brand_of(merchant)
    dark = palettes(brand.accent, brand.background, brand.text).dark
    colours = {"accent": dark.accent, "background": dark.background, "text": dark.text}
    told: dict[str, object] = merchant.config.get("brand") or {}
    return told | colours


def page_of(merchant: Known, shown: str, moment: str, locale: str) -> Rendered:
    if shown == "lookup":
        return render_lookup(
            LookupPage(brand_of(merchant), locales=tuple(merchant.config["locales"])), locale
        )
    if shown == "return":
        return return_page(merchant, locale)
    return render_tracking(sample(merchant, moment if moment in MOMENTS else "in_transit", now()), locale)


def return_page(merchant: Known, locale: str) -> Rendered:
    """The first step of the newest order's return; what is said where there is none, before the first order."""
    newest = select(Order.page_token).where(Order.merchant_id == merchant.id).order_by(Order.placed_at.desc())
    token = db.session.scalar(newest.limit(1))
    try:
        visit = visits.of_order(token or "", {})
    except NothingThere:
        return render_message(brand_of(merchant), "not_found", locale)
    said = voice(locale, visit.voice.today, visit.voice.zone.key)
    return first_step(visit._replace(merchant=merchant, voice=said))
