"""Promises are kept as often as they say, and cost fewer days than one level for all."""

import numpy as np
import pytest

from eta_model.promise import FLOOR_BELOW, kept, learn_tau, promise_days

DAYS = np.arange(40)
SURE = 1 - np.exp(-np.maximum(DAYS - 2, 0) / 0.8)
WIDE = 1 - np.exp(-np.maximum(DAYS - 2, 0) / 5.0)
BOTH = np.vstack([np.tile(SURE, (50, 1)), np.tile(WIDE, (50, 1))])


def test_promises_are_kept_on_average_as_often_as_said() -> None:
    days = promise_days(BOTH, learn_tau(BOTH, 0.9), 0.9)
    assert kept(BOTH, days) == pytest.approx(0.9, abs=0.03)
    assert kept(BOTH, days) >= 0.9


def test_they_are_shorter_than_one_level_for_all() -> None:
    days = promise_days(BOTH, learn_tau(BOTH, 0.9), 0.9)
    assert days.mean() <= (BOTH < 0.9).sum(axis=1).mean()


def test_no_parcel_is_promised_too_boldly() -> None:
    days = promise_days(BOTH, 0.2, 0.9)
    assert (BOTH[np.arange(100), days] >= 0.9 - FLOOR_BELOW).all()


def test_each_row_may_have_its_own_price_of_a_day() -> None:
    days = promise_days(np.vstack([WIDE, WIDE]), np.array([0.002, 0.2]), 0.9)
    assert days[0] > days[1]


def test_with_a_handful_of_parcels_each_row_stands_alone() -> None:
    tau = learn_tau(BOTH[:5], 0.9)
    assert promise_days(BOTH, tau, 0.9).tolist() == (BOTH < 0.9).sum(axis=1).tolist()
