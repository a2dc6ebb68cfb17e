"""Means lean on the wider place, and only on what was known."""

import numpy as np
import pytest

from eta_model.features.rolling import WINDOWS, Asked, Facts, Family, rolling_means
from eta_model.journeys import NEVER

CHAIN = Family("speed", "any", (("everything", (28,)), ("town", (28, 400))), usual=3.0, strength=10.0)
TODAY = 1000


def means(
    days: list[int], values: list[float], towns: list[int], asked_town: int = 1
) -> dict[str, np.ndarray]:
    codes = {"everything": np.zeros(len(days), np.int64), "town": np.array(towns, dtype=np.int64)}
    asked = {"everything": np.zeros(1, np.int64), "town": np.array([asked_town])}
    facts = Facts(np.array(days, dtype=np.int64), np.array(values, dtype=float), codes)
    return rolling_means(CHAIN, facts, Asked(np.array([TODAY]), asked))


def at(told: dict[str, np.ndarray], level: str, window: int) -> float:
    return float(told[level][0, WINDOWS.index(window)])


def test_knowing_nothing_the_usual_value_stands() -> None:
    assert at(means([], [], []), "town", 28) == 3.0


def test_many_parcels_speak_for_themselves() -> None:
    told = means([TODAY - 5] * 5000, [1.0] * 5000, [1] * 5000)
    assert at(told, "town", 28) == pytest.approx(1.0, abs=0.01)


def test_few_parcels_lean_on_the_wider_place() -> None:
    told = means([TODAY - 5] * 1010, [1.0] * 1000 + [2.0] * 10, [2] * 1000 + [1] * 10)
    assert at(told, "town", 28) == pytest.approx((10 * 2.0 + 10 * at(told, "everything", 28)) / 20)


def test_a_place_never_seen_takes_the_wider_one_to_the_bit() -> None:
    told = means([TODAY - 5] * 7, [1.3] * 7, [2] * 7, asked_town=9)
    assert at(told, "town", 400) == at(told, "everything", 400)


@pytest.mark.parametrize("day", [TODAY, TODAY + 3, NEVER])
def test_facts_of_the_day_itself_and_later_are_not_known(day: int) -> None:
    assert at(means([day], [9.0], [1]), "town", 28) == 3.0


def test_each_window_looks_back_its_own_days() -> None:
    told = means([TODAY - 60] * 50, [1.0] * 50, [1] * 50)
    assert at(told, "town", 28) == 3.0
    assert at(told, "town", 90) < 1.5


def test_features_are_named_by_family_level_and_window() -> None:
    assert list(CHAIN.features(means([], [], []))) == [
        "speed_everything_28",
        "speed_town_28",
        "speed_town_400",
    ]
