"""What the shopper's pages show, as plain frozen values.

Statuses and details are the words of `tracking.statuses`; all times are aware, all dates are local to the
page's `time_zone`. Text from a merchant, shopper or carrier is kept as it came: escaping is the renderer's.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from portal.shopper.own_words import NOTHING, OwnWords


@dataclass(frozen=True, slots=True)
class Brand:
    """A merchant's look and where its shoppers find help; `slug` is the look-up page's path, no slashes."""

    name: str
    slug: str = ""
    accent: str = "#1f5f7a"
    background: str = "#ffffff"
    text: str = "#1b1f23"
    radius: int = 10
    font: str = "system"
    logo_url: str | None = None
    support_email: str | None = None
    support_url: str | None = None
    policy_url: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """Some units of an order line."""

    title: str
    variant: str | None = None
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class Estimate:
    """Today's forecast: local dates, and the share (0–1) of parcels that arrive between the outer two."""

    earliest: date
    likely: date
    latest: date
    confidence: float = 0.9


@dataclass(frozen=True, slots=True)
class Event:
    """One scan, with the carrier's own message beside our status."""

    at: datetime
    status: str
    status_detail: str | None = None
    message: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """One shipment of the order; `returning` means that the shopper sends it back to the shop.

    `late_days` counts the days between the promise and the arrival that is now expected (or today, where
    nothing is); `events` come in any order. `silence` is the open delay that no scan tells of: `not_shipped`,
    `not_moving` or `stalled`.
    """

    id: str
    status: str
    carrier_name: str | None = None
    carrier_url: str | None = None
    tracking_number: str | None = None
    status_detail: str | None = None
    attempted: bool = False
    action_required: Literal["shopper", "merchant"] | None = None
    promised_on: date | None = None
    estimate: Estimate | None = None
    delivered_at: datetime | None = None
    delivered_place: str | None = None
    late_days: int | None = None
    silence: str | None = None
    returning: bool = False
    items: tuple[Item, ...] = ()
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class TrackingPage:
    """An order as its shopper sees it on the local day `today`.

    `waiting` are the units that no parcel holds yet; the promise and estimate beside them are for those.
    `ships_late` says that something should have been shipped by now and nothing was.
    `locales` are the languages the merchant offers, for the switch at the foot of the page; `return_path` is
    where to ask for a return, once something has been sent and the shop takes returns; `claim_path` is where
    to report what went wrong with a parcel, `gift_path` where to have a code made for whoever got it as a gift,
    `withdraw_path` where to withdraw from the contract,
    `feedback_path` where to say how a delivery went, `preferences_path` where to choose what one is told of.
    """

    brand: Brand
    order_number: str
    placed_on: date
    today: date
    time_zone: str
    parcels: tuple[Parcel, ...] = ()
    waiting: tuple[Item, ...] = ()
    waiting_promised_on: date | None = None
    waiting_estimate: Estimate | None = None
    waiting_late_days: int | None = None
    ships_late: bool = False
    cancelled: bool = False
    locales: tuple[str, ...] = ("en",)
    return_path: str | None = None
    withdraw_path: str | None = None
    preferences_path: str | None = None
    feedback_path: str | None = None
    claim_path: str | None = None
    gift_path: str | None = None
    own: OwnWords = NOTHING


@dataclass(frozen=True, slots=True)
class LookupPage:
    """The look-up form, with what was typed and what became of it."""

    brand: Brand
    outcome: Literal["none", "not_found", "throttled", "mailed", "no_gift"] = "none"
    number: str = ""
    contact: str = ""
    locales: tuple[str, ...] = ("en",)
    takes_gifts: bool = False
