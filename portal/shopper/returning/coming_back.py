"""How an approved return gets back: the places that take it, the code that is scanned there, the parcel's number."""

from dataclasses import dataclass

from flask import current_app, url_for
from markupsafe import Markup
from segno import make_qr

from commerce.merchants import Known
from portal.shopper.returning import words
from portal.shopper.voice import Voice
from returns.models.requests import Return
from returns.own_carrier import may_tell
from returns.parcel import warehouse
from returns.places import BY_HAND, Place, place, places
from returns.policy.vocabulary import Method
from returns.statuses import FREES_UNITS, ReturnStatus
from tracking import shipments
from tracking.carriers.directory import BY_CODE


@dataclass(frozen=True, slots=True)
class OwnParcel:
    """What is known of the parcel that the shopper sends, and whether it may still be told otherwise."""

    carrier: str
    number: str
    open: bool
    link: str | None


@dataclass(frozen=True, slots=True)
class ComingBack:
    """The way back, as far as the page helps with it. `code` is a drawing; `send_to` an address."""

    places: tuple[Place, ...] = ()
    code: Markup | None = None
    send_to: Place | None = None
    parcel: OwnParcel | None = None


def way_back(merchant: Known, request: Return, voice: Voice) -> ComingBack:
    """What the page of a return offers on the way back, while it is approved; its parcel also later."""
    parcel = own_parcel(request)
    if request.status != ReturnStatus.APPROVED or request.kept:
        return ComingBack(parcel=parcel if request.status not in FREES_UNITS else None)
    by_hand = [method for method in methods(request) if is_by_hand(request, method)]
    home, to = request.order.ship_to, warehouse(merchant.config)
    found = [one for method in by_hand for one in places(merchant.config, method, home)]
    return ComingBack(
        places=tuple(dict.fromkeys(found)),
        code=drawing(request, voice) if by_hand else None,
        send_to=place(merchant.config["name"], to) if to and parcel else None,
        parcel=parcel,
    )


def methods(request: Return) -> list[str]:
    """The ways by which it comes back, each once."""
    return list(dict.fromkeys(line.method for line in request.lines if line.method and not line.keep_item))


def is_by_hand(request: Return, method: str) -> bool:
    """Whether the shop's own people take it in, so that they scan a code of ours: no carrier has one then."""
    return method in BY_HAND or (method == Method.QR_CODE and request.label is None)


def drawing(request: Return, voice: Voice) -> Markup:
    """A QR code with the return's address in the console; the light around it is part of it, on dark pages too."""
    address = current_app.config["SETTINGS"].base_url + url_for("console.one_return", code=request.code)
    drawn = make_qr(address, error="m").svg_inline(
        scale=4, border=4, omitsize=True, light="#fff", svgclass="code", title=voice.gettext(words.CODE)
    )
    return Markup(drawn)  # noqa: S704 - drawn from our own words


def own_parcel(request: Return) -> OwnParcel | None:
    """The parcel by the shopper's own carrier, if there is one or may be."""
    open_ = may_tell(request)
    known = shipments.find(request.merchant_id, request.own_shipment)
    if known is None:
        return OwnParcel("", "", open=True, link=None) if open_ else None
    carrier = BY_CODE.get(known.carrier or "")
    name, number = carrier.name if carrier else known.carrier or "", known.tracking_number or ""
    return OwnParcel(name, number, open_, carrier.link(number) if carrier else None)


def carrier_names(country: str | None) -> list[str]:
    """What a shopper is offered while they type: the carriers at home in a country, and the worldwide ones."""
    return sorted({one.name for one in BY_CODE.values() if not one.countries or country in one.countries})
