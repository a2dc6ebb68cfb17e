"""Deliveries faster than anything moves: left out before they are learnt from and promised on."""

import numpy as np
import polars as pl

from eta_model.places import Gazetteer, distance_km
from eta_model.postcodes import places_of

FASTEST_KM_PER_HOUR = 500.0
LEAST_HOURS_ABROAD = 6.0
LEAST_HOURS_BETWEEN_REGIONS = 3.0
FLAG = "delivered_impossibly_fast"


def without_impossible(parcels: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """The checked parcels, deliveries that no carrier can have made taken out of them and flagged.

    From order to delivery a parcel may not beat 500 km an hour; where the distance is unknown, six hours
    to another country or three to another postal region.
    """
    hours = (parcels["delivered_at"] - parcels["ordered_at"]).dt.total_seconds().to_numpy() / 3600
    ends = [
        [
            (country, postcode or "")
            for country, postcode in parcels.select(f"{end}_country", f"{end}_postcode").rows()
        ]
        for end in ("origin", "dest")
    ]
    points = [np.array([gazetteer.locate(*place) for place in end]).reshape(-1, 2) for end in ends]
    least = [_least_hours(start, end) for start, end in zip(*ends, strict=True)]
    distance = distance_km(points[0], points[1])
    with np.errstate(invalid="ignore"):
        impossible = hours < np.where(np.isnan(distance), np.array(least), distance / FASTEST_KM_PER_HOUR)
    mark = pl.Series("impossible", impossible)
    return parcels.with_columns(
        delivered_at=pl.when(~mark).then("delivered_at"),
        flags=pl.when(mark).then(pl.lit(FLAG)).otherwise("flags"),
    )


def _least_hours(origin: tuple[str, str], destination: tuple[str, str]) -> float:
    if origin[0] != destination[0]:
        return LEAST_HOURS_ABROAD
    apart = places_of(*origin).region != places_of(*destination).region
    return LEAST_HOURS_BETWEEN_REGIONS if apart else 0.0
