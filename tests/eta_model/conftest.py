"""Models are fit once and shared: fitting is what takes the time."""

from datetime import date

import polars as pl
import pytest

from eta_model.forecaster import FitSettings
from eta_model.history import check_history
from eta_model.model import Model, fit_model
from eta_model.places import Gazetteer
from tests.eta_model.made_up import made_up_history

QUICK = FitSettings(trees=12)
AS_OF = date(2024, 4, 1)


@pytest.fixture(scope="session")
def history() -> pl.DataFrame:
    return made_up_history()


@pytest.fixture(scope="session")
def parcels(history: pl.DataFrame) -> pl.DataFrame:
    return check_history(history).parcels


@pytest.fixture(scope="session")
def model(parcels: pl.DataFrame) -> Model:
    return fit_model(parcels, AS_OF, Gazetteer({}), QUICK)
