import datetime as dt
from typing import Any

import pytest

from returns.case import AskedLine, Case, Customer, OrderLine
from returns.eligibility import assess
from returns.facts import percentage
from returns.policy.compiled import compile_policy
from returns.policy.vocabulary import FACTS, Kind
from tests.returns.made_up import MUG, PLACED, TEE, days, make_case, make_order, make_parcel

ANYTHING = compile_policy({})


def facts(case: Case, index: int = 0) -> dict[str, Any]:
    return dict(assess(case, ANYTHING).lines[index].facts)


WHOLE_CASE = make_case(
    AskedLine("L1", 2, "damaged", "refund", "label", photo=True),
    AskedLine("L2", 1),
    order=make_order(
        TEE,
        MUG,
        channel="web",
        payment_method="card",
        region="CA",
        postcode="94103",
        tags=("gift-wrap",),
        discount_codes=("TEN",),
        return_count=1,
    ),
    parcels=(make_parcel("S1", {"L1": 3, "L2": 1}, carrier="UPS", location="NJ1"),),
    customer=Customer("ada@example.com", ("vip",), 4, 1, PLACED - days(100), 12.5),
)

EXPECTED = {
    "order.number": "1001",
    "order.value": 7900,
    "order.currency": "USD",
    "order.channel": "web",
    "order.payment_method": "card",
    "order.country": "US",
    "order.region": "CA",
    "order.postcode": "94103",
    "order.tags": ["gift-wrap"],
    "order.discount_codes": ["TEN"],
    "order.discount_amount": 500,
    "order.discount_percent": 50_000 / 8400,
    "order.item_count": 4,
    "order.placed_on": "2026-11-02",
    "order.return_count": 1,
    "order.fulfilled": True,
    "line.id": "L1",
    "line.sku": "TEE-M",
    "line.product_id": None,
    "line.title": None,
    "line.variant": None,
    "line.product_type": "tops",
    "line.vendor": None,
    "line.collections": ["sale"],
    "line.tags": ["summer"],
    "line.unit_price": 2500,
    "line.unit_paid": 2333,
    "line.discount_percent": 50_000 / 7500,
    "line.final_sale": False,
    "line.gift": False,
    "line.quantity": 3,
    "line.weight_g": None,
    "line.days_since_delivered": 5,
    "line.days_since_shipped": 8,
    "line.days_since_ordered": 9,
    "customer.email": "ada@example.com",
    "customer.tags": ["vip"],
    "customer.order_count": 4,
    "customer.return_count": 1,
    "customer.return_rate": 25,
    "customer.days_known": 109,
    "customer.risk_score": 12.5,
    "customer.blocked": False,
    "return.reason": "damaged",
    "return.resolution": "refund",
    "return.method": "label",
    "return.value": 4667 + 900,
    "return.item_count": 3,
    "return.quantity": 2,
    "return.is_full": False,
    "return.is_gift": False,
    "return.has_photo": True,
    "return.requested_on": "2026-11-11",
    "carrier": "UPS",
    "location": "NJ1",
}


@pytest.mark.parametrize("fact", FACTS)
def test_each_fact_is_as_the_vocabulary_defines_it(fact: str) -> None:
    assert facts(WHOLE_CASE)[fact] == EXPECTED[fact]


def test_there_are_no_facts_beyond_the_vocabulary() -> None:
    assert set(facts(WHOLE_CASE)) == set(FACTS)


@pytest.mark.parametrize("fact", FACTS)
def test_each_fact_is_of_its_kind(fact: str) -> None:
    kinds: dict[Kind, Any] = {
        Kind.TEXT: str,
        Kind.TEXTS: list,
        Kind.DATE: str,
        Kind.INTEGER: int,
        Kind.NUMBER: (int, float),
        Kind.FLAG: bool,
    }
    assert facts(WHOLE_CASE)[fact] is None or isinstance(facts(WHOLE_CASE)[fact], kinds[FACTS[fact]])


def test_days_are_calendar_days_where_the_merchant_is() -> None:
    just_before_midnight = dt.datetime(2026, 11, 7, 4, 59, tzinfo=dt.UTC)
    parcel = make_parcel("S1", {"L1": 3, "L2": 1})
    parcel = type(parcel)("S1", parcel.packed, PLACED, just_before_midnight)
    case = make_case(parcels=(parcel,))
    asked_two_minutes_later = Case(
        case.merchant, case.order, case.parcels, just_before_midnight + dt.timedelta(minutes=2)
    )
    assert facts(asked_two_minutes_later)["line.days_since_delivered"] == 1
    assert facts(asked_two_minutes_later)["return.requested_on"] == "2026-11-07"


def test_without_a_customer_nothing_is_known_of_one() -> None:
    known = facts(make_case())
    assert [fact for fact in known if fact.startswith("customer.")] == []


def test_an_order_is_fulfilled_once_every_unit_has_shipped() -> None:
    assert facts(make_case())["order.fulfilled"] is True
    assert facts(make_case(parcels=(make_parcel("S1", {"L1": 3}),)))["order.fulfilled"] is False


def test_a_return_of_every_unit_is_full() -> None:
    assert facts(make_case())["return.is_full"] is True
    assert facts(make_case(AskedLine("L1", 3)))["return.is_full"] is False


def test_the_value_of_a_return_gives_odd_cents_to_the_first_units() -> None:
    thirds = make_order(OrderLine("L1", 3, 100, discount=200))
    assert facts(make_case(AskedLine("L1", 1), order=thirds))["return.value"] == 34


@pytest.mark.parametrize(("part", "whole", "percent"), [(1, 2, 50), (1, 3, 100 / 3), (0, 0, 0), (5, 5, 100)])
def test_percentages_are_exact_where_they_can_be(part: int, whole: int, percent: float) -> None:
    assert percentage(part, whole) == percent
