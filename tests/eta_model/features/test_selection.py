"""What all parcels take at a time is kept from the trees; what one place adds to it is shown to them."""

import numpy as np
import pytest

from eta_model.features.selection import beside, chosen_features, direction, seen, wanted_features
from eta_model.features.table import FeatureTable

STAGES = ["order", "handover"]


def table(stage: str, shift: float) -> FeatureTable:
    """One question whose rolling means are all higher by `shift`."""
    names = wanted_features(stage)
    rolling = set(filter(None, map(beside, names))) | {name for name in names if beside(name)}
    told = [place + shift * (name in rolling) for place, name in enumerate(names)]
    return FeatureTable(names, np.array([told], dtype=np.float32))


@pytest.mark.parametrize("stage", STAGES)
def test_a_season_that_slows_everything_looks_like_any_other(stage: str) -> None:
    assert seen(table(stage, 0.5), stage) == pytest.approx(seen(table(stage, 0.0), stage))


@pytest.mark.parametrize("stage", STAGES)
def test_a_place_slower_than_all_others_stands_out(stage: str) -> None:
    slower = table(stage, 0.0)
    slower.values[0, slower.names.index("lane_lane_400")] += 0.5
    difference = (seen(slower, stage) - seen(table(stage, 0.0), stage))[0]
    assert dict(zip(chosen_features(stage), difference, strict=True))["lane_lane_400"] == pytest.approx(0.5)
    assert np.count_nonzero(difference) == 1


@pytest.mark.parametrize(
    ("name", "reference"),
    [
        ("lane_lane_400", "lane_everything_400"),
        ("transit_service_90", "lane_everything_90"),
        ("goods_handling_category_400", "handling_everything_400"),
        ("place_excess_area_28", "excess_everything_28"),
        ("pace_area_14", "pace_service_14"),
        ("handling_excess", None),
        ("spread_lane_400", None),
        ("weight_g", None),
    ],
)
def test_means_are_held_against_the_nationwide_one_of_their_window(name: str, reference: str | None) -> None:
    assert beside(name) == reference
    assert direction(name) == (-1 if reference else 0)
