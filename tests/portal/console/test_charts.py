"""A chart's numbers come from the sums under each key."""

import pytest

from commerce.insights.figures import SOURCES
from commerce.insights.reading import Sum
from portal.console.charts import DELIVERY, MONEY, RETURNS, TOPICS, Chart, rows, whole

CHARTS = {chart.name: chart for charts in TOPICS.values() for chart in charts}


def values(name: str, *sums: Sum, dimension: str = "week") -> dict[str, list[float | None]]:
    return {row.key: row.values for row in rows(CHARTS[name], sums, dimension)}


@pytest.mark.parametrize(
    ("name", "sums", "value"),
    [
        ("promise-kept", [Sum("promised", "w", 8, 6)], 0.75),
        ("transit", [Sum("transit", "w", 2, 72)], 1.5),
        ("told-in-time", [Sum("told_before", "w", 3, 0), Sum("not_told", "w", 1, 0)], 0.75),
        ("feedback", [Sum("feedback", "w", 2, 17)], 8.5),
        ("return-rate", [Sum("came_back", "w", 1, 0), Sum("sold", "w", 10, 0)], 0.1),
        ("reasons", [Sum("returned", "w", 7, 0)], 7),
        ("outcomes", [Sum("refund", "w", 2, 5000)], 5000),
        ("refund-time", [Sum("refund_time", "w", 1, 12)], 0.5),
        ("bought-again", [Sum("bought_again", "w", 4, 1)], 0.25),
        ("questions", [Sum("claims", "w", 1, 0), Sum("views", "w", 50, 0)], 0.02),
    ],
)
def test_each_chart_divides_what_it_says(name: str, sums: list[Sum], value: float) -> None:
    assert values(name, *sums)["w"][0] == value


def test_a_share_of_nothing_is_left_out() -> None:
    assert values("return-rate", Sum("came_back", "w", 1, 0)) == {}


def test_sums_of_other_charts_are_passed_over() -> None:
    assert values("transit", Sum("promised", "w", 1, 1)) == {}


def test_weeks_stand_in_their_order_and_values_by_how_many_there_are() -> None:
    sums = [Sum("returned", "2026-10-12", 1, 0), Sum("returned", "2026-10-05", 9, 0)]
    assert list(values("reasons", *sums)) == ["2026-10-05", "2026-10-12"]
    assert list(values("reasons", *sums, dimension="reason")) == ["2026-10-05", "2026-10-12"]
    more = Sum("returned", "b", 20, 0)
    assert next(iter(values("reasons", *reversed(sums), more, dimension="reason"))) == "b"


def test_the_whole_is_that_of_all_weeks_together() -> None:
    sums = [Sum("promised", "a", 9, 9), Sum("promised", "b", 1, 0)]
    assert whole(CHARTS["promise-kept"], sums).values == [0.9]


@pytest.mark.parametrize("chart", [*DELIVERY, *RETURNS, *MONEY], ids=lambda chart: chart.name)
def test_each_measure_of_a_chart_is_counted_somewhere(chart: Chart) -> None:
    told = " ".join(source.__doc__ or "" for source in SOURCES.values()) + "`views`"
    assert not [measure for measure in chart.measures if f"`{measure}`" not in told]
