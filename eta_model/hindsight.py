"""What became of the last weeks' questions, as it was known before a ledger day, and what forecasts learn from it."""

from dataclasses import dataclass

import numpy as np

from eta_model.journeys import Floats, Ints, Journeys
from eta_model.predictions import CONFIDENCE, TAU_DAYS
from eta_model.promise import learn_tau
from eta_model.recalibration import MEMORY_DAYS, Outcomes, Recalibration, learn_recalibration


def asked_before(journeys: Journeys, day: int) -> Ints:
    """Rows asked for within the memory before a ledger day, to be held against what was known of them by then."""
    asked = journeys.question_day
    return np.flatnonzero((asked >= day - MEMORY_DAYS) & (asked < day) & journeys.known_before(day))


@dataclass(frozen=True)
class Hindsight:
    """The forecasts of some rows, the shares `arrived` by the end of each day, on the morning of a ledger day."""

    journeys: Journeys
    rows: Ints
    arrived: Floats
    day: int

    def recalibration(self) -> Recalibration:
        """How forecasts are set right from then on."""
        started, ended = self.journeys.start_day[self.rows], self.journeys.delivered_day[self.rows]
        return learn_recalibration(Outcomes(self.arrived, started, ended), self.day)

    def tau(self, recalibration: Recalibration) -> float:
        """What a day is worth in late promises, by the questions of the last weeks as they are set right now."""
        lately = self.journeys.question_day[self.rows] >= self.day - TAU_DAYS
        return learn_tau(recalibration.apply(self.arrived[lately]), CONFIDENCE)
