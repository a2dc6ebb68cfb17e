"""Insights: how the shop is doing, as charts, tables and files, read from the sums that a job keeps."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from babel.dates import format_skeleton
from flask import Response, abort, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from commerce import dates
from commerce.insights import reading
from commerce.insights.figures import week_of
from commerce.insights.reading import Sum
from portal.console import drawing
from portal.console.blueprint import blueprint
from portal.console.charts import TOPICS, Chart, Row, rows, whole
from portal.console.gate import visit
from portal.console.lists import as_csv, asked
from portal.console.page import page, speaks

PERIODS = (4, 13, 26, 52)  # weeks
USUAL = 13
SIDES = ("week", "carrier", "country", "product", "lane", "size")
MOST_BARS, MOST_ROWS = 8, 50
LEAST = {"percent": 1.0, "score": 10.0, "days": 1.0, "units": 1.0, "money": 100.0}


class Period(NamedTuple):
    """So many weeks, the running one included: the first one's Monday, and that of this one."""

    weeks: int
    first: date
    running: date


class Drawn(NamedTuple):
    """A chart with its numbers: as lines over weeks, or as bars of at most `MOST_BARS` values."""

    chart: Chart
    dimension: str
    rows: list[Row]
    all: Row
    ceiling: float
    lines: list[drawing.Line]
    bars: list[float]


@blueprint.get("/insights")
def insights() -> AnyResponse:
    """The first topic."""
    return redirect(url_for("console.insights_page", topic=next(iter(TOPICS))), 303)


@blueprint.get("/insights/<topic>")
def insights_page(topic: str) -> Response:
    """A topic's charts, of `?weeks=` and by `?by=`."""
    charts = TOPICS.get(topic) or abort(404)
    period, by = period_asked(), by_asked()
    found = {key: sums_of(key, charts, by, period) for key in sorted({of(chart, by) for chart in charts})}
    return page(
        "insights.html",
        topic=topic,
        topics=tuple(TOPICS),
        drawn=[drawn(chart, of(chart, by), found[of(chart, by)], period) for chart in charts],
        period=period,
        periods=PERIODS,
        by=by,
        sides=[one for one in SIDES if any(one in chart.by for chart in charts)],
        most_bars=MOST_BARS,
        most_rows=MOST_ROWS,
        currency=visit().merchant.config["currency"],
        canvas=drawing,
        week=week_named,
        country=country_named,
    )


def week_named(monday: str) -> str:
    """A week by the day it begins with: `5 Oct`."""
    locale = speaks(visit()).locale
    return str(format_skeleton("MMMd", date.fromisoformat(monday), locale=locale))


def country_named(code: str) -> str:
    """A country in the person's language; a code that is none as it is."""
    return dates.country(code, speaks(visit()).locale)


@blueprint.get("/insights/<topic>/<name>.csv")
def insights_csv(topic: str, name: str) -> Response:
    """All the numbers of one chart; shares as fractions of 1, amounts in minor units."""
    chart = next((one for one in TOPICS.get(topic, ()) if one.name == name), None) or abort(404)
    period, dimension = period_asked(), of(chart, by_asked())
    made = within(
        rows(chart, sums_of(dimension, [chart], by_asked(), period), side(dimension)), chart, period
    )
    say = speaks(visit()).gettext
    head = [side(dimension), *(say(one.label) for one in (*chart.lines, *chart.beside))]
    cells = ([one.key, *(rounded(value) for value in (*one.values, *one.beside))] for one in made)
    return as_csv(f"{chart.name}-by-{side(dimension)}", head, cells)


def rounded(value: float | None) -> float | int | None:
    return round(value, 4) if isinstance(value, float) else value


def of(chart: Chart, by: str) -> str:
    return chart.dimension(by)


def side(dimension: str) -> str:
    """What a chart's rows are: money is told by week, in the shop's currency alone."""
    return "week" if dimension == "currency" else dimension


def period_asked() -> Period:
    weeks = {str(one): one for one in PERIODS}.get(asked("weeks"), USUAL)
    running = week_of(speaks(visit()).today, "UTC")
    return Period(weeks, running - timedelta(weeks=weeks - 1), running)


def by_asked() -> str:
    return asked("by") if asked("by") in SIDES else SIDES[0]


def sums_of(dimension: str, charts: Sequence[Chart], by: str, period: Period) -> list[Sum]:
    """All that the charts of one dimension need, in one statement."""
    merchant = visit().merchant
    measures = sorted({m for chart in charts if of(chart, by) == dimension for m in chart.measures})
    until = period.running + timedelta(weeks=1)
    if dimension == "week":
        return reading.by_week(merchant.id, measures, period.first, until)
    if dimension == "currency":
        currency = merchant.config["currency"]
        return reading.by_week(merchant.id, measures, period.first, until, "currency", currency)
    return reading.by_value(merchant.id, measures, dimension, period.first, period.running)


def within(made: Iterable[Row], chart: Chart, period: Period) -> list[Row]:
    """The rows without the running week where the chart leaves it out."""
    return [row for row in made if not (chart.whole_weeks and row.key == period.running.isoformat())]


def drawn(chart: Chart, dimension: str, sums: Sequence[Sum], period: Period) -> Drawn:
    """The chart's rows, and where its lines or bars go."""
    mine = [one for one in sums if one.measure in chart.measures]
    if chart.whole_weeks:
        mine = [one for one in mine if one.key != period.running.isoformat()]
    made = rows(chart, mine, side(dimension))
    values = [value for row in made for value in row.values]
    ceiling = drawing.top(values, LEAST[chart.unit])
    lines, bars = [], []
    if side(dimension) == "week":
        places = [(date.fromisoformat(row.key) - period.first).days // 7 for row in made]
        lines = [
            drawing.line(one.look, places, [row.values[at] for row in made], period.weeks, ceiling)
            for at, one in enumerate(chart.lines)
        ]
    else:
        highest = max((row.values[0] or 0 for row in made[:MOST_BARS]), default=0)
        bars = [drawing.width(row.values[0], highest) for row in made[:MOST_BARS]]
    return Drawn(chart, side(dimension), made, whole(chart, mine), ceiling, lines, bars)
