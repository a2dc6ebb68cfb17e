"""All features of many questions at once."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from eta_model.features.durations import Clocks, Durations, durations_of
from eta_model.features.families import DURATION_FAMILIES, EXCESS_FAMILIES
from eta_model.features.rolling import Asked, Facts, rolling_means
from eta_model.features.speed import speed_features
from eta_model.journeys import NEVER, Floats, Ints, Journeys, place_keys
from eta_model.ledger import DatedSums
from eta_model.places import Gazetteer, distance_km

_BACKLOG_DAYS = 20


@dataclass(frozen=True)
class FeatureTable:
    """One row of features per question, in 32-bit floats as the served model takes them."""

    names: tuple[str, ...]
    values: NDArray[np.float32]

    def column(self, name: str) -> Floats:
        return self.values[:, self.names.index(name)].astype(np.float64)


def feature_table(journeys: Journeys, clocks: Clocks, gazetteer: Gazetteer, day: int) -> FeatureTable:
    """Features of every parcel as known at its own question; the learnt parts as of the ledger day `day`."""
    codes = place_codes(journeys)
    asked = Asked(journeys.question_day, codes)
    durations = durations_of(journeys, clocks)
    features = parcel_features(journeys, gazetteer)
    features |= _duration_features(journeys, durations, asked)
    expected = features["lane_lane_district_400"]
    features |= _excess_features(journeys, durations, expected, asked)
    features |= speed_features(journeys, clocks, expected, codes, asked, day)
    features |= _backlog(journeys, asked)
    if journeys.stage == "handover":
        features["handling"] = durations.handling
        features["handling_excess"] = durations.handling - features["handling_sender_90"]
    names = tuple(features)
    return FeatureTable(names, np.stack([features[name] for name in names], axis=1).astype(np.float32))


def place_codes(journeys: Journeys) -> dict[str, Ints]:
    """A number for each parcel's place at every level; equal places have equal numbers."""
    keys = place_keys(journeys.frame).with_columns(weekday=pl.Series(journeys.start_weekday).cast(pl.String))
    keys = keys.with_columns(sender_weekday=pl.col("sender") + "|" + pl.col("weekday"))
    return {name: keys[name].rank("dense").to_numpy().astype(np.int64) for name in keys.columns}


def parcel_features(journeys: Journeys, gazetteer: Gazetteer) -> dict[str, Floats]:
    """What the parcel itself tells: how far, how big, how dear, at what hour and weekday."""
    frame = journeys.frame
    ends = [
        np.array(
            [
                gazetteer.locate(c, p or "")
                for c, p in frame.select(f"{end}_country", f"{end}_postcode").rows()
            ]
        )
        for end in ("origin", "dest")
    ]
    numbers = {
        name: np.log1p(np.clip(frame[name].to_numpy().astype(float), 0, None))
        for name in ("weight_g", "volume_cm3", "price", "items", "freight")
    }
    return {
        "distance": np.log1p(distance_km(ends[0].reshape(-1, 2), ends[1].reshape(-1, 2))),
        **numbers,
        "abroad": (frame["origin_country"] != frame["dest_country"]).to_numpy().astype(float),
        "hour": journeys.start_hour,
        "weekday": journeys.start_weekday.astype(float),
        "dest_lat": ends[1].reshape(-1, 2)[:, 0],
        "dest_lng": ends[1].reshape(-1, 2)[:, 1],
    }


def _duration_features(journeys: Journeys, durations: Durations, asked: Asked) -> dict[str, Floats]:
    measures = {
        "transit": Facts(journeys.delivered_day, durations.transit, asked.codes),
        "total": Facts(journeys.delivered_day, durations.total, asked.codes),
        "handling": Facts(journeys.handed_day, durations.handling, asked.codes),
    }
    features: dict[str, Floats] = {}
    for family in DURATION_FAMILIES:
        features |= rolling_means(family, measures[family.measure], asked)
    return features


def _excess_features(
    journeys: Journeys, durations: Durations, expected: Floats, asked: Asked
) -> dict[str, Floats]:
    excess = durations.transit - expected
    measures: Mapping[str, Facts] = {
        "excess": Facts(journeys.delivered_day, excess, asked.codes),
        "spread": Facts(journeys.delivered_day, np.abs(excess), asked.codes),
    }
    features: dict[str, Floats] = {}
    for family in EXCESS_FAMILIES:
        features |= rolling_means(family, measures[family.measure], asked)
    return features


def _backlog(journeys: Journeys, asked: Asked) -> dict[str, Floats]:
    """How many parcels the sender has ordered and not handed over, and how long they have waited."""
    entered = journeys.ordered_day
    left = np.minimum(journeys.handed_day, entered + _BACKLOG_DAYS)
    ones = np.ones_like(entered)
    days, codes = asked.days, asked.codes["sender"]
    values = np.stack([ones, entered], axis=1)
    since: Ints = np.zeros_like(days)
    came = DatedSums(asked.codes["sender"], entered, values).between(codes, since, days)
    went = DatedSums(asked.codes["sender"], left, values).between(codes, since, days)
    waiting, entered_sum = (came - went).T
    age = days - entered_sum / np.maximum(waiting, 1)
    rate = DatedSums(codes, entered, values).between(codes, days - 28, days)[:, 0] / 28
    return {
        "backlog_days": waiting / (rate + 0.25),
        "backlog_age": np.where((waiting > 0) & (days < NEVER), age, np.nan),
    }
