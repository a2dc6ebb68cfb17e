"""All features of many questions at once."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eta_model.features.families import DURATION_FAMILIES, EXCESS_FAMILIES
from eta_model.features.pace import PACE_WINDOWS
from eta_model.features.source import Source
from eta_model.journeys import Floats


@dataclass(frozen=True)
class FeatureTable:
    """One row of features per question, in 32-bit floats as the served model takes them."""

    names: tuple[str, ...]
    values: NDArray[np.float32]

    def column(self, name: str) -> Floats:
        return self.values[:, self.names.index(name)].astype(np.float64)


def feature_table(
    parcels: Mapping[str, Floats], source: Source, handling: Floats | None = None
) -> FeatureTable:
    """Features of every question: its parcel's own, its places', and the logarithm of its handling if known."""
    features = dict(parcels) | rolling_features(source)
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
