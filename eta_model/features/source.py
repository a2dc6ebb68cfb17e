"""Where the rolling features of a set of questions come from: dated facts, or tables frozen on a midnight."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from eta_model.features.durations import Clocks, durations_of
from eta_model.features.families import DURATION_FAMILIES, EXCESS_FAMILIES, LANE
from eta_model.features.ground import Ground
from eta_model.features.pace import days_under_way, pace_ledgers, paces
from eta_model.features.rolling import WINDOWS, Asked, Facts, Family, rolling_means
from eta_model.journeys import NEVER, Floats, Ints, Journeys
from eta_model.ledger import DatedSums

BACKLOG_DAYS = 20
EXPECTED_WINDOW = 400  # days that a parcel's expected transit stands on


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


class Learnt:
    """What the history tells of the time before a ledger day, to be asked as of each question's midnight.

    The usual rates of arriving, against which the pace is held, are learnt from before that day. `end` is the
    ledger day up to which questions may be asked.
    """

    def __init__(self, ground: Ground, clocks: Clocks, day: int) -> None:
        self._journeys, asked = ground.journeys, ground.asked
        durations = durations_of(ground.journeys, clocks)
        transit = Facts(ground.journeys.delivered_day, durations.transit, asked.codes)
        window = (EXPECTED_WINDOW,)
        expected = rolling_means(LANE, transit, asked, window)["lane_district"]
        lasted = expected[:, WINDOWS.index(EXPECTED_WINDOW)]
        excess = durations.transit - lasted
        self._facts = {
            "transit": transit,
            "handling": Facts(ground.journeys.handed_day, durations.handling, asked.codes),
            "excess": Facts(ground.journeys.delivered_day, excess, asked.codes),
            "spread": Facts(ground.journeys.delivered_day, np.abs(excess), asked.codes),
        }
        end = int(asked.days[asked.days < NEVER].max(initial=day))
        under_way = days_under_way(ground.journeys, clocks, lasted, max(end, day))
        self._ledgers = pace_ledgers(under_way, asked.codes, day)

    def facts(self, asked: Asked, *, all_windows: bool = False) -> DatedFacts:
        """What each question could know; `asked` has one per parcel of the history, in its order.

        Means over windows that are no feature's are NaN unless `all_windows` are wanted.
        """
        families = (*DURATION_FAMILIES, *EXCESS_FAMILIES)
        return DatedFacts(
            levels={
                family.name: rolling_means(
                    family, self._facts[family.measure], asked, WINDOWS if all_windows else family.windows
                )
                for family in families
            },
            pace=paces(self._ledgers, asked),
            backlogs=_backlogs(self._journeys, asked),
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
