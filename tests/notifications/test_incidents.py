"""What opens, grows, slips and clears, and what of it is news."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.delays import DelayKind, Finding
from notifications.incidents import Change, Incident, changes

K = DelayKind
MONDAY = datetime(2026, 11, 16, 15, tzinfo=UTC)
DAY = timedelta(days=1)
PROMISED = date(2026, 11, 20)


def office(day: date) -> bool:
    return day.weekday() < 5


def finding(kind: str = "promise_missed", since: datetime = MONDAY, late: int = 2) -> Finding:
    """Late by so many days after a promise for Friday."""
    return Finding(K(kind), since, late, PROMISED + timedelta(days=late))


def told(
    known: Sequence[Incident], found: Sequence[Finding], now: datetime = MONDAY, **more: Any
) -> list[Change]:
    return changes(known, found, **{"now": now, "slip_days": 1, "works": office} | more)


def opened(kind: str = "promise_missed", **facts: Any) -> Incident:
    return told([], [finding(kind, **facts)])[0].incident


def test_what_is_found_opens_and_is_told_with_the_time_it_came_to_be() -> None:
    (change,) = told([], [finding()], MONDAY + DAY)
    assert (change.event, change.at) == ("delay.opened", MONDAY)
    assert (change.incident.days, change.incident.expected_on) == (2, date(2026, 11, 22))


def test_old_news_opens_without_a_word_and_clears_without_one() -> None:
    (change,) = told([], [finding()], MONDAY + DAY + timedelta(minutes=1))
    assert (change.event, change.incident.announced) == (None, False)
    (cleared,) = told([change.incident], [], MONDAY + 2 * DAY)
    assert (cleared.event, cleared.incident.why) == (None, "recovered")


def test_what_is_found_again_changes_nothing() -> None:
    assert told([opened()], [finding()]) == []


@pytest.mark.parametrize(
    ("late", "event"),
    [
        (3, None),  # from Sunday to Monday: one working day, which is not beyond the limit of one
        (4, "delay.slipped"),
        (1, None),
    ],
)
def test_only_a_slip_beyond_the_limit_is_told(late: int, event: str | None) -> None:
    (change,) = told([opened()], [finding(late=late)])
    assert (change.event, change.incident.days, change.incident.worst) == (event, late, max(late, 2))


def test_a_slip_is_measured_from_the_day_that_was_told_last() -> None:
    incident = opened()
    for late, event in ((3, None), (4, "delay.slipped"), (5, None), (6, "delay.slipped")):
        (change,) = told([incident], [finding(late=late)])
        assert change.event == event
        incident = change.incident


def test_one_slip_of_a_parcel_is_told_by_one_incident() -> None:
    known = [opened(), opened("carrier_delay")]
    after = told(known, [finding(late=5), finding("carrier_delay", late=5)])
    assert [change.event for change in after] == ["delay.slipped", None]


def test_silence_grows_longer_without_a_slip() -> None:
    silent = Finding(K.STALLED, MONDAY, 4)
    known = told([], [silent])[0].incident
    (change,) = told([known], [replace(silent, days=9)])
    assert (change.event, change.incident.worst) == (None, 9)


@pytest.mark.parametrize(
    ("kind", "now_found", "end", "why", "event"),
    [
        ("stalled", [], None, "recovered", "delay.cleared"),
        ("stalled", [], ("arrived", MONDAY), "arrived", "delay.cleared"),
        ("stalled", [], ("arrived", MONDAY - 2 * DAY), "arrived", None),
        ("stalled", [], ("ended", MONDAY), "ended", None),
        ("predicted_late", [finding()], None, "superseded", None),
        ("carrier_delay", [finding("exception")], None, "superseded", None),
        ("delivery_attempted", [], None, "recovered", None),
        ("available_for_pickup", [], ("arrived", MONDAY), "arrived", None),
    ],
)
def test_an_incident_clears_and_good_news_is_told(
    kind: str, now_found: list[Finding], end: Any, why: str, event: str | None
) -> None:
    cleared = told([opened(kind)], now_found, end=end)[0]
    assert (cleared.incident.why, cleared.event) == (why, event)
    assert cleared.incident.cleared_at == (end[1] if end else MONDAY)


def test_each_delivery_in_vain_is_told_by_itself() -> None:
    first = opened("delivery_attempted")
    after = told([first], [finding("delivery_attempted", since=MONDAY + DAY)], MONDAY + DAY)
    assert [(change.incident.why, change.event) for change in after] == [
        ("superseded", None),
        (None, "delay.opened"),
    ]


def test_what_comes_back_on_the_day_it_opened_opens_again_without_a_word() -> None:
    cleared = told([opened("predicted_late")], [])[0].incident
    (again,) = told([cleared], [finding("predicted_late", since=MONDAY + timedelta(hours=1))])
    assert (again.event, again.incident.key, again.incident.cleared_at) == (None, cleared.key, None)
    (later,) = told([cleared], [finding("predicted_late", since=MONDAY + DAY)], MONDAY + DAY)
    assert later.event == "delay.opened"


DAYS_LATE = st.lists(
    st.dictionaries(st.sampled_from(["stalled", "predicted_late", "carrier_delay"]), st.integers(0, 9)),
    max_size=12,
)


@given(DAYS_LATE)
def test_however_findings_come_and_go_each_opening_and_each_slip_is_told_once(
    days: list[dict[str, int]],
) -> None:
    known: dict[str, Incident] = {}
    events: list[Change] = []
    for step, late in enumerate(days):
        now = MONDAY + step * DAY / 2
        found = [finding(kind, since=now, late=by) for kind, by in late.items()]
        for repeated in range(2):
            after = told(list(known.values()), found, now)
            assert not (repeated and after), "a look that is repeated changes nothing"
            known |= {change.incident.key: change.incident for change in after}
            events += [change for change in after if change.event]
    names = [(change.event, change.incident.key) for change in events]
    assert all(names.count(name) == 1 for name in names if name[0] == "delay.opened")
    slips = [(change.incident.key, change.incident.said_on) for change in events if "slipped" in change.event]
    assert len(set(slips)) == len(slips)
    still_open = {one.kind for one in known.values() if one.cleared_at is None}
    assert still_open == ({K(kind) for kind in days[-1]} if days else set())
