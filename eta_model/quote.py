"""Questions answered from plain values, fast enough to stand in a web request."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from math import log1p, nan

import numpy as np

from eta_model.calendars import date_of, day_number
from eta_model.distribution import QUANTILES, first_days, given_not_arrived, likeliest_day
from eta_model.features.durations import FLOOR_DAYS, Clocks
from eta_model.features.keys import level_keys
from eta_model.features.lookup import rung_of
from eta_model.features.selection import EXPECTED_HANDLING, rolling_features
from eta_model.features.table import FeatureTable
from eta_model.hazard import Starts
from eta_model.journeys import Floats, Ints, Stage
from eta_model.model import Model, StageModel
from eta_model.places import distance_km
from eta_model.predictions import CONFIDENCE
from eta_model.promise import promise_days
from eta_model.question import Forecast, Question
from eta_model.zones import local_time, zone_of

_SENDER = "sender"
_OWN = (
    "distance", "abroad", "weight_g", "volume_cm3", "price", "freight", "hour", "weekday", "dest_lat", "dest_lng",
)  # fmt: skip
_HANDED_OVER = ("handling", "handling_excess")
_NAMES = [f"p{round(100 * level)}" for level in QUANTILES]


def forecast(
    model: Model, question: Question, confidence: float = CONFIDENCE, waited_until: date | None = None
) -> Forecast:
    """Answer from the model's tables; `waited_until` is a date by whose end the parcel had not arrived.

    Raises KeyError when the model was not fit for the question's stage.
    """
    return forecast_many(model, [question], confidence, [waited_until])[0]


def forecast_many(
    model: Model,
    questions: Sequence[Question],
    confidence: float = CONFIDENCE,
    waited_until: Sequence[date | None] | None = None,
) -> list[Forecast]:
    """The same for several questions of one stage, each with its own `waited_until`."""
    if not questions:
        return []
    part = model.stages[questions[0].stage]
    at_origin = [_local(q.started_at, q.origin_country, q.origin_postcode) for q in questions]
    at_dest = [_local(q.started_at, q.dest_country, q.dest_postcode) for q in questions]
    keys = [_keys(question, local) for question, local in zip(questions, at_origin, strict=True)]
    start = np.array([day_number(local.date()) for local in at_dest])
    arrived = _shares(part, questions, start, _features(model, part, questions, at_origin, keys))
    if waited_until is not None and any(waited_until):
        last = np.array([day_number(day) if day else -1 for day in waited_until])
        arrived = given_not_arrived(arrived, np.where(last >= 0, last - start, -1))
    return _told(part, start, arrived, confidence, [rung_of(part.snapshot, texts) for texts in keys])


def _told(
    part: StageModel, starts: Ints, arrived: Floats, confidence: float, rungs: Sequence[tuple[str, int]]
) -> list[Forecast]:
    """Dates out of the shares arrived by the end of each day from the start on."""
    ends = first_days(arrived, (*QUANTILES, 1 - confidence, confidence))
    days = [likeliest_day(arrived), promise_days(arrived, part.tau, confidence)]
    numbers = (starts[:, None] + np.column_stack([np.zeros_like(starts), *days, ends])).tolist()
    told = []
    for shares, row, (basis, samples) in zip(arrived, numbers, rungs, strict=True):
        start, likely, promise, *whole, earliest, latest = map(date_of, row)
        told.append(
            Forecast(
                start=start,
                arrived=shares,
                dates=dict(zip(_NAMES, whole, strict=True)),
                earliest=earliest,
                likely=likely,
                latest=latest,
                promise=promise,
                confidence=confidence,
                basis=basis,
                samples=samples,
            )
        )
    return told


def _shares(part: StageModel, questions: Sequence[Question], start: Ints, table: FeatureTable) -> Floats:
    """The shares arrived by the end of each day; questions that look alike to the model are asked once."""
    clock = part.forecaster.clocks.carrier
    rows = clock.rows([(question.carrier, question.dest_country) for question in questions])
    places = zip(start.tolist(), rows.tolist(), strict=True)
    alike = [(values.tobytes(), *place) for values, place in zip(table.values, places, strict=True)]
    firsts = {key: row for row, key in reversed(list(enumerate(alike)))}
    known = dict(zip(firsts, part.forecaster.memory.get(list(firsts)), strict=True))
    if missing := [key for key, shares in known.items() if shares is None]:
        wanted = np.array([firsts[key] for key in missing])
        told = part.recalibration.apply(part.forecaster.shares(Starts(clock, rows, start), table, wanted))
        part.forecaster.memory.keep(missing, told)
        known |= zip(missing, told, strict=True)
    return np.stack([shares for key in alike if (shares := known[key]) is not None])


def _features(
    model: Model,
    part: StageModel,
    questions: Sequence[Question],
    at_origin: Sequence[datetime],
    keys: Sequence[tuple[str, ...]],
) -> FeatureTable:
    """The features that the stage's hazard and its expectations look at, and no other."""
    stage, found = part.forecaster.stage, part.lookup.rows(keys)
    columns = [_own_features(model, questions, at_origin), found]
    if stage == "handover":
        handling = _handling(part.forecaster.clocks, questions)
        expected = found[:, rolling_features(stage).index(EXPECTED_HANDLING)]
        columns.append(np.stack([handling, handling - expected], axis=1))
    return FeatureTable(_names_of(stage), np.concatenate(columns, axis=1).astype(np.float32))


@cache
def _names_of(stage: Stage) -> tuple[str, ...]:
    """The names of all features that a forecast looks at, in the order of their columns."""
    return (*_OWN, *rolling_features(stage), *(_HANDED_OVER if stage == "handover" else ()))


def _keys(question: Question, at_origin: datetime) -> tuple[str, ...]:
    ends = (question.origin_country, question.origin_postcode, question.dest_country, question.dest_postcode)
    parcel = (question.carrier, question.service, question.origin_id, question.category)
    return level_keys(ends, parcel, at_origin.weekday())


def _own_features(model: Model, questions: Sequence[Question], at_origin: Sequence[datetime]) -> Floats:
    locate = model.gazetteer.locate
    origin = np.array([locate(question.origin_country, question.origin_postcode) for question in questions])
    destination = np.array([locate(question.dest_country, question.dest_postcode) for question in questions])
    plain = [
        (
            float(q.origin_country != q.dest_country),
            _log(q.weight_g),
            _log(q.volume_cm3),
            _log(q.price),
            _log(q.freight),
            _seconds(local) / 3600,
            float(local.weekday()),
        )
        for q, local in zip(questions, at_origin, strict=True)
    ]
    distance = np.log1p(distance_km(origin, destination))
    return np.concatenate([distance[:, None], np.array(plain), destination], axis=1)


def _log(value: float | None) -> float:
    return nan if value is None else log1p(max(value, 0.0))


def _handling(clocks: Clocks, questions: Sequence[Question]) -> Floats:
    rows = clocks.sender.rows([(_SENDER, question.origin_country) for question in questions])
    before, after = (
        clocks.sender.elapsed(
            rows, np.array([day_number(_local(t, *end).date()) for t, end in zip(times, ends, strict=True)])
        )
        for ends in ([(q.dest_country, q.dest_postcode) for q in questions],)
        for times in ([q.ordered_at for q in questions], [q.started_at for q in questions])
    )
    return np.asarray(np.log(np.maximum(after - before, 0.0) + FLOOR_DAYS))


def _local(time: datetime, country: str, postcode: str) -> datetime:
    return local_time(time, zone_of(country, postcode))


def _seconds(local: datetime) -> int:
    return local.hour * 3600 + local.minute * 60 + local.second
