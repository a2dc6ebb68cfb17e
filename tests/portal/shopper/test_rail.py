"""The rail shows how far along a parcel is."""

from dataclasses import replace

import pytest

from portal.shopper.page import Event, Parcel
from portal.shopper.rail import not_shipped_rail, rail_of
from tests.portal.shopper.gallery import PARCEL, at


def current(parcel: Parcel) -> str | None:
    return next((step.label for step in rail_of(parcel) if step.state == "current"), None)


@pytest.mark.parametrize(
    ("status", "label"),
    [
        ("pre_transit", "Shipped"),
        ("in_transit", "On its way"),
        ("out_for_delivery", "Out for delivery"),
        ("available_for_pickup", "Ready to collect"),
        ("delivered", None),
    ],
)
def test_a_status_stands_at_its_step(status: str, label: str | None) -> None:
    assert current(Parcel(id="S1", status=status)) == label


def test_all_steps_of_a_delivered_parcel_are_done() -> None:
    assert {step.state for step in rail_of(Parcel(id="S1", status="delivered"))} == {"done"}


def test_steps_behind_are_done_and_steps_before_are_ahead() -> None:
    states = [step.state for step in rail_of(Parcel(id="S1", status="in_transit"))]
    assert states == ["done", "done", "current", "ahead", "ahead"]


@pytest.mark.parametrize("status", ["unknown", "failure", "error"])
def test_a_status_without_a_place_stays_where_the_scans_had_come(status: str) -> None:
    scans = (Event(at(2, 9), "in_transit"), Event(at(1, 9), "out_for_delivery"))
    assert current(Parcel(id="S1", status=status, events=scans)) == "Out for delivery"
    assert current(Parcel(id="S1", status=status)) == "Shipped"


def test_a_scan_alone_delivers_nothing() -> None:
    assert (
        current(Parcel(id="S1", status="error", events=(Event(at(1, 9), "delivered"),))) == "Out for delivery"
    )


def test_a_failed_attempt_stands_at_the_door_in_trouble() -> None:
    steps = rail_of(replace(PARCEL, attempted=True))
    assert [(step.label, step.state) for step in steps if step.troubled] == [("Out for delivery", "current")]


def test_a_collected_parcel_was_not_delivered_to_a_door() -> None:
    parcel = Parcel(id="S1", status="delivered", events=(Event(at(1, 9), "available_for_pickup"),))
    assert rail_of(parcel)[-1].label == "Collected"


@pytest.mark.parametrize("status", ["cancelled", "return_to_sender"])
def test_what_is_no_longer_coming_has_no_rail(status: str) -> None:
    assert rail_of(replace(PARCEL, status=status)) == ()


def test_a_return_has_steps_of_its_own() -> None:
    assert current(replace(PARCEL, returning=True)) == "Return on its way"
    assert current(replace(PARCEL, returning=True, status="pre_transit")) == "Return ready to send"


def test_an_order_that_was_not_shipped_stands_at_the_first_step() -> None:
    assert [step.state for step in not_shipped_rail()] == ["current", "ahead", "ahead", "ahead", "ahead"]
