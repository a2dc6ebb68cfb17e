"""The delivery-date model as an estimator in scikit-learn's manner."""

from datetime import date
from typing import Any, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.utils.validation import check_is_fitted

from eta_model.forecaster import FitSettings
from eta_model.history import check_history
from eta_model.journeys import Stage
from eta_model.model import fit_model
from eta_model.places import Gazetteer, gazetteer_of


class DeliveryDateEstimator(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """Days from order (or hand-over) to delivery, as a distribution.

    Parameters
    ----------
    as_of : date
        Facts before that day's first midnight are learnt from, later ones never looked at.
    stage : {"order", "handover"}
        When `predict` is asked.
    places : polars.DataFrame or None
        `country, postcode, lat, lng`; without it, distances are unknown.
    trees, window_days, seed
        See `FitSettings`.

    Attributes
    ----------
    model_ : Model
        What was learnt; `eta_model.artefact.save` keeps it.
    rejects_ : polars.DataFrame
        The rows of the history that were refused, with a reason each.
    """

    def __init__(
        self,
        as_of: date,
        stage: Stage = "order",
        places: pl.DataFrame | None = None,
        trees: int = FitSettings.trees,
        window_days: int = FitSettings.window_days,
        seed: int = FitSettings.seed,
    ) -> None:
        self.as_of = as_of
        self.stage = stage
        self.places = places
        self.trees = trees
        self.window_days = window_days
        self.seed = seed

    def fit(self, X: pl.DataFrame, y: Any = None) -> Self:
        """Learn from a delivery history (one row per parcel); `y` is not read, the rows tell."""
        history = check_history(X)
        gazetteer = Gazetteer({}) if self.places is None else gazetteer_of(self.places)
        settings = FitSettings(trees=self.trees, window_days=self.window_days, seed=self.seed)
        self.model_ = fit_model(history.parcels, self.as_of, gazetteer, settings)
        self.rejects_ = history.rejects
        return self

    def predict(self, X: pl.DataFrame) -> NDArray[np.float64]:
        """The median days of each row; NaN for a row that cannot be used."""
        return self.predict_quantiles(X)["p50"].to_numpy().astype(np.float64)

    def predict_quantiles(self, X: pl.DataFrame) -> pl.DataFrame:
        """The table of predictions (see `predictions`), one row per row of `X`, in its order."""
        check_is_fitted(self)
        told = self.model_.predict(check_history(X).parcels, self.stage)
        ids = X.select(pl.col("shipment_id").cast(pl.String))
        return ids.join(told, on="shipment_id", how="left", maintain_order="left")
