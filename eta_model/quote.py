"""One question answered from plain values, fast enough to stand in a web request."""

from dataclasses import dataclass
from datetime import date, datetime
from math import log, log1p, nan
from zoneinfo import ZoneInfo

import numpy as np

from eta_model.calendars import date_of, day_number
from eta_model.distribution import QUANTILES, given_not_arrived, likeliest_day, quantiles
from eta_model.features.durations import FLOOR_DAYS, Clocks
from eta_model.features.keys import LEVELS, level_keys
from eta_model.features.table import FeatureTable, rolling_features
from eta_model.hazard import Starts
from eta_model.journeys import Floats, Stage
from eta_model.ladder import rungs
from eta_model.model import Model
from eta_model.places import distance_km
from eta_model.predictions import CONFIDENCE
from eta_model.promise import promise_days
from eta_model.zones import zone_of

_PART_OF_DAY = 86_400.0
_SENDER = "sender"


@dataclass(frozen=True)
class Question:
    """A parcel not yet sent, or under way when `handed_over_at` is given; times are aware, sizes may be unknown."""

    origin_country: str
    origin_postcode: str
    dest_country: str
    dest_postcode: str
    ordered_at: datetime
    handed_over_at: datetime | None = None
    carrier: str = ""
    service: str = ""
    origin_id: str = ""
    category: str = ""
    weight_g: float | None = None
    volume_cm3: float | None = None
    price: float | None = None
    freight: float | None = None

    @property
    def stage(self) -> Stage:
        return "order" if self.handed_over_at is None else "handover"

    @property
    def started_at(self) -> datetime:
        return self.handed_over_at or self.ordered_at


@dataclass(frozen=True)
class Forecast:
    """When the parcel will arrive: `arrived[k]` is the share arrived by the end of day `start` + k.

    Dates are the destination's; `days` are quantiles counted from the order or hand-over.
    """

    start: date
    arrived: Floats
    days: dict[str, float]
    earliest: date
    likely: date
    latest: date
    promise: date
    confidence: float
    basis: str
    samples: int

    def late_probability(self, promised_on: date) -> float:
        """The chance of arriving after that date."""
        index = (promised_on - self.start).days
        return 1.0 if index < 0 else float(1.0 - self.arrived[min(index, len(self.arrived) - 1)])


def forecast(
    model: Model, question: Question, confidence: float = CONFIDENCE, waited_until: date | None = None
) -> Forecast:
    """Answer from the model's tables; `waited_until` is a date by whose end the parcel had not arrived.

    Raises KeyError when the model was not fit for the question's stage.
    """
    part = model.stages[question.stage]
    local = question.started_at.astimezone(ZoneInfo(zone_of(question.dest_country, question.dest_postcode)))
    at_origin = question.started_at.astimezone(
        ZoneInfo(zone_of(question.origin_country, question.origin_postcode))
    )
    source = part.snapshot.at(
        {level: (text,) for level, text in zip(LEVELS, _keys(question, at_origin), strict=True)}
    )
    features = rolling_features(source) | _own_features(model, question, at_origin)
    if question.handed_over_at is not None:
        features["handling"] = _handling(part.forecaster.clocks, question)
        features["handling_excess"] = features["handling"] - features["handling_sender_90"]
    table = FeatureTable(
        tuple(features), np.array([[float(v[0]) for v in features.values()]], dtype=np.float32)
    )
    start = day_number(local.date())
    clock = part.forecaster.clocks.carrier
    starts = Starts(clock, clock.rows([(question.carrier, question.dest_country)]), np.array([start]))
    arrived = part.recalibration.apply(part.forecaster.shares(starts, table, np.array([0])))
    if waited_until is not None:
        arrived = given_not_arrived(arrived, np.array([day_number(waited_until) - start]))
    basis, samples = rungs(source.counts())
    part_gone = np.array([(local.hour * 3600 + local.minute * 60 + local.second) / _PART_OF_DAY])
    days = quantiles(arrived, part_gone, part.forecaster.hours)[0]
    return Forecast(
        start=date_of(start),
        arrived=arrived[0],
        days={f"p{round(100 * q)}": float(d) for q, d in zip(QUANTILES, days, strict=True)},
        earliest=date_of(start + int((arrived[0] < 1 - confidence).sum())),
        likely=date_of(start + int(likeliest_day(arrived)[0])),
        latest=date_of(start + min(int((arrived[0] < confidence).sum()), arrived.shape[1] - 1)),
        promise=date_of(start + int(promise_days(arrived, part.tau, confidence)[0])),
        confidence=confidence,
        basis=basis[0],
        samples=int(samples[0]),
    )


def _keys(question: Question, at_origin: datetime) -> tuple[str, ...]:
    ends = (question.origin_country, question.origin_postcode, question.dest_country, question.dest_postcode)
    parcel = (question.carrier, question.service, question.origin_id, question.category)
    return level_keys(ends, parcel, at_origin.weekday())


def _own_features(model: Model, question: Question, at_origin: datetime) -> dict[str, Floats]:
    origin = np.array([model.gazetteer.locate(question.origin_country, question.origin_postcode)])
    destination = np.array([model.gazetteer.locate(question.dest_country, question.dest_postcode)])
    numbers = {
        name: nan if (value := getattr(question, name)) is None else log1p(max(value, 0.0))
        for name in ("weight_g", "volume_cm3", "price", "freight")
    }
    seconds = at_origin.hour * 3600 + at_origin.minute * 60 + at_origin.second
    plain = {
        **numbers,
        "abroad": float(question.origin_country != question.dest_country),
        "hour": seconds / 3600,
        "weekday": float(at_origin.weekday()),
        "dest_lat": float(destination[0, 0]),
        "dest_lng": float(destination[0, 1]),
    }
    own = {name: np.array([value]) for name, value in plain.items()}
    own["distance"] = np.log1p(distance_km(origin, destination))
    return own


def _handling(clocks: Clocks, question: Question) -> Floats:
    zone = ZoneInfo(zone_of(question.dest_country, question.dest_postcode))
    days = np.array(
        [day_number(t.astimezone(zone).date()) for t in (question.ordered_at, question.started_at)]
    )
    rows = clocks.sender.rows([(_SENDER, question.origin_country)] * 2)
    before, after = clocks.sender.elapsed(rows, days)
    return np.array([log(max(float(after - before), 0.0) + FLOOR_DAYS)])
