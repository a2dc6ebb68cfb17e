"""Every status, detail and flag is told as one situation."""

from dataclasses import replace

import pytest

from portal.shopper.page import Event, Parcel
from portal.shopper.situations import BY_STATUS, STOPS, TROUBLES, situation_at, situation_of
from portal.shopper.situations import Situation as Is
from portal.shopper.words import WORDS
from tests.portal.shopper.gallery import at
from tracking.statuses import Status, StatusDetail

PARCEL = Parcel(id="S1", status="in_transit")
SAY_NO_MORE_THAN_THE_STATUS = {"arrived_at_pickup_location", "failure", "in_transit", "label_created"} | {
    "out_for_delivery",
    "status_update",
    "unknown",
}


def test_every_status_has_a_situation_of_its_own() -> None:
    assert BY_STATUS.keys() == set(Status)
    assert len(set(BY_STATUS.values())) == len(Status)


def test_every_detail_is_either_told_or_says_no_more_than_the_status() -> None:
    assert STOPS.keys() | TROUBLES.keys() | SAY_NO_MORE_THAN_THE_STATUS == set(StatusDetail)


def test_every_situation_has_words() -> None:
    assert WORDS.keys() == set(Is)


@pytest.mark.parametrize("status", Status)
def test_a_bare_status_is_told_as_itself(status: Status) -> None:
    assert situation_of(replace(PARCEL, status=status)) == BY_STATUS[status]


@pytest.mark.parametrize(
    ("status", "detail", "situation"),
    [
        ("in_transit", "weather_delay", Is.WEATHER),
        ("in_transit", "arrived_at_facility", Is.AT_FACILITY),
        ("failure", "lost", Is.LOST),
        ("failure", "failure", Is.FAILED),
        ("failure", "return", Is.RETURNING),
        ("out_for_delivery", "arrived_at_facility", Is.OUT_FOR_DELIVERY),
        ("out_for_delivery", "delivery_exception", Is.DELIVERY_PROBLEM),
        ("unknown", "status_update", Is.UNKNOWN),
        ("available_for_pickup", "expired", Is.PICKUP_EXPIRED),
        ("delivered", "damaged", Is.DELIVERED),
        ("return_to_sender", "refused", Is.RETURNING),
        ("no such status", "no such detail", Is.UNKNOWN),
        ("in_transit", "no such detail", Is.MOVING),
    ],
)
def test_a_detail_sharpens_a_status_that_is_still_open(status: str, detail: str, situation: Is) -> None:
    assert situation_of(replace(PARCEL, status=status, status_detail=detail)) == situation
    assert situation_at(Event(at(0, 12), status, detail)) == situation


@pytest.mark.parametrize(
    ("status", "detail", "situation"),
    [
        ("in_transit", None, Is.ATTEMPTED),
        ("in_transit", "delivery_exception", Is.ATTEMPTED),
        ("failure", None, Is.ATTEMPTED),
        ("in_transit", "address_correction", Is.ADDRESS),
        ("failure", "refused", Is.REFUSED),
        ("out_for_delivery", None, Is.OUT_FOR_DELIVERY),
        ("available_for_pickup", None, Is.PICKUP),
        ("delivered", None, Is.DELIVERED),
        ("return_to_sender", None, Is.RETURNING),
    ],
)
def test_a_failed_attempt_is_told_unless_something_weightier_or_newer_is_known(
    status: str, detail: str | None, situation: Is
) -> None:
    assert situation_of(replace(PARCEL, status=status, status_detail=detail, attempted=True)) == situation


@pytest.mark.parametrize(
    ("silence", "status", "detail", "situation"),
    [
        ("stalled", "in_transit", None, Is.STALLED),
        ("stalled", "in_transit", "departed_facility", Is.STALLED),
        ("stalled", "out_for_delivery", None, Is.STALLED),
        ("stalled", "in_transit", "weather_delay", Is.WEATHER),
        ("stalled", "delivered", None, Is.DELIVERED),
        ("not_moving", "pre_transit", None, Is.NOT_MOVING),
        ("not_moving", "unknown", None, Is.NOT_MOVING),
        ("not_shipped", "unknown", None, Is.SHIPS_LATE),
        ("not_moving", "in_transit", None, Is.MOVING),
    ],
)
def test_silence_is_told_where_no_scan_tells_of_trouble(
    silence: str, status: str, detail: str | None, situation: Is
) -> None:
    parcel = replace(PARCEL, status=status, status_detail=detail, silence=silence)
    assert situation_of(parcel) == situation


@pytest.mark.parametrize(
    ("status", "situation"),
    [
        ("pre_transit", Is.RETURN_LABELLED),
        ("in_transit", Is.RETURN_MOVING),
        ("out_for_delivery", Is.RETURN_MOVING),
        ("delivered", Is.RETURN_ARRIVED),
        ("cancelled", Is.CANCELLED),
    ],
)
def test_a_return_is_told_from_the_shoppers_side(status: str, situation: Is) -> None:
    assert situation_of(replace(PARCEL, status=status, returning=True)) == situation
