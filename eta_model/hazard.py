"""The chance that a parcel arrives on a day if it has not yet: rows of parcel and day, fit and asked.

One row per parcel and day makes a censored problem an ordinary one (Cox 1972, section 6; Tutz and Schmid,
Modeling Discrete Time-to-Event Data, 2016): a parcel still under way is a row of noughts.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eta_model.calendars import OperatingClock
from eta_model.features.durations import HORIZON_DAYS, Clocks
from eta_model.features.families import HANDLING, LANE
from eta_model.features.selection import EXPECTED_HANDLING, EXPECTED_TRANSIT, PACE_NOW, seen
from eta_model.features.table import FeatureTable
from eta_model.journeys import NEVER, Floats, Ints, Journeys

DAYS = HORIZON_DAYS + 1
DAY_FEATURES = (
    "day", "gone", "weight", "kind", "weight_before", "weight_after", "gone_share", "gone_beyond",
    "gone_transit_share", "gone_total_share",
)  # fmt: skip


@dataclass(frozen=True)
class Expectation:
    """Expected operating days per question, by which the days gone are measured."""

    handling: Floats
    transit: Floats
    total: Floats

    def abroad(self, unknown: NDArray[np.bool_]) -> "Expectation":
        """The same with transit doubled on lanes to another country that nothing is known of."""
        transit = np.where(unknown, 2 * self.transit, self.transit)
        return Expectation(self.handling, transit, self.handling + transit)

    def of(self, rows: NDArray[np.int64]) -> "Expectation":
        return Expectation(self.handling[rows], self.transit[rows], self.total[rows])


def expectation_of(table: FeatureTable, stage: str) -> Expectation:
    """Days as the parcel's places had them; of what things take longer now, half is taken to last.

    The usual durations stand where a question's are not known.
    """

    def known(name: str, usual: float) -> Floats:
        column = table.column(name)
        return np.where(np.isnan(column), usual, column)

    size = len(table.values)
    handling = np.exp(known(EXPECTED_HANDLING, HANDLING.usual)) if stage == "order" else np.zeros(size)
    transit = np.exp(known(EXPECTED_TRANSIT, LANE.usual) + _LASTING * known(PACE_NOW, 0.0))
    return Expectation(handling, transit, handling + transit)


def unknown_abroad(table: FeatureTable) -> NDArray[np.bool_]:
    """Which questions go to another country on a lane without a delivery of its own, which has the widest mean."""
    own, widest = (table.column(f"lane_{level}_400") for level in ("lane_region", "everything"))
    return np.asarray((table.column("abroad") > 0) & (own == widest))


_AROUND = np.arange(-1, DAYS + 1)
_LASTING = 0.5
_HARDLY_MOVING = 0.15


@dataclass(frozen=True)
class Starts:
    """Where each question's days are counted from: the carriers' clock, its row, and the date."""

    clock: OperatingClock
    rows: Ints
    dates: Ints


def starts_of(journeys: Journeys, clocks: Clocks) -> Starts:
    return Starts(clocks.carrier, clocks.carrier_rows(journeys), journeys.start_date)


def day_features(starts: Starts, expected: Expectation, parcel: Ints, day: Ints) -> NDArray[np.float32]:
    """The features of candidate days: `day` counts from the start date of each `parcel` (row numbers)."""
    clock, rows, start = starts.clock, starts.rows[parcel], starts.dates[parcel]
    date = start + day
    gone = clock.elapsed(rows, date - 1) - clock.elapsed(rows, start)
    before, that, after = (clock.weight(rows, date + step) for step in (-1, 0, 1))
    return _day_columns(day, date, gone, (before, that, after), expected.of(parcel))


def all_days(starts: Starts, expected: Expectation, parcel: Ints) -> NDArray[np.float32]:
    """The same for every day of each parcel: (parcels, days, features)."""
    clock, rows, start = starts.clock, starts.rows[parcel][:, None], starts.dates[parcel][:, None]
    dates = start + _AROUND
    weights, elapsed = clock.both(rows, dates)
    gone = elapsed[:, :-2] - elapsed[:, 1:2]  # up to the evening before, from the evening of the start
    around = weights[:, :-2], weights[:, 1:-1], weights[:, 2:]
    return _day_columns(_AROUND[1:-1], dates[:, 1:-1], gone, around, expected.of(parcel[:, None]))


def _day_columns(
    day: Ints, date: Ints, gone: Floats, weights: tuple[Floats, Floats, Floats], due: Expectation
) -> NDArray[np.float32]:
    gone = np.maximum(gone, 0.0)
    before, weight, after = weights
    columns = (
        day,
        gone,
        weight,
        np.where(weight < _HARDLY_MOVING, -1, (date + 3) % 7),
        before,
        after,
        gone / due.total,
        gone - due.total,
        (gone - due.handling) / due.transit,
        gone / np.maximum(due.handling, 0.5),
    )
    told = np.empty((*gone.shape, len(columns)), np.float32)
    for place, column in enumerate(columns):
        told[..., place] = column
    return told


@dataclass(frozen=True)
class Rows:
    """Training rows: features, whether the parcel arrived that day, weights."""

    values: NDArray[np.float32]
    arrived: NDArray[np.int8]
    weights: Floats


def training_rows(
    journeys: Journeys,
    clocks: Clocks,
    table: FeatureTable,
    chosen: Ints,
    day: int,
    thin: float,
    seed: int,
) -> Rows:
    """Rows of the chosen parcels up to the day they arrived or to the ledger day `day`, whichever is first.

    A share `thin` of the days without an arrival is kept, and weighs the more for it.
    """
    arrived = (journeys.delivered_day < day)[chosen]
    last = np.where(arrived, journeys.delivered_date[chosen], day - 1) - journeys.start_date[chosen]
    lengths = np.clip(last + 1, 0, DAYS)
    parcel = np.repeat(chosen, lengths)
    index = np.arange(len(parcel)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    event = np.repeat(arrived & (last < DAYS), lengths) & (index == np.repeat(last, lengths))
    keep = event | (np.random.default_rng(seed).random(len(parcel)) < thin)
    parcel, index, event = parcel[keep], index[keep], event[keep]
    days = day_features(starts_of(journeys, clocks), expectation_of(table, journeys.stage), parcel, index)
    values = np.concatenate([seen(table, journeys.stage)[parcel], days], axis=1)
    return Rows(values, event.astype(np.int8), np.where(event, 1.0, 1.0 / thin))


def arrival_chances(hazards: NDArray[np.float64]) -> Floats:
    """The share arrived by the end of each day, of those that arrive within the horizon.

    `hazards` has one row per parcel and one column per day, and so has the answer.
    """
    survival = np.cumprod(1.0 - hazards, axis=1)
    return np.asarray((1.0 - survival) / (1.0 - survival[:, -1:]))


def known_parcels(journeys: Journeys, day: int, window: int) -> Ints:
    """Parcels to learn from on a ledger day: started within `window` days, neither given up for lost nor doubtful."""
    lately = (journeys.start_day >= day - window) & (journeys.start_date < NEVER)
    lost = (journeys.delivered_day >= day) & (journeys.start_day < day - LOST_AFTER_DAYS)
    return np.flatnonzero(journeys.known_before(day) & lately & ~lost)


LOST_AFTER_DAYS = 60
