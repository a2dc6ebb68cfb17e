"""Every state of the shopper's pages, by name, as made-up orders on one fixed day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from portal.shopper.page import Brand, Estimate, Event, Item, LookupPage, Parcel, TrackingPage
from portal.shopper.render import Rendered, render_lookup, render_message, render_tracking
from portal.shopper.situations import BY_STATUS, STOPS, TROUBLES

TODAY = date(2026, 11, 22)
LOCALES = ("en", "ja", "ko")

ACME = Brand(
    name="Acme Outfitters",
    slug="acme",
    accent="#1f6f5c",
    background="#ffffff",
    text="#1b1b1b",
    radius=8,
    support_email="help@acme.test",
    support_url="https://acme.test/help",
    policy_url="https://acme.test/policy",
)
GARISH = replace(
    ACME,
    name="Lemon & Ash",
    accent="#ffee00",
    background="#fffef2",
    text="#c8c8b0",
    radius=24,
    font="rounded",
)
MURKY = replace(
    ACME, name="Grey Matter", accent="#787878", background="#767676", text="#757575", radius=0, font="serif"
)
NIGHT = replace(ACME, name="Nocturne", accent="#8b0000", background="#0b0b12", text="#cfcfe0", font="mono")

TEE = Item("Organic cotton tee", "Forest / M", 2)
MUG = Item("Enamel mug", None, 1)
SOCKS = Item("Hiking socks, three pairs", "Grey", 1)


def at(days_ago: int, hour: int, minute: int = 0) -> datetime:
    """A UTC moment some days before today."""
    return datetime(TODAY.year, TODAY.month, TODAY.day, hour, minute, tzinfo=UTC) - timedelta(days=days_ago)


def in_days(first: int, likely: int, last: int) -> Estimate:
    """An estimate counted from today."""
    return Estimate(
        TODAY + timedelta(days=first), TODAY + timedelta(days=likely), TODAY + timedelta(days=last)
    )


STORY = (
    Event(at(4, 15, 5), "pre_transit", "label_created", "Shipping label created", None),
    Event(
        at(3, 22, 40), "in_transit", "received_at_origin_facility", "Arrived at origin facility", "Newark, NJ"
    ),
    Event(at(2, 6, 12), "in_transit", "departed_origin_facility", "Departed", "Newark, NJ"),
    Event(at(1, 3, 55), "in_transit", "arrived_at_facility", "Arrived at regional facility", "Chicago, IL"),
    Event(at(1, 20, 31), "in_transit", "departed_facility", "In transit to next facility", "Chicago, IL"),
)
PARCEL = Parcel(
    id="S1",
    status="in_transit",
    carrier_name="UPS",
    carrier_url="https://carrier.test/track?n=1Z999AA10123456784",
    tracking_number="1Z999AA10123456784",
    promised_on=TODAY + timedelta(days=3),
    estimate=in_days(2, 3, 4),
    items=(TEE, MUG),
    events=STORY,
)
PAGE = TrackingPage(
    brand=ACME,
    order_number="1001",
    placed_on=TODAY - timedelta(days=5),
    today=TODAY,
    time_zone="America/New_York",
    parcels=(PARCEL,),
    locales=LOCALES,
)


def in_status(status: str, detail: str | None = None, **changes: object) -> TrackingPage:
    """The order with its one parcel in a status, the newest scan saying so."""
    newest = Event(at(0, 13, 20), status, detail, "Carrier message", "Oakland, CA")
    parcel = replace(PARCEL, status=status, status_detail=detail, events=(*STORY, newest))
    return replace(PAGE, parcels=(replace(parcel, **changes),))


DELIVERED = {"delivered_at": at(0, 19, 42), "delivered_place": "Front door", "estimate": None}
SETTLED = replace(
    in_status("delivered", "arrived_at_destination", **DELIVERED).parcels[0], id="S2", items=(SOCKS,)
)

PAGES: dict[str, TrackingPage] = {
    "not-shipped": replace(PAGE, parcels=(), waiting=(TEE, MUG)),
    "not-shipped-late": replace(
        PAGE,
        parcels=(),
        waiting=(TEE,),
        waiting_promised_on=TODAY,
        waiting_estimate=in_days(3, 4, 6),
        waiting_late_days=4,
    ),
    "ships-late": replace(
        PAGE, parcels=(), waiting=(TEE,), waiting_estimate=in_days(3, 4, 6), ships_late=True
    ),
    "order-cancelled": replace(PAGE, parcels=(), waiting=(TEE, MUG), cancelled=True),
    **{f"status-{status}": in_status(status) for status in BY_STATUS if status != "delivered"},
    **{f"in-transit-{detail}": in_status("in_transit", detail) for detail in (*STOPS, *TROUBLES)},
    "status-delivered": in_status("delivered", "arrived_at_destination", **DELIVERED),
    "delivered-early": in_status("delivered", None, delivered_at=at(1, 16), estimate=None),
    "attempted": in_status("in_transit", "delivery_exception", attempted=True),
    "late": in_status(
        "in_transit", "delayed", late_days=2, promised_on=TODAY - timedelta(days=1), estimate=in_days(1, 1, 1)
    ),
    "late-by-weather": in_status("in_transit", "weather_delay", late_days=1, estimate=in_days(4, 4, 6)),
    "late-no-estimate": in_status(
        "in_transit", None, late_days=3, estimate=None, promised_on=TODAY - timedelta(days=3)
    ),
    "stalled": in_status("in_transit", "arrived_at_facility", silence="stalled"),
    "stalled-late": in_status("in_transit", None, silence="stalled", late_days=2),
    "not-moving": in_status("pre_transit", "label_created", silence="not_moving"),
    "no-estimate": in_status("in_transit", None, estimate=None),
    "shopper-must-act": in_status("in_transit", None, action_required="shopper"),
    "merchant-must-act": in_status("failure", None, action_required="merchant"),
    "pickup-expired": in_status("available_for_pickup", "expired"),
    "return-in-progress": in_status("in_transit", None, returning=True),
    "return-arrived": in_status("delivered", None, returning=True, delivered_at=at(0, 12)),
    "bare-parcel": replace(PAGE, parcels=(Parcel(id="S9", status="unknown"),)),
    "several-parcels": replace(
        in_status("out_for_delivery"),
        parcels=(
            SETTLED,
            in_status("out_for_delivery").parcels[0],
            replace(PARCEL, id="S3", estimate=in_days(6, 7, 9)),
        ),
        waiting=(Item("Wool blanket", "Sand", 1),),
    ),
    "hostile-text": replace(
        in_status("in_transit"),
        brand=replace(
            ACME, name="</style><script>alert(1)</script>", font="x;}", logo_url="//evil.test/x.png"
        ),
        order_number="'\"><img src=x onerror=alert(1)>",
        parcels=(
            replace(
                PARCEL,
                carrier_url="javascript:alert(1)",
                tracking_number="W" * 60,
                items=(Item("Pneumonoultramicroscopicsilicovolcanoconiosis" * 4, "%(day)s {{ 7*7 }}", 12),),
            ),
        ),
    ),
}
LOOKUPS = {
    "lookup": LookupPage(ACME, locales=LOCALES),
    "lookup-not-found": LookupPage(ACME, "not_found", "1001", "ada@example.com", LOCALES),
    "lookup-throttled": LookupPage(ACME, "throttled", "1001", "94103", LOCALES),
    "lookup-mailed": LookupPage(ACME, "mailed", locales=LOCALES),
}
NOTICES = {"message-not_found": ACME, "message-throttled": ACME, "message-error": ACME}
NAMES = (*PAGES, *LOOKUPS, *NOTICES)
BRANDS = {"garish": GARISH, "murky": MURKY, "night": NIGHT}


def render(name: str, locale: str, brand: Brand | None = None) -> Rendered:
    """One state of the gallery in a language, in its own brand or another."""
    if name in PAGES:
        page = PAGES[name]
        return render_tracking(replace(page, brand=brand or page.brand), locale)
    if name in LOOKUPS:
        return render_lookup(replace(LOOKUPS[name], brand=brand or ACME), locale)
    return render_message(brand or NOTICES[name], name.removeprefix("message-"), locale)  # type: ignore[arg-type]
