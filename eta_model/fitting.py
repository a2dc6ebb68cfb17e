"""From the stored history to a stored model: fit, held against the one that serves, promoted or refused."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from commerce.clock import now
from commerce.database import transaction
from commerce.statements import Statements
from eta_model import model_store, promotion
from eta_model.artefact import ArtefactError, save
from eta_model.contest import LEAST_ARRIVALS, Sides, Weeks, hold, weeks_before
from eta_model.forecaster import FitSettings
from eta_model.histories import history_of
from eta_model.history import TIMES
from eta_model.model import Model, fit_model
from eta_model.model_store import Made
from eta_model.models import EtaModel
from eta_model.places import Gazetteer
from eta_model.statuses import ModelStatus


@dataclass(frozen=True)
class Fitted:
    """What came of a fit: the model's row, None where there was too little to learn from, and why."""

    merchant_id: int | None
    parcels: int
    arrived: int
    model: EtaModel | None
    reason: str


@dataclass(frozen=True)
class Workshop:
    """What a fit needs from outside: statements, the folder that models are kept in, known places, settings."""

    statements: Statements
    cache: Path
    gazetteer: Gazetteer
    settings: FitSettings


def fit(merchant_id: int | None, workshop: Workshop, *, auto_promote: bool, by: str) -> Fitted:
    """Fit a merchant's model (None: the pool's) on all that its history tells, and let the contest decide.

    Without `auto_promote` one that passed stays a candidate.
    """
    known = history_of(merchant_id)
    arrived = known["delivered_at"].count()
    if arrived < LEAST_ARRIVALS:
        reason = f"{arrived} delivered parcels are too few to learn from; it takes {LEAST_ARRIVALS}"
        return Fitted(merchant_id, known.height, arrived, None, reason)
    as_of = learnt_until(known, now().date())
    model = fit_model(known, as_of, workshop.gazetteer, workshop.settings)
    weeks = weeks_before(known, as_of)
    contest = hold(known, weeks, workshop.gazetteer, sides_of(model, merchant_id, weeks, workshop))
    with tempfile.TemporaryDirectory(prefix="waypost-") as folder:
        save(model, Path(folder), contest["scorecard"])
        row = model_store.add(Path(folder), Made(merchant_id, known.height, contest["scorecard"]))
    settle(row, contest, auto_promote=auto_promote, by=by)
    return Fitted(merchant_id, known.height, arrived, row, contest["reason"])


def learnt_until(parcels: pl.DataFrame, today: date) -> date:
    """The day before whose midnight all facts lie that are learnt from: today, or an old history's end."""
    latest: date = parcels.select(pl.max_horizontal(pl.col(*TIMES).max())).item().date()
    return min(latest + timedelta(days=1), today)


def sides_of(candidate: Model, merchant_id: int | None, weeks: Weeks, workshop: Workshop) -> Sides:
    """The new model with those that it is held against; one that can't be loaded any more counts as none."""
    serving = promotion.of(merchant_id, ModelStatus.SERVING)
    served = [*serving, *promotion.of(merchant_id, ModelStatus.RETIRED)]
    unseen = [row for row in served if row.trained_to is not None and row.trained_to < weeks.first]
    return Sides(candidate, first_good(serving, workshop), first_good(unseen, workshop))


def first_good(rows: Sequence[EtaModel], workshop: Workshop) -> Model | None:
    for row in rows:
        try:
            return model_store.fetch(workshop.statements, row.id, workshop.cache)
        except ArtefactError:
            continue
    return None


def settle(row: EtaModel, contest: dict[str, Any], *, auto_promote: bool, by: str) -> None:
    """Write the contest down, save for the scorecard that the row has already, and act on it."""
    with transaction() as session:
        row = session.merge(row)
        row.contest = {name: value for name, value in contest.items() if name != "scorecard"}
        if not contest["passed"]:
            promotion.refuse(row.id, contest["reason"])
        elif auto_promote:
            promotion.promote(row.id, by)
