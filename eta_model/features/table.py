"""All features of many questions at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eta_model.features.families import DURATION_FAMILIES, EXCESS_FAMILIES
from eta_model.features.pace import PACE_WINDOWS
from eta_model.features.source import Source
from eta_model.journeys import Floats, Journeys
from eta_model.places import Gazetteer, distance_km


@dataclass(frozen=True)
class FeatureTable:
    """One row of features per question, in 32-bit floats as the served model takes them."""

    names: tuple[str, ...]
    values: NDArray[np.float32]

    def column(self, name: str) -> Floats:
        return self.values[:, self.names.index(name)].astype(np.float64)


def feature_table(
    journeys: Journeys, source: Source, gazetteer: Gazetteer, handling: Floats | None = None
) -> FeatureTable:
    """Features of every question; `handling` is the logarithm of its duration where the stage knows it."""
    features = parcel_features(journeys, gazetteer) | rolling_features(source)
    if handling is not None:
        features["handling"] = handling
        features["handling_excess"] = handling - features["handling_sender_90"]
    names = tuple(features)
    return FeatureTable(names, np.stack([features[name] for name in names], axis=1).astype(np.float32))


def rolling_features(source: Source) -> dict[str, Floats]:
    """The named features that a source of rolling means, paces and backlogs gives."""
    features: dict[str, Floats] = {}
    for family in (*DURATION_FAMILIES, *EXCESS_FAMILIES):
        features |= family.features(source.means(family))
    for level, paces in source.paces().items():
        features |= {f"pace_{level}_{w}": column for w, column in zip(PACE_WINDOWS, paces.T, strict=True)}
    features["backlog_days"], features["backlog_age"] = source.backlog().T
    return features


def parcel_features(journeys: Journeys, gazetteer: Gazetteer) -> dict[str, Floats]:
    """What the parcel itself tells: how far, how big, how dear, at what hour and weekday."""
    frame = journeys.frame
    origin, destination = (_points(journeys, end, gazetteer) for end in ("origin", "dest"))
    numbers = {
        name: np.log1p(np.clip(frame[name].to_numpy().astype(float), 0, None))
        for name in ("weight_g", "volume_cm3", "price", "freight")
    }
    return {
        "distance": np.log1p(distance_km(origin, destination)),
        **numbers,
        "abroad": (frame["origin_country"] != frame["dest_country"]).to_numpy().astype(float),
        "hour": journeys.start_hour,
        "weekday": journeys.start_weekday.astype(float),
        "dest_lat": destination[:, 0],
        "dest_lng": destination[:, 1],
    }


def _points(journeys: Journeys, end: str, gazetteer: Gazetteer) -> Floats:
    rows = journeys.frame.select(f"{end}_country", f"{end}_postcode").iter_rows()
    return np.array([gazetteer.locate(country, postcode or "") for country, postcode in rows]).reshape(-1, 2)
