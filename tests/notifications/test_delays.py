"""What the watch finds wrong with a parcel, and when it wants to look again."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from notifications.counted_days import Workdays
from notifications.delays import Calendars, DelayKind, Finding, Parcel, Rules, findings, next_look
from tracking.statuses import Status

K = DelayKind
NEW_YORK = ZoneInfo("America/New_York")
CALENDARS = Calendars(Workdays(NEW_YORK, holidays=("US",)), Workdays(NEW_YORK, holidays=("US",)))
MONDAY = datetime(2026, 11, 16, 15, tzinfo=UTC)
RULES = Rules()


def parcel(status: str = "in_transit", **facts: Any) -> Parcel:
    """A parcel that left on Monday and was scanned then."""
    plain: dict[str, Any] = {"labelled_at": MONDAY, "handed_over_at": MONDAY, "last_scan_at": MONDAY}
    return Parcel(Status(status), **plain | facts)


def labelled(**facts: Any) -> Parcel:
    """A parcel whose label was made on Monday."""
    return parcel("pre_transit", handed_over_at=None, last_scan_at=None, **facts)


def after_days(days: float) -> datetime:
    return MONDAY + timedelta(days=days)


def found(one: Parcel, days: float, known: frozenset[DelayKind] = frozenset()) -> tuple[Finding, ...]:
    return findings(one, RULES, CALENDARS, known, after_days(days))


def kinds(one: Parcel, days: float, known: frozenset[DelayKind] = frozenset()) -> list[DelayKind]:
    return [finding.kind for finding in found(one, days, known)]


SCANNED = {"said_at": MONDAY}
PROMISED = {"promised_on": date(2026, 11, 20)}
OVERDUE = {"due_out": date(2026, 11, 16), "traceable": False}


@pytest.mark.parametrize(
    ("one", "days", "expected"),
    [
        (parcel(), 3.9, []),
        (parcel(), 4, [K.STALLED]),
        (parcel(usual_gap=timedelta(hours=30)), 1.2, []),
        (parcel(usual_gap=timedelta(hours=30)), 1.3, [K.STALLED]),
        (parcel("available_for_pickup", **SCANNED), 9, [K.PICKUP]),
        (labelled(), 1.9, []),
        (labelled(), 2, [K.NOT_MOVING]),
        (labelled(due_out=date(2026, 11, 18)), 2, []),
        (labelled(due_out=date(2026, 11, 18)), 3.6, [K.NOT_MOVING]),
        (parcel("unknown", traceable=False, last_scan_at=None), 9, []),
        (labelled(**OVERDUE), 2, []),
        (labelled(**OVERDUE), 2.6, [K.NOT_SHIPPED]),
        (parcel(status_detail="delayed", **SCANNED), 0, [K.CARRIER_DELAY]),
        (parcel(status_detail="damaged", **SCANNED), 0, [K.EXCEPTION]),
        (parcel("failure", **SCANNED), 0, [K.EXCEPTION]),
        (parcel(attempted_at=MONDAY), 0, [K.ATTEMPTED]),
        (parcel("out_for_delivery", attempted_at=MONDAY), 1, []),
        (parcel(**PROMISED, carrier_estimate=date(2026, 11, 23)), 1, [K.CARRIER_DELAY]),
        (parcel(**PROMISED, carrier_estimate=date(2026, 11, 20)), 1, []),
        (parcel(**PROMISED, last_scan_at=after_days(4)), 4.5, []),
        (parcel(**PROMISED, last_scan_at=after_days(4)), 5, [K.PROMISE_MISSED]),
        (parcel(**PROMISED, attempted_at=after_days(4), last_scan_at=after_days(4)), 5, [K.ATTEMPTED]),
        (parcel("delivered", **PROMISED), 9, []),
        (parcel("cancelled", **PROMISED), 9, []),
        (parcel("return_to_sender", **PROMISED), 9, []),
    ],
)
def test_what_is_wrong_is_found_when_it_is(one: Parcel, days: float, expected: list[DelayKind]) -> None:
    assert kinds(one, days) == expected


@pytest.mark.parametrize(
    ("chance", "is_known", "expected"),
    [
        (0.69, False, []),
        (0.7, False, [K.PREDICTED_LATE]),
        (0.43, True, [K.PREDICTED_LATE]),
        (0.41, True, []),
        (None, False, []),
        (None, True, [K.PREDICTED_LATE]),
    ],
)
def test_a_prediction_opens_at_the_threshold_and_is_dropped_well_below_it(
    chance: float | None, is_known: bool, expected: list[DelayKind]
) -> None:
    known = frozenset({K.PREDICTED_LATE} if is_known else ())
    assert kinds(parcel(**PROMISED, late_probability=chance), 1, known) == expected


def test_a_missed_promise_is_no_prediction_any_more() -> None:
    late = parcel(**PROMISED, late_probability=1.0, last_scan_at=after_days(4))
    assert kinds(late, 5, frozenset({K.PREDICTED_LATE})) == [K.PROMISE_MISSED]


@pytest.mark.parametrize(("expected_on", "days"), [(date(2026, 11, 24), 4), (None, 1)])
def test_a_late_parcel_is_as_late_as_it_is_expected_to_be(expected_on: date | None, days: int) -> None:
    late = parcel(**PROMISED, expected_on=expected_on, last_scan_at=after_days(4))
    (finding,) = found(late, 5)
    assert (finding.days, finding.since) == (days, datetime(2026, 11, 21, 5, tzinfo=UTC))
    assert finding.key == "promise_missed:2026-11-21"


def test_a_silent_weekend_is_no_stall() -> None:
    thursday = after_days(3)
    quiet = parcel(last_scan_at=thursday)
    assert kinds(quiet, 8.9) == []
    (stalled,) = found(quiet, 10)  # Thanksgiving is the next Thursday
    assert (stalled.kind, stalled.days) == (K.STALLED, 4)


@pytest.mark.parametrize(
    ("one", "days", "look"),
    [
        (parcel(), 1, after_days(4)),
        (parcel(usual_gap=timedelta(hours=30)), 1, after_days(1.25)),
        (parcel(), 4, datetime(2026, 11, 21, 5, tzinfo=UTC)),
        (parcel(**PROMISED), 1, datetime(2026, 11, 18, 5, tzinfo=UTC)),
        (labelled(), 1, after_days(2)),
        (parcel("unknown", traceable=False, last_scan_at=None), 1, None),
        (parcel("delivered", **PROMISED), 1, None),
        (parcel(), 100, None),
    ],
)
def test_the_next_look_is_when_something_may_change_by_itself(
    one: Parcel, days: float, look: datetime | None
) -> None:
    assert next_look(one, RULES, CALENDARS, found(one, days), after_days(days)) == look


@pytest.mark.parametrize(("hours", "look"), [(0, 3), (4, 27)])
def test_the_days_look_is_spread_over_the_hours_after_midnight(hours: float, look: float) -> None:
    midnight = datetime(2026, 11, 18, 5, tzinfo=UTC)
    at, spread = midnight + timedelta(hours=hours), timedelta(hours=3)
    told = next_look(parcel(**PROMISED), RULES, CALENDARS, (), at, spread)
    assert told == midnight + timedelta(hours=look)


def test_looking_whenever_the_last_look_said_misses_nothing() -> None:
    one, now, seen = parcel(**PROMISED), after_days(0), []
    for _ in range(12):
        told = findings(one, RULES, CALENDARS, frozenset(), now)
        seen += [(finding.kind, finding.since == now) for finding in told if finding.kind not in dict(seen)]
        now = next_look(one, RULES, CALENDARS, told, now) or now
    assert seen == [(K.STALLED, True), (K.PROMISE_MISSED, True)]
