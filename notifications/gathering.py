"""From the database to the facts of one notice, in few plain statements."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from commerce import settings
from commerce.merchants import Known
from eta_model import estimates
from notifications import unsubscribing
from notifications.details import WITH_RETURN_TERMS
from notifications.facts import Brand, Facts, Line, Links, Parcel, Shop
from notifications.gathering_returns import claim_of, return_of, return_terms
from notifications.gathering_rows import Asked, Rows, Sent, rows_of
from notifications.rules import rules_of
from tracking.carriers import directory
from tracking.statuses import FINAL, Status

BEFORE_SHIPPING = frozenset({"order_confirmed", "not_shipped"})


@dataclass(frozen=True, slots=True)
class Looked:
    """An order as it is looked at: at that moment, with its lines, for a reader who lives there."""

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
    asked = Asked(merchant, order_id, shipment_id, return_id, claim_id, locale, told, kind, channel)
    return facts_from(rows_of([asked]), asked)


def facts_from(rows: Rows, asked: Asked) -> Facts:
    """The same from rows that were read for several notices together."""
    merchant, told, kind = asked.merchant, asked.told, asked.kind
    order = rows.order(asked)
    zone = estimates.destination_zone(merchant, order.ship_to)
    lines = {line[0]: Line(*line[1:]) for line in order.lines or ()}
    looked = Looked(merchant, order.placed_at, order.ship_to, lines, zone, rows.at)
    first, others = rows.sent(asked)
    gathered = Facts(
        shop=shop_of(merchant),
        order_number=order.number,
        locale=asked.locale,
        time_zone=zone,
        placed_at=order.placed_at,
        now=rows.at,
        links=links_of(merchant, asked.order_id, order.page_token, kind, asked.channel),
        customer_name=order.customer.get("name") or order.ship_to.get("name"),
        lines=tuple(lines.values()),
        parcel=looked.parcel(first, told) if first else None,
        others=tuple(looked.parcel(one, {}) for one in others),
        return_=return_of(merchant.id, asked.return_id, told) if asked.return_id else None,
        claim=claim_of(merchant.id, asked.claim_id) if asked.claim_id else None,
        return_terms=return_terms(merchant, order.number) if kind in (None, *WITH_RETURN_TERMS) else None,
        expected=looked.expected(told) if kind in (None, *BEFORE_SHIPPING) else None,
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
    config, base_url = merchant.config, settings.current().base_url
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
    order = f"{settings.current().base_url}/t/{page_token}"
    return Links(
        order=order,
        returns=f"{order}/return" if merchant.config.get("return_policy") else None,
        preferences=f"{order}/preferences",
        unsubscribe=unsubscribing.url(merchant.id, order_id, kind, channel) if kind else None,
        feedback=f"{order}/feedback",
        review=rules_of(merchant).review_url,
    )


def town(place: Mapping[str, str | None] | None) -> str | None:
    """`Newark, NJ`: a bare country code tells a shopper nothing."""
    names = [name for name in (place.get("city"), place.get("region")) if name] if place else []
    return ", ".join(names) or None
