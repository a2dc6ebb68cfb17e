"""What a set of scans says of a parcel."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.tracking.making import LABEL, NOW, scan
from tracking.scans import Place, Scan
from tracking.timeline import Timeline, build


def read(*scans: Scan, shipped_at: datetime | None = LABEL, now: datetime = NOW) -> Timeline:
    return build(scans, shipped_at=shipped_at, now=now)


def test_no_scans_tell_nothing() -> None:
    assert read() == Timeline("unknown", None, None, False, None, None, None, ())


def test_the_newest_scan_tells_status_and_detail() -> None:
    told = read(scan("pre_transit"), scan("in_transit", 9, detail="departed_facility"), scan("in_transit", 5))
    assert (told.status, told.status_detail) == ("in_transit", "departed_facility")
    assert told.last_scan_at == LABEL + timedelta(hours=9)


def test_events_come_oldest_first_and_each_once() -> None:
    late, early = scan("in_transit", 9), scan("pre_transit", 1)
    assert read(late, early, late).events == (early, late)


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        ("pre_transit in_transit out_for_delivery delivered", "delivered"),
        ("delivered in_transit", "delivered"),
        ("delivered out_for_delivery failure cancelled error", "delivered"),
        ("delivered return_to_sender", "return_to_sender"),
        ("delivered return_to_sender in_transit delivered", "return_to_sender"),
        ("in_transit failure", "failure"),
        ("in_transit failure in_transit", "in_transit"),
        ("failure out_for_delivery", "out_for_delivery"),
        ("failure delivered", "delivered"),
        ("out_for_delivery in_transit", "in_transit"),
        ("available_for_pickup delivered", "delivered"),
        ("in_transit pre_transit", "in_transit"),
        ("in_transit unknown", "in_transit"),
        ("unknown", "unknown"),
        ("pre_transit cancelled", "cancelled"),
        ("in_transit cancelled", "cancelled"),
        ("cancelled pre_transit", "cancelled"),
        ("cancelled in_transit", "in_transit"),
        ("error in_transit", "in_transit"),
        ("in_transit error", "error"),
    ],
)
def test_scans_an_hour_apart_lead_to(statuses: str, status: str) -> None:
    told = read(*(scan(word, hours) for hours, word in enumerate(statuses.split())))
    assert told.status == status


@pytest.mark.parametrize(
    ("one", "other", "status"),
    [
        ("in_transit", "out_for_delivery", "out_for_delivery"),
        ("delivered", "out_for_delivery", "delivered"),
        ("delivered", "return_to_sender", "return_to_sender"),
        ("pre_transit", "in_transit", "in_transit"),
        ("cancelled", "pre_transit", "cancelled"),
        ("failure", "in_transit", "failure"),
        ("error", "pre_transit", "pre_transit"),
    ],
)
def test_of_two_scans_at_one_moment_the_further_one_counts(one: str, other: str, status: str) -> None:
    assert read(scan(one), scan(other)).status == read(scan(other), scan(one)).status == status


def test_the_first_delivering_scan_dates_the_delivery() -> None:
    told = read(scan("delivered", 30), scan("delivered", 20), scan("in_transit", 25))
    assert told.delivered_at == LABEL + timedelta(hours=20)


def test_a_return_keeps_the_delivery_and_has_its_own_time() -> None:
    told = read(scan("delivered", 20), scan("return_to_sender", 90), scan("return_to_sender", 95))
    assert (told.delivered_at, told.returned_at) == (LABEL + timedelta(hours=20), LABEL + timedelta(hours=90))
    assert told.action_required == "merchant"


def test_a_scan_without_a_time_makes_no_event_and_decides_nothing() -> None:
    assert read(replace(scan("delivered"), at=None)) == read()


def test_a_scan_that_is_not_listed_counts_for_the_status_alone() -> None:
    moving, called_off = scan("in_transit", 5), scan("cancelled", 9, listed=False)
    told = read(moving, called_off)
    assert (told.status, told.events, told.last_scan_at) == ("cancelled", (moving,), moving.at)


def test_a_delivery_is_dated_by_its_event_where_there_is_one() -> None:
    hearsay, event = scan("delivered", 9, listed=False), scan("delivered", 12)
    assert read(hearsay).delivered_at == hearsay.at
    assert read(hearsay, event).delivered_at == event.at


def test_a_failed_attempt_is_remembered_after_the_delivery() -> None:
    told = read(scan("in_transit", 20, message="Notice Left"), scan("delivered", 44))
    assert told.attempted
    assert told.action_required is None


def test_a_parcel_at_the_pick_up_point_waits_for_the_shopper() -> None:
    assert read(scan("available_for_pickup")).action_required == "shopper"


def test_a_hand_over_between_carriers_keeps_the_parcel_under_way() -> None:
    told = read(scan("in_transit", 5, detail="transferred_to_destination_carrier"))
    assert (told.status, told.status_detail, told.action_required) == (
        "in_transit",
        "transferred_to_destination_carrier",
        None,
    )


def test_one_event_told_by_two_sources_is_shown_in_its_richest_telling() -> None:
    bare = scan("in_transit", 5, message="Arrived", source="api")
    vague = replace(bare, place=Place(country="FR"), status_detail="unknown", source="easypost")
    rich = replace(bare, place=Place("Lyon", None, "FR"), status_detail="arrived_at_facility")
    for told in (read(bare, vague, rich), read(rich, vague, bare), read(vague, rich, bare)):
        assert told.events == (rich,)


def test_a_scan_in_the_future_is_shown_but_decides_nothing_until_then() -> None:
    moving, ahead = scan("in_transit", 5), scan("delivered", 24 * 40)
    early = read(moving, ahead)
    assert (early.status, early.delivered_at, early.last_scan_at) == ("in_transit", None, moving.at)
    assert early.events == (moving, ahead)
    assert read(moving, ahead, now=NOW + timedelta(days=20)).status == "delivered"


def test_a_clock_wrong_by_a_time_zone_is_believed() -> None:
    assert read(scan("delivered", 14), now=LABEL).status == "delivered"


@pytest.mark.parametrize("year", [1, 1970, 1999, 2100, 2875, 9999])
def test_an_absurd_year_makes_no_event(year: int) -> None:
    odd = replace(scan("delivered"), at=datetime(year, 6, 1, tzinfo=UTC))
    assert read(odd, shipped_at=None) == read()


@pytest.mark.parametrize("days", [-3 * 365, -2 * 365, -120, 500, 2 * 365])
def test_a_scan_years_from_the_shipping_is_of_another_parcel(days: int) -> None:
    own, foreign = scan("in_transit", 5), scan("delivered", 24 * days)
    now = max(NOW, foreign.at)
    assert read(own, foreign, now=now) == read(own, now=now)


@pytest.mark.parametrize("days", [-60, -1, 90, 365])
def test_a_label_made_early_and_a_parcel_long_under_way_are_still_its_own(days: int) -> None:
    assert len(read(scan("in_transit", 24 * days), now=NOW + timedelta(days=400)).events) == 1


def test_without_a_shipping_time_the_latest_journey_counts() -> None:
    years_ago = scan("delivered", -24 * 700), scan("in_transit", -24 * 702)
    own = scan("pre_transit", 0), scan("in_transit", 24 * 60)
    assert read(*years_ago, *own, shipped_at=None, now=NOW + timedelta(days=60)).events == own


def test_a_future_scan_does_not_make_the_present_journey_another_parcels() -> None:
    own = scan("in_transit", 5)
    assert read(own, scan("delivered", 24 * 1000), shipped_at=None).events == (own,)


def test_scans_that_all_lie_ahead_are_shown_without_a_status() -> None:
    ahead = scan("delivered", 24 * 90)
    told = read(ahead, shipped_at=None)
    assert (told.status, told.events) == ("unknown", (ahead,))


def test_an_absurd_shipping_time_is_as_good_as_none() -> None:
    own = scan("in_transit", 5)
    assert read(own, shipped_at=datetime(1, 1, 1, tzinfo=UTC)).events == (own,)
