"""Scans are told newest first, by local day."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.shopper.page import Event
from portal.shopper.timeline import Timeline, timeline_of
from portal.shopper.voice import voice
from tests.portal.shopper.gallery import STORY, TODAY, at

ENGLISH = voice("en", TODAY, "America/New_York")


def labels(timeline: Timeline) -> list[str]:
    return [entry.label for day in timeline.recent + timeline.earlier for entry in day.entries]


def test_the_newest_scan_comes_first() -> None:
    assert labels(timeline_of(STORY, ENGLISH, 3))[0] == "Left a sorting facility"


@given(st.permutations(STORY))
def test_the_order_in_which_scans_came_makes_no_difference(events: list[Event]) -> None:
    assert timeline_of(events, ENGLISH, 3) == timeline_of(STORY, ENGLISH, 3)


def test_of_equal_times_the_last_is_the_newest() -> None:
    events = (Event(at(0, 9), "in_transit"), Event(at(0, 9), "out_for_delivery"))
    assert labels(timeline_of(events, ENGLISH, 3)) == ["Out for delivery", "On its way"]


def test_days_are_those_of_the_shoppers_clock() -> None:
    late_at_night = Event(at(0, 3), "in_transit")
    [day] = timeline_of([late_at_night], ENGLISH, 3).recent
    assert day.label.replace("\u00a0", " ") == "Sat 21 Nov"
    assert day.entries[0].moment == "2026-11-21T22:00-05:00"


def test_old_scans_wait_behind_the_newest() -> None:
    timeline = timeline_of(STORY, ENGLISH, 3)
    assert sum(len(day.entries) for day in timeline.recent) == 3
    assert timeline.earlier_count == sum(len(day.entries) for day in timeline.earlier) == 2


def test_a_single_old_scan_is_shown_at_once() -> None:
    assert timeline_of(STORY[:4], ENGLISH, 3).earlier_count == 0


def test_the_carriers_words_stand_beside_ours_unless_they_are_the_same() -> None:
    told = (
        Event(at(0, 9), "in_transit", None, " On its WAY "),
        Event(at(0, 8), "in_transit", None, "Linehaul"),
    )
    [day] = timeline_of(told, ENGLISH, 3).recent
    assert [entry.message for entry in day.entries] == [None, "Linehaul"]


def test_an_unknown_scan_is_told_in_the_carriers_words() -> None:
    [day] = timeline_of([Event(at(0, 9), "unknown", None, "Z42 processed")], ENGLISH, 3).recent
    assert (day.entries[0].label, day.entries[0].message) == ("Z42 processed", None)


def test_an_unknown_scan_without_words_is_an_update() -> None:
    [day] = timeline_of([Event(at(0, 9), "unknown")], ENGLISH, 3).recent
    assert day.entries[0].label == "Update from the carrier"


def test_no_scans_make_an_empty_timeline() -> None:
    assert timeline_of([], ENGLISH, 3) == Timeline((), (), 0)


def test_every_scan_is_shown_once() -> None:
    events = [Event(at(0, 9) - timedelta(hours=hours), "in_transit") for hours in range(40)]
    assert len(labels(timeline_of(events, ENGLISH, 3))) == 40
