"""A place's coordinates come from the finest place that is known."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from eta_model.history import HistoryError
from eta_model.places import distance_km, gazetteer_of, read_places

TABLE = pl.DataFrame(
    {
        "country": ["DE", "DE", "DE"],
        "postcode": ["10115", "10117", "80331"],
        "lat": [52.5, 52.6, 48.1],
        "lng": [13.4, 13.5, None],
    }
)


@pytest.mark.parametrize(
    ("country", "postcode", "lat"),
    [
        ("DE", "10115", 52.5),
        ("DE", "D-10115", 52.5),
        ("DE", "10119", 52.55),
        ("DE", "99999", 52.55),
        ("DE", "?", 52.55),
    ],
)
def test_an_unknown_postcode_lies_in_the_middle_of_a_wider_place(
    country: str, postcode: str, lat: float
) -> None:
    assert gazetteer_of(TABLE).locate(country, postcode)[0] == pytest.approx(lat)


@pytest.mark.parametrize("lat", [float("nan"), float("inf"), 4000.0])
def test_what_lies_nowhere_on_earth_moves_no_wider_place(lat: float) -> None:
    odd = pl.DataFrame({"country": ["DE"], "postcode": ["10119"], "lat": [lat], "lng": [13.4]})
    assert gazetteer_of(pl.concat([TABLE, odd])).points == gazetteer_of(TABLE).points


def test_a_table_s_postcodes_may_have_their_country_s_letters() -> None:
    lettered = TABLE.with_columns("D-" + pl.col("postcode"))
    assert gazetteer_of(lettered).points == gazetteer_of(TABLE).points


def test_a_country_may_be_written_small() -> None:
    small = TABLE.with_columns(pl.col("country").str.to_lowercase())
    assert gazetteer_of(small).points == gazetteer_of(TABLE).points


def test_an_unknown_country_lies_nowhere() -> None:
    assert np.isnan(gazetteer_of(TABLE).locate("FR", "75001")).all()


def test_new_york_to_london() -> None:
    km = distance_km(np.array([[40.71, -74.01]]), np.array([[51.51, -0.13]]))
    assert km[0] == pytest.approx(5570, abs=10)


def test_an_unknown_end_has_no_distance() -> None:
    assert np.isnan(distance_km(np.array([[np.nan, np.nan]]), np.array([[51.5, 0.0]]))[0])


def test_a_places_file_without_coordinates_is_refused(tmp_path: Path) -> None:
    TABLE.drop("lat").write_csv(tmp_path / "places.csv")
    with pytest.raises(HistoryError, match="lat"):
        read_places(tmp_path / "places.csv")


def test_no_places_file_is_an_empty_gazetteer() -> None:
    assert read_places(None).points == {}
