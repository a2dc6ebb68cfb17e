"""Where postcodes lie: coordinates from a table of places, by the finest place that it knows."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from eta_model.history import HistoryError, read_table
from eta_model.postcodes import Places, places_of

_EARTH_KM = 6371.0
_NOWHERE = (float("nan"), float("nan"))


@dataclass(frozen=True)
class Gazetteer:
    """Latitude and longitude of places, keyed by country and the text of the place; may be empty."""

    points: dict[tuple[str, str], tuple[float, float]]

    def locate(self, country: str, postcode: str) -> tuple[float, float]:
        """Degrees north and east of the finest known place; NaN when none is known."""
        if not self.points:
            return _NOWHERE
        for place in _finest_first(places_of(country, postcode)):
            if point := self.points.get((country, place)):
                return point
        return self.points.get((country, ""), _NOWHERE)


def _finest_first(places: Places) -> list[str]:
    return [text for text in reversed(places) if text]


def read_places(path: Path | None) -> Gazetteer:
    """A gazetteer from a file of `country, postcode, lat, lng`; wider places get the mean of theirs.

    Raises HistoryError when the file cannot be read or lacks a column.
    """
    if path is None:
        return Gazetteer({})
    table = read_table(path)
    missing = [name for name in ("country", "postcode", "lat", "lng") if name not in table.columns]
    if missing:
        raise HistoryError(f"the places lack the columns {', '.join(missing)}")
    return gazetteer_of(table)


def gazetteer_of(table: pl.DataFrame) -> Gazetteer:
    """Gather the rows of a places table under every place they lie in; rows that lie nowhere are passed over."""
    on_earth = pl.col("lat").is_between(-90, 90) & pl.col("lng").is_between(-180, 180)
    rows = (
        table.select(
            pl.col("country").cast(pl.String).str.strip_chars().str.to_uppercase(),
            pl.col("postcode").cast(pl.String),
            pl.col("lat", "lng").cast(pl.Float64, strict=False),
        )
        .drop_nulls()
        .filter(on_earth)
    )
    sums: dict[tuple[str, str], list[float]] = {}
    for country, postcode, lat, lng in rows.iter_rows():
        for place in dict.fromkeys([*_finest_first(places_of(country, postcode)), ""]):
            total = sums.setdefault((country, place), [0.0, 0.0, 0.0])
            for index, value in enumerate((lat, lng, 1.0)):
                total[index] += value
    return Gazetteer({key: (lat / n, lng / n) for key, (lat, lng, n) in sums.items()})


def distance_km(origin: NDArray[np.float64], destination: NDArray[np.float64]) -> NDArray[np.float64]:
    """Great-circle distance between rows of (latitude, longitude) in degrees; NaN where either is unknown.

    The haversine formula (R. W. Sinnott, Sky and Telescope 68, 1984).
    """
    (lat1, lng1), (lat2, lng2) = np.radians(origin).T, np.radians(destination).T
    half = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lng2 - lng1) / 2) ** 2
    return np.asarray(2 * _EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1))))
