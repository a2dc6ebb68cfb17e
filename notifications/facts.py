"""What a notice may speak of, as plain frozen values.

Times are aware UTC, dates local to `Facts.time_zone`, amounts minor units of the currency beside them. Text from a
merchant, a shopper or a carrier is kept as it came: escaping it is the templates' work.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Brand:
    """A merchant's look; `logo_url` is absolute, of the copy that we serve."""

    accent: str | None = None
    background: str | None = None
    text: str | None = None
    radius: int = 8
    font: str = "system"
    logo_url: str | None = None


@dataclass(frozen=True, slots=True)
class Shop:
    """Who writes, and where its shoppers find help; `home_url` is the page where orders are looked up."""

    name: str
    brand: Brand = Brand()
    support_email: str | None = None
    support_url: str | None = None
    home_url: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Some units of an order line."""

    title: str
    variant: str | None = None
    quantity: int = 1
    image_url: str | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """One outbound shipment; `earliest` to `latest` are today's forecast, the promises what was said before.

    `delay_kind` is a word of the API's `delay`, `delay_days` how late it is thought to be. `place` is the town
    of its newest scan.
    """

    code: str
    status: str
    carrier: str | None = None
    carrier_url: str | None = None
    tracking_number: str | None = None
    status_detail: str | None = None
    action_required: str | None = None
    earliest: date | None = None
    likely: date | None = None
    latest: date | None = None
    promised_on: date | None = None
    first_promised_on: date | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    delay_kind: str | None = None
    delay_days: int | None = None
    place: str | None = None
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Return:
    """One return: `amount` is what comes back, paid or expected, as money or (see `resolution`) as store credit;
    of a gift none is told.

    `deadline` is the moment until which it must be sent; `methods` and `refund_on` are words of the policy;
    `reason_text` is why it was declined, `question` what the shop asks; `kept`: the shopper sends nothing.
    """

    code: str
    status: str
    page_url: str
    currency: str
    deadline: datetime | None = None
    label_url: str | None = None
    qr_code_url: str | None = None
    gift: bool = False
    amount: int | None = None
    credit_code: str | None = None
    resolution: str | None = None
    methods: tuple[str, ...] = ()
    refund_on: str | None = None
    reason_text: str | None = None
    question: str | None = None
    kept: bool = False
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim, in the words of the API; `amount` is what was paid for it."""

    code: str
    status: str
    kind: str
    currency: str
    resolution: str | None = None
    denied: bool = False
    amount: int | None = None
    credit_code: str | None = None
    reason_text: str | None = None
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class ReturnTerms:
    """Until when the order may come back: a day, or so many days from an anchor that has not happened yet."""

    until: date | None = None
    days: int | None = None
    anchor: str = "delivered"  # delivered | shipped | ordered


@dataclass(frozen=True, slots=True)
class Links:
    """Absolute addresses; `unsubscribe` is of this kind and channel, None where it can't be switched off.

    `review` is where the shop wants to be reviewed, where it told.
    """

    order: str
    returns: str | None = None
    preferences: str | None = None
    unsubscribe: str | None = None
    feedback: str | None = None
    review: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that one notice may say of an order.

    `others` are parcels with the same news, told along with it; `expected` is the forecast, first and last day, of
    what no parcel holds yet.
    """

    shop: Shop
    order_number: str
    locale: str
    time_zone: str
    placed_at: datetime
    now: datetime
    links: Links
    customer_name: str | None = None
    lines: tuple[Line, ...] = ()
    parcel: Parcel | None = None
    others: tuple[Parcel, ...] = ()
    return_: Return | None = None
    claim: Claim | None = None
    return_terms: ReturnTerms | None = None
    expected: tuple[date, date] | None = None
