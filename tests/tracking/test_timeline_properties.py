"""What holds for every set of scans, however it arrives."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.tracking.making import LABEL, NOW, scan, scans_strategy
from tracking.scans import Scan
from tracking.statuses import Status
from tracking.timeline import build

Time = datetime | None
Data = st.DataObject
SHIPPED = st.none() | st.just(LABEL)


@given(scans_strategy(), SHIPPED, st.data())
def test_order_and_repetition_do_not_matter(scans: list[Scan], shipped_at: Time, data: Data) -> None:
    repeated = data.draw(st.lists(st.sampled_from(scans))) if scans else []
    shuffled = data.draw(st.permutations(scans + repeated))
    told = build(scans, shipped_at=shipped_at, now=NOW)
    assert build(shuffled, shipped_at=shipped_at, now=NOW) == told


@given(scans_strategy(), SHIPPED)
def test_a_delivered_parcel_is_delivered_or_sent_back(scans: list[Scan], shipped_at: Time) -> None:
    told = build(scans, shipped_at=shipped_at, now=NOW)
    if told.delivered_at:
        assert told.status in {Status.DELIVERED, Status.RETURN_TO_SENDER}
    else:
        assert told.status is not Status.DELIVERED


@given(scans_strategy())
def test_events_are_sorted_and_each_is_there_once(scans: list[Scan]) -> None:
    events = build(scans, shipped_at=None, now=NOW).events
    assert [event.at for event in events] == sorted(event.at for event in events)
    assert len({event.key for event in events}) == len(events)


@given(scans_strategy())
def test_the_events_of_a_timeline_tell_the_same_events_again(scans: list[Scan]) -> None:
    events = build(scans, shipped_at=LABEL, now=NOW).events
    assert build(events, shipped_at=LABEL, now=NOW).events == events


@given(scans_strategy(), st.integers(0, 400))
def test_the_passing_of_time_changes_nothing_once_all_scans_are_past(scans: list[Scan], days: int) -> None:
    past = [one for one in scans if one.at and one.at <= NOW]
    told = build(past, shipped_at=LABEL, now=NOW)
    assert build(past, shipped_at=LABEL, now=NOW + timedelta(days=days)) == told


@given(scans_strategy())
def test_unknown_news_never_hides_what_is_known(scans: list[Scan]) -> None:
    known = build(scans, shipped_at=LABEL, now=NOW)
    if known.status is not Status.UNKNOWN:
        told = build([*scans, scan("unknown", 24 * 29, message="?")], shipped_at=LABEL, now=NOW)
        assert told.status is known.status
