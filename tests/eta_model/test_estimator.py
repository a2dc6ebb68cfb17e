"""The estimator keeps scikit-learn's conventions."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from eta_model.estimator import DeliveryDateEstimator
from tests.eta_model.made_up import made_up_history


@pytest.fixture(scope="module")
def fitted() -> DeliveryDateEstimator:
    return DeliveryDateEstimator(date(2024, 2, 1), trees=5).fit(made_up_history(parcels=200, days=40))


def test_fitting_learns_what_ends_in_an_underscore(fitted: DeliveryDateEstimator) -> None:
    assert fitted.model_.stages.keys() == {"order", "handover"}
    assert fitted.rejects_.is_empty()


def test_a_clone_has_the_parameters_and_nothing_learnt(fitted: DeliveryDateEstimator) -> None:
    copy = clone(fitted)
    assert copy.get_params() == fitted.get_params()
    with pytest.raises(NotFittedError):
        copy.predict(made_up_history(parcels=3))


def test_predicting_twice_says_the_same_and_changes_nothing(fitted: DeliveryDateEstimator) -> None:
    asked = made_up_history(parcels=30)
    before = asked.clone()
    first, second = fitted.predict(asked), fitted.predict(asked)
    np.testing.assert_array_equal(first, second)
    assert asked.equals(before)
    assert first.shape == (30,)


def test_a_row_that_cannot_be_used_is_not_a_number(fitted: DeliveryDateEstimator) -> None:
    asked = made_up_history(parcels=3).with_columns(
        dest_country=pl.when(pl.col("shipment_id") == "S1").then(pl.lit("??")).otherwise("dest_country")
    )
    assert np.isnan(fitted.predict(asked)).tolist() == [False, True, False]
