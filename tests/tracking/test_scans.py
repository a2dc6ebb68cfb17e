"""When two scans are one event, and when they are one report."""

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from tests.tracking.making import scan
from tracking.scans import Place, fingerprint

SCAN = scan("in_transit", 5, detail="arrived_at_facility", message="Arrived", place=Place(city="Lyon"))


def test_time_status_and_message_make_the_event() -> None:
    assert SCAN.key == replace(SCAN, place=None, source="another", status_detail=None).key


def test_the_same_report_has_the_same_fingerprint_in_any_zone() -> None:
    elsewhere = SCAN.at.astimezone(timezone(timedelta(hours=9)))
    assert fingerprint(replace(SCAN, at=elsewhere)) == fingerprint(SCAN)


@pytest.mark.parametrize(
    "change",
    [
        {"at": None},
        {"message": "Departed"},
        {"status_detail": None},
        {"place": None},
        {"place": Place(region="Lyon")},
        {"source": "another"},
        {"raw_status": "AR"},
        {"listed": False},
    ],
)
def test_reports_that_differ_in_anything_have_different_fingerprints(change: dict[str, object]) -> None:
    assert fingerprint(replace(SCAN, **change)) != fingerprint(SCAN)


def test_a_fingerprint_outlives_the_process() -> None:
    assert fingerprint(SCAN) == "c7146884c1485c1f179baaec0d2eb10bdb659d28656aeb3e67f0fb600dddc815"


def test_half_a_surrogate_pair_has_a_fingerprint_too() -> None:
    assert len(fingerprint(replace(SCAN, message="\ud800"))) == 64
