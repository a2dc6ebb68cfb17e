"""A forecast is a distribution whatever is known of the question, be it nothing at all."""

from dataclasses import replace

import numpy as np
import pytest

from eta_model.features.selection import seen
from eta_model.features.table import FeatureTable
from eta_model.hazard import DAYS, Starts, all_days, arrival_chances, day_features, expectation_of
from eta_model.journeys import Floats, Stage
from eta_model.model import Model
from eta_model.quote import _names_of

MONDAY = 19814  # 1 April 2024


def asked(model: Model, stage: Stage, values: Floats, *, with_trees: bool = True) -> Floats:
    """The shares for questions of Monday with these features."""
    forecaster = model.stages[stage].forecaster
    own = _names_of(stage)
    clock = forecaster.clocks.carrier
    starts = Starts(clock, clock.rows([("UPS", "US")] * len(values)), np.full(len(values), MONDAY))
    table = FeatureTable(own, values.astype(np.float32))
    made = forecaster if with_trees else replace(forecaster, scorer=None)
    return made.shares(starts, table, np.arange(len(values)))


@pytest.mark.parametrize("stage", ["order", "handover"])
@pytest.mark.parametrize("with_trees", [True, False])
def test_with_nothing_known_it_is_a_distribution_still(model: Model, stage: Stage, with_trees: bool) -> None:
    blank = np.full((3, len(_names_of(stage))), np.nan)
    arrived = asked(model, stage, blank, with_trees=with_trees)
    assert np.isfinite(arrived).all()
    assert (np.diff(arrived, axis=1) >= 0).all()
    assert (arrived[:, -1] == 1.0).all() and (arrived[:, 0] < 0.5).all()


def test_a_lane_abroad_that_nothing_is_known_of_is_taken_for_a_longer_one(model: Model) -> None:
    names = _names_of("order")
    values = np.full((3, len(names)), np.nan)
    values[:, names.index("abroad")] = [0.0, 1.0, 1.0]
    values[:, names.index("lane_everything_400")] = 1.7
    values[:, names.index("lane_lane_region_400")] = [1.7, 1.7, 1.6]
    home, unknown, known = asked(model, "order", values, with_trees=False)[:, 14]
    assert unknown < home == known


def usual(model: Model, rows: int) -> Floats:
    """Features of an ordinary question, and of ever slower ones."""
    values = np.full((rows, len(_names_of("order"))), np.nan)
    values[:, _names_of("order").index("lane_lane_district_400")] = np.linspace(1.0, 3.0, rows)
    return values


@pytest.mark.parametrize("slow", [False, True], ids=["asked last", "asked at once"])
@pytest.mark.parametrize("size", [1, 5, 20])
def test_days_that_nothing_is_left_for_change_nothing_to_the_last_bit(
    model: Model, size: int, slow: bool
) -> None:
    forecaster, values = model.stages["order"].forecaster, usual(model, size)
    assert forecaster.scorer is not None
    names = _names_of("order")
    table = FeatureTable(names, values.astype(np.float32))
    starts = Starts(forecaster.clocks.carrier, np.zeros(size, np.int64), np.full(size, MONDAY))
    parcel, day = np.repeat(np.arange(size), DAYS), np.tile(np.arange(DAYS), size)
    days = day_features(starts, expectation_of(table, "order"), parcel, day)
    features = np.concatenate([seen(table, "order")[parcel], days], axis=1)
    expected = arrival_chances(forecaster.scorer.chances(features).reshape(-1, DAYS))
    forecaster.scorer.slow = slow
    assert forecaster.shares(starts, table, np.arange(size)).tobytes() == expected.tobytes()


def test_all_days_at_once_are_as_one_by_one(model: Model) -> None:
    clocks = model.stages["order"].forecaster.clocks
    table = FeatureTable(_names_of("order"), usual(model, 3).astype(np.float32))
    rows = clocks.carrier.rows([("UPS", "US"), ("Post", "US"), ("New", "JP")])
    starts = Starts(clocks.carrier, rows, np.array([MONDAY, MONDAY + 3, MONDAY + 700]))
    expected, parcels = expectation_of(table, "order"), np.array([2, 0])
    parcel, day = np.repeat(parcels, DAYS), np.tile(np.arange(DAYS), 2)
    one_by_one = day_features(starts, expected, parcel, day)
    assert all_days(starts, expected, parcels).tobytes() == one_by_one.tobytes()
