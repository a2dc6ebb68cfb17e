"""A quote is tied to the parcel that followed it, and to no other."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from commerce import merchants
from commerce.database import transaction
from commerce.models import Merchant
from eta_model import quote_outcomes, quotes, served
from eta_model.quote_outcomes import Sent, Told, matched
from eta_model.quotes import TOGETHER, Asked, Option, Quotes, keep, place_key
from eta_model.service_table import Service
from tests.builders import make_merchant, make_order
from tests.sample_shop import SHOP
from tracking.models import Shipment

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
GROUND = Service(
    "ground", "UPS", "Ground", "Standard", ("NJ1",), frozenset({"US"}), 1, 5, frozenset(range(6))
)
EXPRESS = replace(GROUND, code="express", service="Next Day Air", name="Express")
SERVICES = (GROUND, EXPRESS)
PARCEL = Sent("S1", 1, NOON, "UPS", "Ground", "NJ1", "US", "94103")
OPTIONS = [{"service": "express", "location": "NJ1"}, {"service": "ground", "location": "NJ1"}]
QUOTE = Told("quo_1", NOON - timedelta(hours=1), "US", "94103", OPTIONS)


def ties(sent: list[Sent], told: list[Told]) -> list[tuple[str, str, str]]:
    return [(tie["shipment"], tie["quote"], tie["service"]) for tie in matched(sent, told, SERVICES)]


def test_the_quote_of_the_hour_before_is_tied_by_its_service() -> None:
    assert ties([PARCEL], [QUOTE]) == [("S1", "quo_1", "ground")]


def test_of_several_the_last_before_the_order_counts() -> None:
    earlier = replace(QUOTE, id="quo_0", asked_at=NOON - timedelta(hours=5))
    assert ties([PARCEL], [earlier, QUOTE])[0][1] == "quo_1"


@pytest.mark.parametrize(
    "other",
    [
        replace(QUOTE, asked_at=NOON - timedelta(hours=25)),
        replace(QUOTE, asked_at=NOON + timedelta(hours=1)),
        replace(QUOTE, place="94104"),
        replace(QUOTE, country="CA"),
        replace(QUOTE, options=OPTIONS[:1]),
    ],
    ids=["too old", "after the order", "another place", "another country", "without the service"],
)
def test_what_is_not_about_the_parcel_is_not_tied(other: Told) -> None:
    assert ties([PARCEL], [other]) == []


def test_two_parcels_do_not_share_a_quote() -> None:
    assert len(ties([PARCEL, replace(PARCEL, code="S2")], [QUOTE])) == 1


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return make_merchant(**SHOP)


@pytest.mark.parametrize("others", [0, TOGETHER], ids=["alone", "among others of its body"])
def test_the_scorecard_counts_the_promise_that_the_parcel_was_bought_on(
    merchant: Merchant, others: int
) -> None:
    days = {"p50": 3.0, "p80": 4.0, "p90": 5.0, "p95": 6.0}
    placed = datetime.now(UTC).replace(hour=20, minute=0) - timedelta(days=6)  # noon in San Francisco
    told = Option(
        "ground",
        "UPS",
        "NJ1",
        placed.date() + timedelta(days=5),
        placed.date() + timedelta(days=3),
        days,
        0.9,
        "lane",
    )
    asked = placed - timedelta(hours=2)
    question = Asked(merchant.id, "mdl_1", asked, "US", None, None)
    names = [*(f"other_{number}" for number in range(others)), "quo_1"]
    places = [*(f"{number:05}" for number in range(501, 501 + others)), place_key("US", "94103-1234")]
    keep([Quotes(question, names, places, [*["[]"] * others, quotes.told([told])])])
    order = make_order(merchant, placed_at=placed)
    arrived = asked + timedelta(days=4)
    with transaction() as session:
        session.add(
            Shipment(
                merchant_id=merchant.id,
                order_id=order.id,
                code="S1",
                parcel="p",
                carrier="UPS",
                service="Standard",
                location="NJ1",
                delivered_at=arrived,
                status="delivered",
            )
        )
    known = merchants.fresh_by_id(merchant.id)
    assert known is not None
    assert [quote_outcomes.join(known), quote_outcomes.join(known)] == [1, 0]
    card = served.card(known)
    assert card["parcels"] == 1 and card["promise_kept"] == 1.0
    assert card["mae_days"] == 1.0
    assert list(card["by_lane"]) == ["US>US"]
    assert [arrival.took for arrival in served.latest_arrivals(merchant.id)] == [4.0]
    with transaction() as session:
        assert list(session.scalars(text("SELECT id FROM eta_quotes"))) == ["quo_1"]


def test_without_a_quote_the_scorecard_is_empty(merchant: Merchant) -> None:
    known = merchants.fresh_by_id(merchant.id)
    assert known is not None
    assert served.card(known)["parcels"] == 0
