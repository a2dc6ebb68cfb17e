"""Facts for notices of every kind: all that may be known, and the least."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from notifications.facts import Brand, Claim, Facts, Line, Links, Parcel, Return, ReturnTerms, Shop
from notifications.kinds import KINDS

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
HOST = "https://track.acme.test"
PAGE = f"{HOST}/t/AbCdEfGhIjKlMnOpQrStUv"
LINES = (Line("Merino tee", "Forest / M", 2), Line("Tote bag"))
SHOP = Shop("Acme Outfitters", Brand(accent="#1f6f5c"), "help@acme.test", None, f"{HOST}/acme")
LINKS = Links(PAGE, f"{PAGE}/return", f"{PAGE}/preferences", f"{HOST}/u/signed", f"{PAGE}/feedback")
PARCEL = Parcel(
    "S1",
    "in_transit",
    carrier="UPS",
    carrier_url="https://carrier.test/1Z999",
    tracking_number="1Z999AA10123456784",
    earliest=date(2026, 11, 27),
    likely=date(2026, 11, 28),
    latest=date(2026, 11, 30),
    promised_on=date(2026, 11, 25),
    delay_kind="predicted_late",
    delay_days=3,
    place="Newark, NJ",
    lines=LINES[:1],
)
RETURN = Return(
    "ret_1",
    "approved",
    f"{HOST}/r/AbCdEfGhIjKlMnOpQrStUv",
    "USD",
    deadline=NOW + timedelta(days=12),
    label_url="https://labels.test/1.pdf",
    amount=4860,
    credit_code="GIFT-1",
    resolution="refund",
    methods=("label",),
    refund_on="received",
    reason_text="Final-sale items stay sold.",
    lines=LINES[:1],
)
CLAIM = Claim("clm_1", "resolved", "damaged", "USD", "refund", amount=2500, lines=LINES[:1])


def full(kind: str) -> Facts:
    """All that a notice of the kind may know."""
    about = KINDS[kind].about
    delivered = {"status": "delivered", "delivered_at": NOW - timedelta(hours=2), "latest": None}
    parcel = replace(PARCEL, **delivered) if kind == "delivered" else PARCEL  # type: ignore[arg-type]
    return Facts(
        shop=SHOP,
        order_number="1001",
        locale="en",
        time_zone="America/New_York",
        placed_at=NOW - timedelta(days=3),
        now=NOW,
        links=LINKS,
        customer_name="Ada Lovelace",
        lines=LINES,
        parcel=parcel if about == "shipment" or kind == "exchange_shipped" else None,
        return_=RETURN if about == "return" else None,
        claim=CLAIM if about == "claim" else None,
        return_terms=ReturnTerms(days=30),
        expected=(date(2026, 11, 27), date(2026, 11, 30)) if about == "order" else None,
    )


def least(kind: str) -> Facts:
    """A notice of the kind about an order that is hardly known."""
    about = KINDS[kind].about
    return Facts(
        shop=Shop("Acme"),
        order_number="1001",
        locale="en",
        time_zone="UTC",
        placed_at=NOW,
        now=NOW,
        links=Links(PAGE),
        lines=(Line("Tee"),),
        parcel=Parcel("S1", "unknown") if about == "shipment" else None,
        return_=Return("ret_1", "requested", f"{HOST}/r/x", "USD") if about == "return" else None,
        claim=Claim("clm_1", "open", "other", "USD") if about == "claim" else None,
    )
