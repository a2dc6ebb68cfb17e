"""Reading the sums, for as many measures at once as a page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commerce.database import run


@dataclass(frozen=True, slots=True)
class Sum:
    """What was counted of a measure under a key: a week, or a value of a dimension."""

    measure: str
    key: str
    count: int
    total: int


def by_week(
    merchant_id: int, measures: Sequence[str], since: date, until: date, dimension: str = "", value: str = ""
) -> list[Sum]:
    """The sums of each week from `since` to before `until`; keys are Mondays, `2026-10-05` say."""
    rows = run(BY_WEEK, (merchant_id, list(measures), dimension, since, until, value))
    return [Sum(measure, week.isoformat(), count, total) for measure, week, count, total in rows]


def by_value(
    merchant_id: int, measures: Sequence[str], dimension: str, since: date, until: date
) -> list[Sum]:
    """The sums of all those weeks by the values of a dimension."""
    rows = run(BY_VALUE, (merchant_id, list(measures), dimension, since, until))
    return [Sum(*row) for row in rows]


BY_WEEK = """
SELECT measure, week, count, total FROM insight_weeks
WHERE merchant_id = %s AND measure = ANY(%s) AND dimension = %s AND week >= %s AND week < %s AND value = %s
ORDER BY week
"""
BY_VALUE = """
SELECT measure, value, sum(count)::bigint, sum(total)::bigint FROM insight_weeks
WHERE merchant_id = %s AND measure = ANY(%s) AND dimension = %s AND week >= %s AND week < %s
GROUP BY measure, value ORDER BY value
"""
