"""Where the rolling features of a set of questions come from: dated facts, or tables frozen on a midnight."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from eta_model.features.durations import Clocks, durations_of
from eta_model.features.families import DURATION_FAMILIES, EXCESS_FAMILIES, LANE
from eta_model.features.pace import days_under_way, paces
from eta_model.features.rolling import WINDOWS, Asked, Facts, Family, rolling_means
from eta_model.journeys import NEVER, Floats, Ints, Journeys
from eta_model.ledger import DatedSums

BACKLOG_DAYS = 20


class Source(Protocol):
    """Columns of what is known, one row per question."""

    def means(self, family: Family) -> Mapping[str, Floats]:
        """Per level of the family, the means over all windows."""

    def paces(self) -> Mapping[str, Floats]:
        """Per level, how much longer things take now, one column per window."""

    def backlog(self) -> Floats:
        """The sender's waiting parcels in days of its work, and their age in days (NaN for none)."""


@dataclass(frozen=True)
class DatedFacts:
    """Answers from the history itself, each question as of its own midnight."""

    levels: Mapping[str, Mapping[str, Floats]]
    pace: Mapping[str, Floats]
    backlogs: Floats

    def means(self, family: Family) -> Mapping[str, Floats]:
        return self.levels[family.name]

    def paces(self) -> Mapping[str, Floats]:
        return self.pace

    def backlog(self) -> Floats:
        return self.backlogs


def dated_facts(journeys: Journeys, clocks: Clocks, asked: Asked, day: int) -> DatedFacts:
    """What each question could know; `asked` has one question per parcel of `journeys`, in its order.

    The usual rates of arriving, against which the pace is held, are learnt from before the ledger day `day`.
    """
    durations = durations_of(journeys, clocks)
    facts = {
        "transit": Facts(journeys.delivered_day, durations.transit, asked.codes),
        "handling": Facts(journeys.handed_day, durations.handling, asked.codes),
    }
    own = Asked(journeys.question_day, asked.codes)
    expected = rolling_means(LANE, facts["transit"], own)["lane_district"][:, WINDOWS.index(400)]
    excess = durations.transit - expected
    facts["excess"] = Facts(journeys.delivered_day, excess, asked.codes)
    facts["spread"] = Facts(journeys.delivered_day, np.abs(excess), asked.codes)
    end = int(asked.days[asked.days < NEVER].max(initial=day))
    under_way = days_under_way(journeys, clocks, expected, end)
    return DatedFacts(
        levels={
            family.name: rolling_means(family, facts[family.measure], asked)
            for family in (*DURATION_FAMILIES, *EXCESS_FAMILIES)
        },
        pace=paces(under_way, asked.codes, day, asked),
        backlogs=_backlogs(journeys, asked),
    )


def _backlogs(journeys: Journeys, asked: Asked) -> Floats:
    entered, days, codes = journeys.ordered_day, asked.days, asked.codes["sender"]
    left = np.minimum(journeys.handed_day, entered + BACKLOG_DAYS)
    values = np.stack([np.ones_like(entered), entered], axis=1)
    since: Ints = np.zeros_like(days)
    came = DatedSums(codes, entered, values)
    went = DatedSums(codes, left, values)
    waiting, entered_sum = (came.between(codes, since, days) - went.between(codes, since, days)).T
    age = np.where((waiting > 0) & (days < NEVER), days - entered_sum / np.maximum(waiting, 1), np.nan)
    rate = came.between(codes, days - 28, days)[:, 0] / 28
    return np.stack([waiting / (rate + 0.25), age], axis=1)
