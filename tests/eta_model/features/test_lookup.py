"""A few questions looked up one by one get what a table of them gets."""

from typing import Any

import numpy as np
import pytest

from eta_model.features.keys import LEVELS, level_keys
from eta_model.features.lookup import Lookup, known_posts, rung_of
from eta_model.features.selection import chosen_features
from eta_model.features.table import rolling_features
from eta_model.ladder import rungs
from eta_model.model import Model

OWN = (
    "distance",
    "abroad",
    "weight_g",
    "volume_cm3",
    "price",
    "freight",
    "hour",
    "weekday",
    "dest_lat",
    "dest_lng",
)
PLACES = (
    ("US", "07001", "US", "94103"),
    ("US", "07001", "US", "94199"),
    ("US", "07001", "US", "59001"),
    ("US", "99501", "JP", "1000001"),
    ("", "", "", ""),
)
PARCELS = (("UPS", "Ground", "NJ1", ""), ("Post", "Ground", "", "tees"), ("Unheard of", "", "", ""))
KEYS = [level_keys(ends, parcel, 2) for ends in PLACES for parcel in PARCELS]


@pytest.fixture
def table(model: Model) -> Any:
    columns = {level: [texts[place] for texts in KEYS] for place, level in enumerate(LEVELS)}
    return model.stages["order"].snapshot.at(columns)


def test_every_chosen_feature_is_as_in_a_table_of_questions(model: Model, table: Any) -> None:
    names = tuple(name for name in chosen_features("order") if name not in OWN)
    found = Lookup(model.stages["order"].snapshot, names).rows(KEYS)
    expected = rolling_features(table)
    assert found.shape == (len(KEYS), len(names))
    for column, name in enumerate(names):
        np.testing.assert_array_equal(found[:, column], expected[name], err_msg=name)


def test_the_rung_is_as_in_a_table_of_questions(model: Model, table: Any) -> None:
    basis, samples = rungs(table.counts())
    told = [rung_of(model.stages["order"].snapshot, texts) for texts in KEYS]
    assert told == list(zip(basis, samples.tolist(), strict=True))
    assert {name for name, _ in told} == {"lane", "carrier", "service_table"}


def test_a_name_that_is_no_feature_of_a_place_is_an_error(model: Model) -> None:
    with pytest.raises(ValueError, match="phase_of_the_moon"):
        Lookup(model.stages["order"].snapshot, ("phase_of_the_moon",))


def test_postcodes_with_history_are_known_by_their_country(model: Model) -> None:
    known = known_posts(model.stages["order"].snapshot)
    assert "US 94103" in known
    assert "US 94199" not in known and "JP 94103" not in known
