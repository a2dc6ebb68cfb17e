"""From the database to the facts of one notice, in few plain statements."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from flask import current_app

from commerce.clock import now
from commerce.errors import NotFound
from commerce.merchants import Known
from commerce.settings import Settings
from commerce.statements import Statements
from eta_model import estimates
from notifications import unsubscribing
from notifications.details import WITH_RETURN_TERMS
from notifications.facts import Brand, Facts, Line, Links, Parcel, Shop
from notifications.gathering_returns import claim_of, return_of, return_terms
from tracking.carriers import directory
from tracking.statuses import FINAL, Status

BEFORE_SHIPPING = frozenset({"order_confirmed", "not_shipped"})

ORDER = """
SELECT o.number, o.placed_at, o.customer, o.ship_to, o.page_token, (
    SELECT jsonb_agg(jsonb_build_array(l.line_id, l.title, l.variant, l.quantity, l.image_url) ORDER BY l.position)
    FROM order_lines l WHERE l.merchant_id = o.merchant_id AND l.order_id = o.id
) FROM orders o WHERE o.merchant_id = %s AND o.id = %s
"""
SHIPMENTS = """
SELECT s.id, s.code, s.status, s.status_detail, s.action_required, s.carrier, s.service, s.tracking_number,
       s.location, s.promised_on, s.delivered_at, s.carrier_estimate, coalesce(s.shipped_at, (
    SELECT min(c.at) FROM scans c WHERE c.merchant_id = s.merchant_id AND c.parcel = s.parcel
    AND c.status IN ('in_transit', 'out_for_delivery', 'available_for_pickup')
)), (
    SELECT c.place FROM scans c WHERE c.merchant_id = s.merchant_id AND c.parcel = s.parcel
    AND c.place IS NOT NULL AND c.at <= %s ORDER BY c.at DESC LIMIT 1
), (
    SELECT jsonb_object_agg(l.line_id, l.quantity) FROM shipment_lines l
    WHERE l.merchant_id = s.merchant_id AND l.shipment_id = s.id
) FROM shipments s WHERE s.merchant_id = %s AND s.order_id = %s AND (s.id = %s OR s.code = ANY(%s)) ORDER BY s.id
"""


class Sent(NamedTuple):
    """A row of SHIPMENTS; `units` are those it holds of each line."""

    id: int
    code: str
    status: str
    status_detail: str | None
    action_required: str | None
    carrier: str | None
    service: str | None
    number: str | None
    location: str | None
    promised_on: date | None
    delivered_at: datetime | None
    carrier_estimate: date | None
    left_at: datetime | None
    place: dict[str, str | None] | None
    units: dict[str, int] | None


@dataclass(frozen=True, slots=True)
class Bought:
    """An order, when it is looked at, and where its reader lives."""

    merchant: Known
    placed_at: datetime
    ship_to: dict[str, Any]
    lines: dict[str, Line]
    zone: str
    at: datetime

    def window(self, journey: estimates.Journey, told: Mapping[str, Any]) -> tuple[date | None, ...]:
        """Earliest, likely and latest day: as they were told, else today's forecast."""
        if told.get("latest"):
            latest = date.fromisoformat(told["latest"])
            earliest = date.fromisoformat(told["earliest"]) if told.get("earliest") else latest
            return earliest, None, latest
        estimate = estimates.today(self.merchant, journey, self.ship_to, self.at, self.zone)
        return (estimate.earliest, estimate.likely, estimate.latest) if estimate else (None, None, None)

    def expected(self, told: Mapping[str, Any]) -> tuple[date, date] | None:
        """The forecast of what no parcel holds yet."""
        earliest, _, latest = self.window(estimates.Journey(self.placed_at), told)
        return (earliest, latest) if earliest and latest else None

    def parcel(self, sent: Sent, told: Mapping[str, Any]) -> Parcel:
        """One shipment as a notice speaks of it; the parcel's own words are in `told`."""
        carrier = directory.find(sent.carrier) if sent.carrier else None
        journey = estimates.Journey(
            self.placed_at, sent.carrier, sent.service, sent.location, sent.left_at, sent.carrier_estimate
        )
        settled = Status(sent.status) in FINAL
        earliest, likely, latest = (None, None, None) if settled else self.window(journey, told)
        units = sent.units or {}
        return Parcel(
            code=sent.code,
            status=sent.status,
            carrier=carrier.name if carrier else sent.carrier,
            carrier_url=carrier.link(sent.number) if carrier and sent.number else None,
            tracking_number=sent.number,
            status_detail=sent.status_detail,
            action_required=sent.action_required,
            earliest=earliest,
            likely=likely,
            latest=latest,
            promised_on=sent.promised_on,
            first_promised_on=sent.promised_on,
            shipped_at=sent.left_at,
            delivered_at=sent.delivered_at,
            delay_kind=told.get("delay"),
            delay_days=told.get("days"),
            place=town(sent.place),
            lines=tuple(
                Line(line.title, line.variant, units[line_id], line.image_url)
                for line_id, line in self.lines.items()
                if units.get(line_id, 0) > 0
            ),
        )


def facts_of(
    merchant: Known,
    order_id: int,
    shipment_id: int | None,
    return_id: int | None,
    claim_id: int | None,
    locale: str,
    told: Mapping[str, Any],
    *,
    kind: str | None = None,
    channel: str = "email",
) -> Facts:
    """What a notice about an order, and one parcel, return or claim of it, may say now.

    `told` is what was decided that it says: `delay` (a word of the API), `days`, `earliest` and `latest` (ISO
    dates; without them today's forecast is asked), `others` (ids of shipments with the same news), `refund` (its
    id), `shipment` (the id of what an exchange sends). With a `kind` what that kind does not say is not looked
    up, and the link that switches it off on that `channel` is made. Raises `NotFound` for an order that is gone.
    """
    statements: Statements = current_app.extensions["statements"]
    row = statements.one(ORDER, (merchant.id, order_id))
    if row is None:
        raise NotFound("this order is gone")
    number, placed_at, customer, ship_to, page_token, lines = row
    zone, moment = estimates.destination_zone(merchant, ship_to), now()
    bought = Bought(
        merchant,
        placed_at,
        ship_to,
        {line_id: Line(*told_of) for line_id, *told_of in lines or ()},
        zone,
        moment,
    )
    replacement, others = told.get("shipment"), [str(code) for code in told.get("others", ())]
    asked = (moment, merchant.id, order_id, shipment_id or 0, [*others, replacement])
    about_parcels = shipment_id or replacement
    sent = [Sent(*values) for values in statements.all(SHIPMENTS, asked)] if about_parcels else []
    first = [one for one in sent if one.id == shipment_id or one.code == replacement]
    gathered = Facts(
        shop=shop_of(merchant),
        order_number=number,
        locale=locale,
        time_zone=zone,
        placed_at=placed_at,
        now=moment,
        links=links_of(merchant, order_id, page_token, kind, channel),
        customer_name=customer.get("name") or ship_to.get("name"),
        lines=tuple(bought.lines.values()),
        parcel=bought.parcel(first[0], told) if first else None,
        others=tuple(bought.parcel(one, {}) for one in sent if one not in first),
        return_=return_of(merchant.id, return_id, told.get("refund")) if return_id else None,
        claim=claim_of(merchant.id, claim_id) if claim_id else None,
        return_terms=return_terms(merchant, number) if kind is None or kind in WITH_RETURN_TERMS else None,
        expected=bought.expected(told) if kind is None or kind in BEFORE_SHIPPING else None,
    )
    return told_apart(gathered)


def told_apart(facts: Facts) -> Facts:
    """The same; of a gift's return without the buyer's name, pages and other things."""
    gift = facts.return_
    if gift is None or not gift.gift:
        return facts
    return replace(facts, customer_name=None, lines=gift.lines, return_terms=None, links=Links(gift.page_url))


def shop_of(merchant: Known) -> Shop:
    """The merchant as its mails show it; its logo is the copy that we serve."""
    config, base_url = merchant.config, settings().base_url
    told = config.get("brand") or {}
    fields = {name: told[name] for name in Brand.__dataclass_fields__ if told.get(name) is not None}
    fields["logo_url"] = f"{base_url}/brand/{merchant.slug}/{merchant.logo}.png" if merchant.logo else None
    return Shop(
        name=config["name"],
        brand=Brand(**fields),
        support_email=told.get("support_email"),
        support_url=told.get("support_url"),
        home_url=f"{base_url}{config['tracking'].get('page_path') or '/' + merchant.slug}",
    )


def links_of(merchant: Known, order_id: int, page_token: str, kind: str | None, channel: str) -> Links:
    """The addresses behind an order's token, and the one that switches a kind off."""
    order = f"{settings().base_url}/t/{page_token}"
    return Links(
        order=order,
        returns=f"{order}/return" if merchant.config.get("return_policy") else None,
        preferences=f"{order}/preferences",
        unsubscribe=unsubscribing.url(merchant.id, order_id, kind, channel) if kind else None,
        feedback=f"{order}/feedback",
    )


def town(place: Mapping[str, str | None] | None) -> str | None:
    """`Newark, NJ`: a bare country code tells a shopper nothing."""
    names = [name for name in (place.get("city"), place.get("region")) if name] if place else []
    return ", ".join(names) or None


def settings() -> Settings:
    known: Settings = current_app.config["SETTINGS"]
    return known
