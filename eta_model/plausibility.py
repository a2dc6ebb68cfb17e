"""Deliveries faster than anything moves: left out before they are learnt from and promised on."""

import numpy as np
import polars as pl

from eta_model.journeys import Floats
from eta_model.places import Gazetteer, distance_km
from eta_model.postcodes import places_of

FASTEST_KM_PER_HOUR = 500.0
LEAST_HOURS_ABROAD = 6.0
BY_ROAD_KM = 200.0
HOURS_OFF_ROAD = 2.0
LEAST_HOURS_BETWEEN_REGIONS = 3.0
LEAST_HOURS_UNDER_WAY = 1.0
FLAG = "delivered_impossibly_fast"


def without_impossible(parcels: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """The checked parcels, deliveries that no carrier can have made taken out of them and flagged.

    Neither from the order nor from the hand-over to the delivery may a parcel beat 500 km an hour, beyond 200 km
    with an hour to reach and one to leave whatever is so fast; where the distance is unknown, to another country
    six hours from the order, to another postal region three, and one of them under way. `doubted_at` is when
    such a delivery is told to have been. Parcels looked at before stay as they are.
    """
    ends = [
        [
            (country, postcode or "")
            for country, postcode in parcels.select(f"{end}_country", f"{end}_postcode").rows()
        ]
        for end in ("origin", "dest")
    ]
    points = [np.array([gazetteer.locate(*place) for place in end]).reshape(-1, 2) for end in ends]
    least = np.array([_least_hours(start, end) for start, end in zip(*ends, strict=True)])
    distance = distance_km(points[0], points[1])
    flown = distance / FASTEST_KM_PER_HOUR + np.where(distance > BY_ROAD_KM, HOURS_OFF_ROAD, 0.0)
    unknown = np.isnan(distance)
    impossible = _hours_since(parcels, "ordered_at") < np.where(unknown, least, flown)
    under_way = np.where(unknown, np.minimum(least, LEAST_HOURS_UNDER_WAY), flown)
    impossible |= _hours_since(parcels, "handed_over_at") < under_way
    mark = pl.Series("impossible", impossible)
    doubted_before = pl.col("doubted_at") if "doubted_at" in parcels.columns else None
    return parcels.with_columns(
        delivered_at=pl.when(~mark).then("delivered_at"),
        doubted_at=pl.when(mark).then("delivered_at").otherwise(doubted_before),
        flags=pl.when(mark).then(pl.lit(FLAG)).otherwise("flags"),
    )


def _hours_since(parcels: pl.DataFrame, start: str) -> Floats:
    """From that time to the delivery; NaN where either is unknown."""
    return np.asarray((parcels["delivered_at"] - parcels[start]).dt.total_seconds().to_numpy() / 3600)


def _least_hours(origin: tuple[str, str], destination: tuple[str, str]) -> float:
    if origin[0] != destination[0]:
        return LEAST_HOURS_ABROAD
    apart = places_of(*origin).region != places_of(*destination).region
    return LEAST_HOURS_BETWEEN_REGIONS if apart else 0.0
