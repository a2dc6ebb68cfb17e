"""Models are fit once and shared: fitting is what takes the time."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from flask import Flask
from sqlalchemy import text

from commerce.database import transaction
from eta_model.artefact import save
from eta_model.forecaster import FitSettings
from eta_model.history import check_history
from eta_model.model import Model, fit_model
from eta_model.places import Gazetteer
from eta_model.registry import registry
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


@pytest.fixture
def shelf(app: Flask, model: Model, tmp_path: Path) -> Iterator[Path]:
    """The application with no models, and a folder with a saved one."""
    save(model, tmp_path / "model", {"mae_days": 1.5})
    yield tmp_path / "model"
    registry().forget()
    with transaction() as session:
        session.execute(text("DELETE FROM eta_models"))
