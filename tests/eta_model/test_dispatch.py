"""An order leaves by the location's calendar, and closed days are told from ordinary weekends."""

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from eta_model.dispatch import dispatch
from eta_model.working_days import Location

NEW_YORK = ZoneInfo("America/New_York")
OFFICE = frozenset(range(5))


def at(text: str, zone: ZoneInfo = NEW_YORK) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def make_location(holidays: str | None = "US", closed: tuple[str, ...] = (), handling: int = 1) -> Location:
    return Location(
        "NJ1", NEW_YORK, OFFICE, time(15), handling, holidays, frozenset(map(date.fromisoformat, closed))
    )


@pytest.mark.parametrize(
    ("ordered", "order_by", "ships_on", "held"),
    [
        ("2026-11-20T14:59", "2026-11-20T15:00", "2026-11-23", 0),
        ("2026-11-20T15:00", "2026-11-20T15:00", "2026-11-23", 0),
        ("2026-11-20T15:01", "2026-11-23T15:00", "2026-11-24", 0),
        ("2026-11-21T09:00", "2026-11-23T15:00", "2026-11-24", 0),
        ("2026-11-25T10:00", "2026-11-25T15:00", "2026-11-27", 1),  # Thanksgiving stands between
        ("2026-12-24T10:00", "2026-12-24T15:00", "2026-12-28", 3),  # Christmas and a weekend
    ],
)
def test_it_leaves_handling_days_after_the_cut_off_it_meets(
    ordered: str, order_by: str, ships_on: str, held: int
) -> None:
    leaves = dispatch(make_location(), at(ordered))
    assert leaves is not None
    assert (leaves.order_by, leaves.ships_on, leaves.held_days) == (
        at(order_by),
        date.fromisoformat(ships_on),
        held,
    )


@pytest.mark.parametrize(
    ("ordered", "offset"), [("2026-10-31T10:00", "-05:00"), ("2026-10-30T10:00", "-04:00")]
)
def test_the_cut_off_is_on_the_location_s_clock_through_the_end_of_summer_time(
    ordered: str, offset: str
) -> None:
    leaves = dispatch(make_location(), at(ordered))
    assert leaves is not None
    assert leaves.order_by.isoformat().endswith(f"15:00:00{offset}")


@pytest.mark.parametrize(("days", "sends"), [(8, True), (13, True), (14, False), (23, False)])
def test_what_is_shut_for_two_weeks_sends_nothing(days: int, sends: bool) -> None:
    shut = tuple(f"2026-12-{day:02}" for day in range(1, 1 + days))
    daily = replace(make_location(None, shut), working_days=frozenset(range(7)))
    assert (dispatch(daily, at("2026-12-01T09:00")) is not None) is sends


def test_long_handling_is_no_closure() -> None:
    assert dispatch(make_location(handling=30), at("2026-11-02T09:00")) is not None


def test_a_location_that_never_works_sends_nothing() -> None:
    never = Location("X", NEW_YORK, frozenset(), time(15), 1, None, frozenset())
    assert dispatch(never, at("2026-11-02T09:00")) is None
