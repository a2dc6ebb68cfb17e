"""Local times become instants and come back, changes of the clock included."""

from datetime import datetime

import polars as pl
import pytest

from eta_model.local_times import local_to_utc, utc_to_local
from eta_model.zones import zone_of


@pytest.mark.parametrize(
    ("country", "postcode", "zone"),
    [
        ("US", "10001", "America/New_York"),
        ("US", "60601", "America/Chicago"),
        ("US", "94103", "America/Los_Angeles"),
        ("CA", "V5K 0A1", "America/Vancouver"),
        ("AU", "6000", "Australia/Perth"),
        ("BR", "69309", "America/Manaus"),
        ("PT", "9500-321", "Atlantic/Azores"),
        ("PT", "P-9500-321", "Atlantic/Azores"),
        ("ES", "E-35001", "Atlantic/Canary"),
        ("CA", "v5k 0a1", "America/Vancouver"),
        ("DE", "10115", "Europe/Berlin"),
        ("SG", "", "Asia/Singapore"),
    ],
)
def test_a_place_keeps_its_zone(country: str, postcode: str, zone: str) -> None:
    assert zone_of(country, postcode) == zone


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        (datetime(2024, 3, 10, 2, 30), datetime(2024, 3, 10, 7, 30)),  # skipped: taken an hour later
        (datetime(2024, 11, 3, 1, 30), datetime(2024, 11, 3, 5, 30)),  # twice: the earlier
        (datetime(2024, 7, 1, 12, 0), datetime(2024, 7, 1, 16, 0)),
    ],
)
def test_new_york_s_clock_changes_are_read(local: datetime, utc: datetime) -> None:
    read = local_to_utc(pl.Series([local]), pl.Series(["America/New_York"]))
    assert read.dt.replace_time_zone(None).to_list() == [utc]


def test_each_row_has_its_own_zone_and_blanks_stay_blank() -> None:
    zones = pl.Series(["Asia/Tokyo", "Europe/Paris", "UTC"])
    local = pl.Series([datetime(2024, 1, 2, 9), datetime(2024, 1, 2, 9), None])
    instants = local_to_utc(local, zones)
    assert instants.dt.hour().to_list() == [0, 8, None]
    assert utc_to_local(instants, zones).to_list() == local.to_list()
