"""What may be reported of a parcel, and what of a form counts."""

from datetime import date

import pytest

from portal.shopper.claiming.report import Report, Sent, kinds, lacks, read
from returns.claim_statuses import ClaimKind

TODAY = date(2026, 11, 20)
TOMORROW, YESTERDAY = date(2026, 11, 21), date(2026, 11, 19)
ARRIVED = Sent("S1", YESTERDAY, TODAY, {"L1": 2, "L2": 1})
UNDER_WAY = Sent("S.2", None, YESTERDAY, {"L3": 1})


@pytest.mark.parametrize(
    ("delivered_on", "promised_on", "offered"),
    [
        (None, None, "lost late"),
        (None, YESTERDAY, "lost late"),
        (None, TODAY, "lost"),
        (TODAY, None, "not_received damaged missing_item wrong_item"),
        (TODAY, TODAY, "not_received damaged missing_item wrong_item"),
        (TODAY, YESTERDAY, "not_received damaged missing_item wrong_item late"),
    ],
)
def test_what_may_have_happened_follows_from_where_the_parcel_is(
    delivered_on: date | None, promised_on: date | None, offered: str
) -> None:
    assert " ".join(kinds(Sent("S1", delivered_on, promised_on, {}), TODAY)) == offered


@pytest.mark.parametrize(
    "about", ["", "lost", "lost.", "lost.S9", "lost.S1", "damaged.S.2", "stolen.S1", ".S1", "late.S1"]
)
def test_what_can_not_be_reported_is_no_report(about: str) -> None:
    assert read({"about": about}, [ARRIVED, UNDER_WAY], TODAY) is None


def test_a_lost_parcel_is_lost_with_all_that_is_in_it() -> None:
    told = read({"about": "lost.S.2", "units.L3": "0"}, [ARRIVED, UNDER_WAY], TODAY)
    assert told == Report(UNDER_WAY, ClaimKind.LOST, {"L3": 1})


@pytest.mark.parametrize(
    ("typed", "units"), [("1", 1), ("9", 2), ("0", 0), ("-1", 0), ("", 0), ("二", 0), ("9" * 9, 0)]
)
def test_units_are_counted_up_to_what_the_parcel_holds(typed: str, units: int) -> None:
    told = read({"about": "damaged.S1", "units.L1": typed}, [ARRIVED], TODAY)
    assert told
    assert told.units.get("L1", 0) == units


@pytest.mark.parametrize(
    ("kind", "photos", "lack"),
    [
        (ClaimKind.DAMAGED, 0, "photo_required"),
        (ClaimKind.DAMAGED, 1, None),
        (ClaimKind.WRONG_ITEM, 0, None),
        (ClaimKind.NOT_RECEIVED, 0, None),
    ],
)
def test_a_photo_is_needed_where_the_policy_asks_for_one(
    kind: ClaimKind, photos: int, lack: str | None
) -> None:
    assert lacks(Report(ARRIVED, kind, {"L1": 1}), photos, ["damaged", "not_received"]) == lack


def test_something_must_be_damaged() -> None:
    assert lacks(Report(ARRIVED, ClaimKind.DAMAGED, {}), 1, []) == "nothing_chosen"
