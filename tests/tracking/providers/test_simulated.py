"""Lives of parcels that one could believe."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.providers.simulated import Life, due, play
from tracking.scans import Place, Scan
from tracking.statuses import Status, StatusDetail
from tracking.timeline import Timeline, build

NEW_YORK = ZoneInfo("America/New_York")
NEWARK = Place("Newark", "NJ", "US", "07101")
AUSTIN = Place("Austin", "TX", "US", "78701")
SEOUL = Place("Seoul", None, "KR", "04524")
SHIPPED = datetime(2026, 3, 3, 15, 30, tzinfo=NEW_YORK)
SUNDAY = 6


def live(
    life: Life, *, seed: int = 1, shipped_at: datetime = SHIPPED, days: int = 4, to: Place = AUSTIN
) -> list[Scan]:
    road = {"number": "SIM1", "origin": NEWARK, "destination": to}
    return list(play(life, **road, shipped_at=shipped_at, transit_days=days, seed=seed))


def told_at_the_end(scans: list[Scan], shipped_at: datetime = SHIPPED) -> Timeline:
    return build(scans, shipped_at=shipped_at, now=scans[-1].at)


@pytest.mark.parametrize(
    ("life", "status", "detail", "who"),
    [
        ("on_time", "delivered", "arrived_at_destination", None),
        ("late", "delivered", "arrived_at_destination", None),
        ("stalled", "in_transit", "departed_facility", None),
        ("attempted", "delivered", "arrived_at_destination", None),
        ("lost", "failure", "lost", "merchant"),
        ("returned", "return_to_sender", "return", "merchant"),
        ("picked_up", "delivered", "arrived_at_destination", None),
    ],
)
def test_each_life_ends_as_it_is_called(life: str, status: str, detail: str, who: str | None) -> None:
    told = told_at_the_end(live(Life(life)))
    assert (told.status, told.status_detail, told.action_required) == (status, detail, who)
    assert told.attempted == (life in {"attempted", "returned"})


def test_a_seed_always_gives_the_same_life_and_another_seed_another() -> None:
    assert live(Life.LATE, seed=5) == live(Life.LATE, seed=5)
    assert live(Life.LATE, seed=5) != live(Life.LATE, seed=6)


def test_a_parcel_on_time_comes_within_its_transit_days_and_a_late_one_after() -> None:
    last_day = SHIPPED.date() + timedelta(days=4)
    for seed in range(20):
        on_time, late = (told_at_the_end(live(life, seed=seed)) for life in (Life.ON_TIME, Life.LATE))
        assert on_time.delivered_at.astimezone(NEW_YORK).date() <= last_day
        assert late.delivered_at.astimezone(NEW_YORK).date() > last_day


def test_a_late_parcel_says_that_it_is_late_before_it_comes() -> None:
    details = {scan.status_detail for seed in range(30) for scan in live(Life.LATE, seed=seed)}
    assert {"weather_delay", "delayed", "missorted"} <= details


def test_a_parcel_going_abroad_changes_carriers_there() -> None:
    scans = live(Life.ON_TIME, to=SEOUL, days=8)
    handed = [scan for scan in scans if scan.status_detail == "transferred_to_destination_carrier"]
    assert [scan.place.country for scan in handed] == ["KR"]


def test_a_parcel_long_under_way_is_seen_now_and_then() -> None:
    for life in (Life.ON_TIME, Life.ATTEMPTED):
        seen = [scan.at for scan in live(life, days=9)]
        assert max(later - earlier for earlier, later in pairwise(seen)) < timedelta(days=4)


def test_a_country_without_known_depots_is_still_passed_through() -> None:
    countries = [scan.place.country for scan in live(Life.ON_TIME, to=Place("Suva", None, "FJ"), days=8)]
    assert countries.index("FJ") < len(countries) - 3


def test_what_is_due_is_what_has_happened() -> None:
    scans = live(Life.ON_TIME)
    assert due(scans, scans[2].at) == tuple(scans[:3])
    assert due(scans, SHIPPED - timedelta(days=9)) == ()
    assert due(scans, SHIPPED + timedelta(days=9)) == tuple(scans)


LIVES = st.sampled_from(Life)
TIMES = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.sampled_from([NEW_YORK, UTC]))


@given(LIVES, TIMES, st.integers(0, 14), st.integers(0, 99), st.sampled_from([AUSTIN, SEOUL, Place()]))
def test_any_life_is_believable(life: Life, shipped_at: datetime, days: int, seed: int, to: Place) -> None:
    scans = live(life, seed=seed, shipped_at=shipped_at, days=days, to=to)
    assert all(earlier.at < later.at for earlier, later in pairwise(scans))
    assert scans[0].at < shipped_at <= scans[1].at
    for scan in scans:
        local = scan.at.astimezone(shipped_at.tzinfo)
        assert scan.at.tzinfo is UTC
        assert StatusDetail(scan.status_detail)
        assert scan.message and scan.place and scan.source == "simulated"
        assert scan.status is Status.PRE_TRANSIT or local.weekday() != SUNDAY
        assert scan.status is not Status.OUT_FOR_DELIVERY or 7 <= local.hour < 10
        assert scan.status is not Status.DELIVERED or 10 <= local.hour < 19


@given(LIVES, st.integers(0, 99))
def test_the_page_follows_a_life_scan_by_scan(life: Life, seed: int) -> None:
    scans = live(life, seed=seed)
    for count, scan in enumerate(scans, start=1):
        told = build(scans[:count], shipped_at=SHIPPED, now=scan.at)
        assert (told.status, told.last_scan_at) == (scan.status, scan.at)
