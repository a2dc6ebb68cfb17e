"""From what happened to the notices of it: once each, and only what is news."""

from datetime import timedelta

import pytest
from flask import Flask

from commerce import clock, work
from commerce.database import transaction
from commerce.models import Merchant
from commerce.outbox import Happened, relay
from returns import claims
from tests.builders import make_merchant
from tests.notifications.happening import (
    DAY,
    HOUR,
    NOON,
    find_delay,
    follow,
    notices,
    order_of,
    outcomes,
    scan,
    ship,
)
from tests.notifications.postbox import Postbox
from tests.returns.shop import deliver, open_shop, request


def test_a_parcel_is_told_of_at_each_step(merchant: Merchant) -> None:
    order = order_of(merchant)
    with clock.at(NOON):
        parcel = ship(order, shipped_at=NOON - HOUR)
        follow()
    for status, at in (("in_transit", NOON + HOUR), ("out_for_delivery", NOON + DAY)):
        with clock.at(at):
            scan(parcel, status, at)
            follow()
    assert [(n.kind, n.status, n.incident) for n in notices(merchant)] == [
        ("shipped", "skipped", ""),  # nothing sent it before the parcel went out for delivery
        ("out_for_delivery", "scheduled", "2026-11-03"),
    ]
    with clock.at(NOON + DAY + HOUR):
        scan(parcel, "delivered", NOON + DAY + HOUR)
        follow()
    assert outcomes(merchant)[2:] == [
        ("delivered", "scheduled"),
        ("feedback_request", "scheduled"),
        ("review_request", "scheduled"),
    ]


def test_an_event_worked_on_twice_writes_nothing_twice(merchant: Merchant) -> None:
    with clock.at(NOON):
        ship(order_of(merchant), shipped_at=NOON)
        for subscriber, merchant_id, event_id in relay():
            if subscriber.name == "decide-notices":
                event = event_of(merchant_id, event_id)
                subscriber.handle(event)
                subscriber.handle(event)
    assert outcomes(merchant) == [("shipped", "scheduled")]


def event_of(merchant_id: int, event_id: int) -> Happened:
    with transaction():
        event = work.claim((merchant_id, event_id, "decide-notices"))
    assert event
    return event


@pytest.mark.parametrize(
    ("status", "kind"),
    [("in_transit", "shipped"), ("delivered", "delivered"), ("return_to_sender", "return_to_sender")],
)
def test_what_is_imported_is_news_of_its_own_time(merchant: Merchant, status: str, kind: str) -> None:
    with clock.at(NOON):
        parcel = ship(order_of(merchant))
        scan(parcel, status, NOON - DAY - timedelta(minutes=1))
        follow()
    assert dict(outcomes(merchant))[kind] == "old_news"


def test_requests_of_a_parcel_delivered_long_ago_are_old_news_too(merchant: Merchant) -> None:
    with clock.at(NOON):
        scan(ship(order_of(merchant)), "delivered", NOON - 3 * DAY)
        follow()
    assert outcomes(merchant) == [
        ("delivered", "old_news"),
        ("feedback_request", "old_news"),
        ("review_request", "scheduled"),
    ]


def test_requests_wait_for_the_orders_last_parcel(merchant: Merchant) -> None:
    with clock.at(NOON):
        order = order_of(merchant, parcels=2)
        first, second = ship(order, 1), ship(order, 2)
        scan(first, "delivered", NOON)
        follow()
        assert outcomes(merchant) == [("delivered", "scheduled")]
    with clock.at(NOON + DAY):
        scan(second, "delivered", NOON + DAY)
        follow()
    assert [n.news_at for n in notices(merchant) if n.kind == "review_request"] == [NOON + 8 * DAY]


def test_the_same_news_of_an_orders_parcels_shares_one_notice(merchant: Merchant) -> None:
    order = order_of(merchant, parcels=3)
    with clock.at(NOON):
        parcels = [ship(order, line) for line in (1, 2, 3)]
        scan(parcels[0], "in_transit", NOON)
        follow()
    with clock.at(NOON + HOUR / 6):
        scan(parcels[1], "in_transit", NOON + HOUR / 6)
        follow()
    with clock.at(NOON + HOUR):
        scan(parcels[2], "in_transit", NOON + HOUR)
        follow()
    first, second, third = notices(merchant)
    assert (first.due_at, first.told) == (NOON + HOUR / 2, {"others": ["S2"]})
    assert (second.skip_reason, second.told) == ("told_with_another", {"with": first.code})
    assert third.status == "scheduled"


def test_a_slip_is_told_and_the_same_day_is_not(merchant: Merchant) -> None:
    with clock.at(NOON):
        parcel = ship(order_of(merchant))
        find_delay(parcel)
        find_delay(parcel, event="slipped", expected_on="2026-11-12")
        find_delay(parcel, "promise_missed", expected_on="2026-11-12")
        find_delay(parcel, "stalled", expected_on=None)
        follow()
    assert outcomes(merchant) == [
        ("delayed", "superseded"),  # by the later day, before it was sent
        ("delayed", "superseded"),
        ("promise_missed", "already_told"),
        ("stalled", "scheduled"),
    ]


def test_the_end_of_a_delay_that_nobody_heard_of_takes_it_back(merchant: Merchant) -> None:
    with clock.at(NOON):
        parcel = ship(order_of(merchant))
        find_delay(parcel)
        find_delay(parcel, event="cleared")
        follow()
    assert outcomes(merchant) == [("delayed", "superseded"), ("delay_cleared", "nothing_told")]


def test_a_recovery_is_told_where_the_merchant_wants_it(postbox: Postbox) -> None:
    merchant = make_merchant(notifications={"delay": {"tell_recovery": False}})
    with clock.at(NOON):
        parcel = ship(order_of(merchant))
        find_delay(parcel)
        find_delay(parcel, event="cleared")
        follow()
    assert outcomes(merchant) == [("delayed", "superseded")]


def test_a_kind_goes_where_the_merchant_says(postbox: Postbox) -> None:
    kinds = {"shipped": {"channels": []}, "order_confirmed": {"channels": ["email"]}}
    merchant = make_merchant(notifications={"kinds": kinds})
    with clock.at(NOON):
        ship(order_of(merchant), shipped_at=NOON)
        follow()
    assert outcomes(merchant) == []


def test_without_an_address_nothing_is_scheduled(merchant: Merchant) -> None:
    with clock.at(NOON):
        ship(order_of(merchant, customer={"name": "Ada"}), shipped_at=NOON)
        follow()
    assert outcomes(merchant) == [("shipped", "no_address")]


def test_without_a_mail_server_nothing_is_scheduled(app: Flask) -> None:
    merchant = make_merchant()
    with clock.at(NOON):
        ship(order_of(merchant), shipped_at=NOON)
        follow()
    assert outcomes(merchant) == [("shipped", "channel_not_set_up")]


def test_news_of_the_evening_waits_for_the_morning(merchant: Merchant) -> None:
    evening = NOON + 9 * HOUR
    with clock.at(evening):
        ship(order_of(merchant), shipped_at=evening)
        follow()
    [notice] = notices(merchant)
    assert notice.due_at == NOON + 20 * HOUR


def test_a_return_is_told_of_and_reminded_of(merchant: Merchant) -> None:
    shop = open_shop(merchant)
    deliver(merchant)
    request(shop)
    follow()
    told = {notice.kind: notice for notice in notices(merchant)}
    assert told["return_requested"].skip_reason == "superseded"  # it was approved at once
    assert told["return_approved"].status == "scheduled"
    assert told["return_reminder"].due_at - told["return_approved"].news_at >= timedelta(days=6)


def test_a_claim_is_told_of_at_its_opening_and_its_end(merchant: Merchant) -> None:
    shop = open_shop(merchant)
    deliver(merchant)
    claim = claims.open_claim(shop, "1001", {"kind": "damaged", "lines": None})
    follow()
    claims.review(merchant.id, claim.code)
    claims.deny(merchant.id, claim.code, "no photo")
    follow()
    assert outcomes(merchant) == [("claim_opened", "scheduled"), ("claim_resolved", "scheduled")]
