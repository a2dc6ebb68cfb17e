"""The ONNX form says what scikit-learn said, blanks included."""

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from eta_model.hazard import Rows
from eta_model.scorer import HazardScorer
from eta_model.training import can_fit, fit_hazard


def made_up_rows(size: int = 3000) -> Rows:
    chance = np.random.default_rng(1)
    values = chance.normal(size=(size, 4)).astype(np.float32)
    arrived = (values[:, 0] + chance.normal(size=size) > 0.5).astype(np.int8)
    values[chance.random(values.shape) < 0.2] = np.nan
    values[:, 3] = np.nan
    return Rows(values, arrived, np.ones(size))


@pytest.fixture(scope="module")
def fitted() -> tuple[HazardScorer, HistGradientBoostingClassifier, Rows]:
    kept: list[HistGradientBoostingClassifier] = []
    original = HistGradientBoostingClassifier.fit

    def remembered(model: HistGradientBoostingClassifier, *data: object, **weights: object) -> object:
        kept.append(model)
        return original(model, *data, **weights)

    rows = made_up_rows()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HistGradientBoostingClassifier, "fit", remembered)
        graph = fit_hazard(rows, [1, 0, 0, 0], trees=15, seed=0)
    return HazardScorer(graph), kept[0], rows


def test_both_forms_agree_with_blanks_anywhere(
    fitted: tuple[HazardScorer, HistGradientBoostingClassifier, Rows],
) -> None:
    scorer, model, rows = fitted
    assert scorer.chances(rows.values) == pytest.approx(model.predict_proba(rows.values)[:, 1], abs=1e-6)


def test_all_blanks_have_an_answer(fitted: tuple[HazardScorer, HistGradientBoostingClassifier, Rows]) -> None:
    chance = fitted[0].chances(np.full((1, 4), np.nan, dtype=np.float32))
    assert 0 < chance[0] < 1


def test_a_feature_with_a_direction_is_obeyed(
    fitted: tuple[HazardScorer, HistGradientBoostingClassifier, Rows],
) -> None:
    rising = np.zeros((50, 4), dtype=np.float32)
    rising[:, 0] = np.linspace(-3, 3, 50)
    assert (np.diff(fitted[0].chances(rising)) >= 0).all()


@pytest.mark.parametrize(("size", "enough"), [(200, False), (3000, True)])
def test_a_hazard_needs_some_hundred_arrivals(size: int, enough: bool) -> None:
    assert can_fit(made_up_rows(size)) is enough
