"""A model ready to answer: what was fit for each stage, and the places it knows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import polars as pl

from eta_model.calendars import date_of
from eta_model.features.ground import Ground
from eta_model.features.lookup import Lookup
from eta_model.features.rolling import Asked
from eta_model.features.selection import rolling_features
from eta_model.features.snapshot import Snapshot, freeze
from eta_model.features.source import Learnt
from eta_model.features.table import feature_table
from eta_model.forecaster import FitSettings, Forecaster, fit_forecaster, handling_known
from eta_model.hazard import starts_of
from eta_model.hindsight import Hindsight, asked_before
from eta_model.journeys import (
    NEVER,
    Floats,
    Journeys,
    Stage,
    journeys_of,
    ledger_day_of_midnight,
    ledger_offset,
)
from eta_model.ladder import rung_counts, rungs
from eta_model.places import Gazetteer
from eta_model.plausibility import without_impossible
from eta_model.predictions import Answers, predictions
from eta_model.recalibration import Recalibration

STAGES: tuple[Stage, ...] = ("order", "handover")


@dataclass(frozen=True)
class StageModel:
    """One stage's forecaster, its tables as of the midnight it was fit on, and how to set it right."""

    forecaster: Forecaster
    snapshot: Snapshot
    recalibration: Recalibration
    tau: float
    training_window: tuple[str, str]

    @cached_property
    def lookup(self) -> Lookup:
        """The tables as a few questions at a time look their places up."""
        return Lookup(self.snapshot, rolling_features(self.forecaster.stage))


@dataclass(frozen=True)
class Model:
    """The stages that were fit; `offset` are the seconds of the ledger (see journeys), `name` tells models apart."""

    stages: Mapping[Stage, StageModel]
    gazetteer: Gazetteer
    offset: int
    name: str

    def predict(self, parcels: pl.DataFrame, stage: Stage) -> pl.DataFrame:
        """Predictions for checked parcels, in their order; a parcel without the stage's time gets nulls."""
        part = self.stages[stage]
        journeys = journeys_of(as_asked(parcels, stage), stage, self.offset)
        arrived, basis, _ = self.shares(journeys)
        rows = np.flatnonzero(journeys.start_date < NEVER)
        answers = Answers(rows, arrived[rows], np.full(rows.size, part.tau), [basis[row] for row in rows])
        table = predictions(journeys, answers, part.forecaster.hours)
        return parcels.select("shipment_id").join(table, on="shipment_id", how="left", maintain_order="left")

    def shares(self, journeys: Journeys) -> tuple[Floats, list[str], list[int]]:
        """Per question the share arrived by the end of each day from its start date, the rung, its samples."""
        part = self.stages[journeys.stage]
        ground = Ground(journeys, self.gazetteer)
        source = part.snapshot.at({level: ground.keys[level].to_list() for level in ground.keys.columns})
        clocks = part.forecaster.clocks.reaching(journeys)
        table = feature_table(ground.parcels, source, handling_known(journeys, clocks))
        raw = part.forecaster.shares(starts_of(journeys, clocks), table, np.arange(len(journeys)))
        basis, samples = rungs(source.counts())
        return part.recalibration.apply(raw), basis, samples.tolist()


def as_asked(parcels: pl.DataFrame, stage: Stage) -> pl.DataFrame:
    """The parcels with only those times that are known when the question is asked."""
    never = pl.lit(None, dtype=pl.Datetime("us", "UTC"))
    unknown = ["delivered_at"] if stage == "handover" else ["delivered_at", "handed_over_at"]
    return parcels.with_columns(never.alias(name) for name in unknown)


def fit_model(
    parcels: pl.DataFrame,
    as_of: date,
    gazetteer: Gazetteer,
    settings: FitSettings,
    name: str = "",
    wanted: Sequence[Stage] = STAGES,
) -> Model:
    """Fit the stages on what was known of checked parcels at the midnight that `as_of` began with."""
    parcels = without_impossible(parcels, gazetteer).sort("ordered_at", "shipment_id")
    offset = ledger_offset(parcels)
    day = ledger_day_of_midnight(as_of, parcels, offset)
    stages = {
        stage: _fit_stage(journeys_of(parcels, stage, offset), gazetteer, day, settings) for stage in STAGES
    }
    return Model(stages, gazetteer, offset, name)


def _fit_stage(journeys: Journeys, gazetteer: Gazetteer, day: int, settings: FitSettings) -> StageModel:
    ground = Ground(journeys, gazetteer)
    fit = fit_forecaster(ground, day, settings)
    forecaster = fit.forecaster
    past = asked_before(journeys, day)
    raw = forecaster.shares(starts_of(journeys, forecaster.clocks), fit.table, past)
    hindsight = Hindsight(journeys, past, raw, day)
    recalibration = hindsight.recalibration()
    started = journeys.start_day[journeys.start_day < day]
    span = (int(started.min()), day - 1) if started.size else (day, day)
    return StageModel(
        forecaster=forecaster,
        snapshot=_snapshot(ground, fit.learnt, day),
        recalibration=recalibration,
        tau=hindsight.tau(recalibration),
        training_window=(str(date_of(span[0])), str(date_of(span[1]))),
    )


def _snapshot(ground: Ground, learnt: Learnt, day: int) -> Snapshot:
    now = Asked(np.full(len(ground.journeys), day), ground.codes)
    counts = rung_counts(ground.codes, ground.journeys.delivered_day, now)
    return freeze(learnt.facts(now, all_windows=True), counts, ground.keys, day)
