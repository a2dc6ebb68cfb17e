"""A fitted model: everything needed to turn a question into the shares arrived by the end of each day."""

from dataclasses import dataclass

import numpy as np

from eta_model.distribution import learn_hours
from eta_model.features.durations import Clocks, learn_clocks
from eta_model.features.selection import chosen_features, direction
from eta_model.features.table import FeatureTable, feature_table
from eta_model.hazard import (
    DAY_FEATURES,
    DAYS,
    arrival_chances,
    day_features,
    expectation_of,
    known_parcels,
    training_rows,
)
from eta_model.journeys import Floats, Ints, Journeys, Stage
from eta_model.places import Gazetteer
from eta_model.prior import prior_chances
from eta_model.scorer import HazardScorer

_BATCH = 4000


@dataclass(frozen=True)
class Forecaster:
    """What was learnt on a ledger day; `scorer` is None while there are too few parcels for a hazard."""

    stage: Stage
    day: int
    clocks: Clocks
    hours: Floats
    scorer: HazardScorer | None

    def shares(self, journeys: Journeys, table: FeatureTable, rows: Ints) -> Floats:
        """The share arrived by the end of each day from the start date on, for the chosen rows."""
        if self.scorer is None:
            return prior_chances(journeys, self.clocks, expectation_of(table, self.stage), rows)
        known = [table.names.index(name) for name in chosen_features(self.stage)]
        parts = [np.empty((0, DAYS))]
        for first in range(0, len(rows), _BATCH):
            part = rows[first : first + _BATCH]
            parcel, day = np.repeat(part, DAYS), np.tile(np.arange(DAYS), len(part))
            days = day_features(journeys, self.clocks, expectation_of(table, self.stage), parcel, day)
            features = np.concatenate([table.values[parcel][:, known], days], axis=1)
            parts.append(arrival_chances(self.scorer.chances(features).reshape(-1, DAYS)))
        return np.concatenate(parts)


@dataclass(frozen=True)
class FitSettings:
    """How the hazard is fit: days of history, most parcels, trees, share of idle days kept, seed."""

    window_days: int = 450
    most_parcels: int = 150_000
    trees: int = 90
    thin: float = 0.35
    seed: int = 1


def fit_forecaster(
    journeys: Journeys, gazetteer: Gazetteer, day: int, settings: FitSettings
) -> tuple[Forecaster, FeatureTable]:
    """Learn from what was known before a ledger day; the features of all parcels come with it."""
    from eta_model.training import can_fit, fit_hazard

    clocks = learn_clocks(journeys, day)
    table = feature_table(journeys, clocks, gazetteer, day)
    hours = learn_hours(journeys.delivered_part[journeys.delivered_day < day])
    parcels = known_parcels(journeys, day, settings.window_days)[-settings.most_parcels :]
    names = chosen_features(journeys.stage)
    rows = training_rows(journeys, clocks, table, names, parcels, day, settings.thin, settings.seed)
    scorer = None
    if can_fit(rows):
        directions = [direction(name) for name in names] + [0] * len(DAY_FEATURES)
        scorer = HazardScorer(fit_hazard(rows, directions, settings.trees, settings.seed))
    return Forecaster(journeys.stage, day, clocks, hours, scorer), table
