"""The alarm rings when promises break more often than said, and only then."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eta_model.drift import LEAST_ARRIVALS, MOST_ARRIVALS, MOST_WIDENING, Arrival, drift

DAYS = {"p10": 1.0, "p50": 5.0, "p80": 8.0, "p90": 9.0, "p95": 9.5}


def arrivals(count: int, slower: float = 1.0, seed: int = 1) -> list[Arrival]:
    """Parcels that take from 0 to 10 days, as the quantiles say; `slower` times as long."""
    chance = Random(seed)
    return [Arrival(chance.uniform(0, 10) * slower, DAYS, 0.9) for _ in range(count)]


def test_as_said_there_is_no_alarm() -> None:
    judged = drift(arrivals(MOST_ARRIVALS))
    assert (judged.widening, judged.arrivals) == (0.0, MOST_ARRIVALS)
    assert judged.said == pytest.approx(0.9) and judged.kept == pytest.approx(0.9, abs=0.04)


def test_slower_than_said_widens() -> None:
    judged = drift(arrivals(MOST_ARRIVALS, slower=1.25))
    assert judged.widening > 0 and 0.03 <= judged.widening <= MOST_WIDENING
    assert judged.kept is not None and judged.kept < 0.8


def test_faster_than_said_does_not() -> None:
    assert drift(arrivals(MOST_ARRIVALS, slower=0.5)).widening == 0


def test_a_handful_raises_no_alarm() -> None:
    assert drift(arrivals(LEAST_ARRIVALS - 1, slower=3)).widening == 0


def test_nothing_arrived_is_no_alarm() -> None:
    assert drift([]).said is None


def test_only_the_newest_count() -> None:
    assert drift(arrivals(MOST_ARRIVALS) + arrivals(MOST_ARRIVALS, slower=3)).widening == 0


@pytest.mark.parametrize(("took", "rank"), [(0.0, 0.0), (5.0, 0.5), (9.0, 0.9), (9.5, 0.95), (6.5, 0.65)])
def test_a_quantile_has_its_own_rank(took: float, rank: float) -> None:
    assert Arrival(took, DAYS, 0.9).rank == pytest.approx(rank)


def test_where_quantiles_name_one_day_the_least_of_them_is_meant() -> None:
    assert Arrival(3.0, {"p50": 2.0, "p80": 3.0, "p90": 3.0, "p95": 5.0}, 0.9).rank == 0.8


@given(took=st.floats(0, 500), later=st.floats(0, 500))
def test_a_later_arrival_never_ranks_lower(took: float, later: float) -> None:
    first, second = Arrival(took, DAYS, 0.9).rank, Arrival(took + later, DAYS, 0.9).rank
    assert 0 <= first <= second <= 1
