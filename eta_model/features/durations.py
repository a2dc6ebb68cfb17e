"""How long handling, transit and the whole journey took, on the operating clock and in logarithms."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eta_model.calendars import OperatingClock, learn_closed, learn_weights
from eta_model.journeys import NEVER, Floats, Ints, Journeys

FLOOR_DAYS = 0.5
_AHEAD_DAYS = 800
_BEHIND_DAYS = 10_000
HORIZON_DAYS = 75
_AROUND_DAYS = 2  # the neighbours of the first and the last day, elsewhere on earth
_SENDER = "sender"
_LEAST_PARCELS = 200


@dataclass(frozen=True)
class Clocks:
    """The carriers' clock at the destination and the senders' at the origin."""

    carrier: OperatingClock
    sender: OperatingClock

    def reaching(self, journeys: Journeys) -> "Clocks":
        """The same clocks over all days that forecasts for these parcels look at."""
        dates = np.concatenate([journeys.ordered_date, journeys.handed_date])
        dates = dates[dates < NEVER]
        if not dates.size:
            return self
        first, last = int(dates.min()) - _AROUND_DAYS, int(dates.max()) + HORIZON_DAYS + _AROUND_DAYS
        return Clocks(self.carrier.reaching(first, last), self.sender.reaching(first, last))

    def carrier_rows(self, journeys: Journeys) -> Ints:
        carriers = journeys.frame["carrier"].fill_null("").to_list()
        return self.carrier.rows(list(zip(carriers, journeys.frame["dest_country"].to_list(), strict=True)))

    def sender_rows(self, journeys: Journeys) -> Ints:
        return self.sender.rows([(_SENDER, c) for c in journeys.frame["origin_country"].to_list()])


def learn_clocks(journeys: Journeys, day: int) -> Clocks:
    """Clocks learnt from the deliveries and hand-overs known before a ledger day."""
    delivered = journeys.delivered_day < day
    starts = journeys.ordered_date[journeys.ordered_date < NEVER]
    # Who has no history asks as of any time.
    first, last = (int(starts.min()), int(starts.max())) if starts.size else (day - _BEHIND_DAYS, day)
    last = max(last, day) + _AHEAD_DAYS
    frame = journeys.frame
    carriers = [frame["carrier"].fill_null("").to_list(), frame["dest_country"].to_list()]
    arrivals = _by_group(list(zip(*carriers, strict=True)), delivered)
    weights: dict[tuple[str, str], tuple[float, ...]] = {}
    closed: dict[str, frozenset[str]] = {}
    for country in dict.fromkeys(carriers[1]):
        days = journeys.delivered_date[delivered & (frame["dest_country"] == country).to_numpy()]
        closed[country] = learn_closed(days, country)
        weights["", country] = learn_weights(days, country, closed[country])
    for (carrier, country), rows in arrivals.items():
        if carrier and len(rows) >= _LEAST_PARCELS:
            weights[carrier, country] = learn_weights(journeys.delivered_date[rows], country, closed[country])
    return Clocks(OperatingClock(weights, first, last, closed), _sender_clock(journeys, day, first, last))


def _by_group(
    groups: Sequence[tuple[str, str]], wanted: NDArray[np.bool_]
) -> dict[tuple[str, str], list[int]]:
    """The wanted rows of each group, in the order in which groups first come."""
    rows: dict[tuple[str, str], list[int]] = {}
    for row, group in enumerate(groups):
        of_group = rows.setdefault(group, [])
        if wanted[row]:
            of_group.append(row)
    return rows


def _sender_clock(journeys: Journeys, day: int, first: int, last: int) -> OperatingClock:
    handed, countries = journeys.handed_day < day, journeys.frame["origin_country"]
    weights: dict[tuple[str, str], tuple[float, ...]] = {}
    closed: dict[str, frozenset[str]] = {}
    for country in dict.fromkeys(countries.to_list()):
        days = journeys.handed_date[handed & (countries == country).to_numpy()]
        closed[country] = learn_closed(days, country)
        weights[_SENDER, country] = learn_weights(days, country, closed[country])
    return OperatingClock(weights, first, last, closed)


@dataclass(frozen=True)
class Durations:
    """Logarithms of operating days plus a half; NaN where an end is missing."""

    handling: Floats
    transit: Floats
    total: Floats


def durations_of(journeys: Journeys, clocks: Clocks) -> Durations:
    """The three durations of every parcel, future ones too: who asks must mind the ledger days."""
    carrier, sender = clocks.carrier_rows(journeys), clocks.sender_rows(journeys)
    ordered, handed, delivered = journeys.ordered_date, journeys.handed_date, journeys.delivered_date
    return Durations(
        handling=_log_days(clocks.sender, sender, ordered, handed),
        transit=_log_days(clocks.carrier, carrier, handed, delivered),
        total=_log_days(clocks.carrier, carrier, ordered, delivered),
    )


def _log_days(clock: OperatingClock, rows: Ints, start: Ints, end: Ints) -> Floats:
    known = (start < NEVER) & (end < NEVER)
    days = np.where(known, clock.elapsed(rows, end) - clock.elapsed(rows, start), np.nan)
    return np.asarray(np.log(np.clip(days, 0, 2 * HORIZON_DAYS) + FLOOR_DAYS))
