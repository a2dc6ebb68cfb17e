"""Which charts there are under Insights, and how a chart's numbers come from the sums."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from commerce.insights.reading import Sum
from portal.languages import _l

Counts = Mapping[str, tuple[int, int]]  # by measure: how many, and their total
Value = Callable[[Counts], float | None]
NONE = (0, 0)
TOLD = ("told_before", "told_after", "not_told")
HOURS_A_DAY = 24


def share(measure: str) -> Value:
    """The total for each one counted."""
    return lambda told: divided(told.get(measure, NONE)[1], told.get(measure, NONE)[0])


def days(measure: str) -> Value:
    """The same of hours, in days."""
    return lambda told: divided(told.get(measure, NONE)[1], told.get(measure, NONE)[0] * HOURS_A_DAY)


def ratio(part: str, *whole: str) -> Value:
    """How many of one for each of the others."""
    return lambda told: divided(told.get(part, NONE)[0], sum(told.get(one, NONE)[0] for one in whole))


def number(measure: str) -> Value:
    return lambda told: told.get(measure, NONE)[0]


def total(measure: str) -> Value:
    return lambda told: told.get(measure, NONE)[1]


def divided(part: int, whole: int) -> float | None:
    return part / whole if whole else None


class Series(NamedTuple):
    """A line of a chart, or a column of its table; `look` is the class that draws it."""

    label: str
    value: Value
    look: str = "first"


@dataclass(frozen=True)
class Chart:
    """`by` are the dimensions that it can be told apart by, the first one unless another is asked for.

    `beside` are whole numbers that its table has too. A chart of `whole_weeks` leaves the running one out.
    """

    name: str
    title: str
    caption: str
    unit: str  # percent | days | score | units | money
    by: tuple[str, ...]
    lines: tuple[Series, ...]
    measures: tuple[str, ...]
    beside: tuple[Series, ...] = ()
    whole_weeks: bool = False

    def dimension(self, asked: str) -> str:
        """The dimension it is drawn by where `asked` is wished for."""
        return asked if asked in self.by else self.by[0]


class Row(NamedTuple):
    """A chart's numbers under one key: those of its lines, then those beside them."""

    key: str
    values: list[float | None]
    beside: list[float | None]


def rows(chart: Chart, sums: Iterable[Sum], dimension: str) -> list[Row]:
    """The chart's numbers by key; weeks in their order, other values with the most counted first."""
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for one in sums:
        if one.measure in chart.measures:
            found.setdefault(one.key, {})[one.measure] = (one.count, one.total)
    keys = list(found)
    if dimension == "week":
        keys.sort()
    else:
        keys.sort(key=lambda key: (-sum(count for count, _ in found[key].values()), key))
    made = [row(chart, key, found[key]) for key in keys]
    return [one for one in made if any(value is not None for value in one.values)]


def row(chart: Chart, key: str, told: Counts) -> Row:
    return Row(key, [one.value(told) for one in chart.lines], [one.value(told) for one in chart.beside])


def whole(chart: Chart, sums: Sequence[Sum]) -> Row:
    """The same over all weeks."""
    told: dict[str, tuple[int, int]] = {}
    for one in sums:
        count, summed = told.get(one.measure, NONE)
        told[one.measure] = (count + one.count, summed + one.total)
    return row(chart, "", told)


PLACES = ("week", "carrier", "country", "product")
GOODS = ("week", "country", "product")

DELIVERY = (
    Chart(
        "promise-kept",
        _l("Promises kept"),
        _l("Of the parcels promised for a week, those that came by their day. Lost ones count as broken."),
        "percent",
        (*PLACES, "lane"),
        (Series(_l("kept"), share("promised"), "second"),),
        ("promised",),
        (Series(_l("Parcels"), number("promised")),),
        whole_weeks=True,
    ),
    Chart(
        "transit",
        _l("Time on the way"),
        _l("From hand-over to delivery, on average, by the week of delivery."),
        "days",
        (*PLACES, "lane"),
        (Series(_l("days on the way"), days("transit")),),
        ("transit",),
        (Series(_l("Parcels"), number("transit")),),
    ),
    Chart(
        "told-in-time",
        _l("Told of a delay"),
        _l("Of the parcels that missed their day: was the shopper told before it had passed?"),
        "percent",
        (*PLACES, "lane"),
        (
            Series(_l("told before"), ratio("told_before", *TOLD), "second"),
            Series(_l("told after"), ratio("told_after", *TOLD)),
            Series(_l("not told"), ratio("not_told", *TOLD), "third"),
        ),
        TOLD,
        (
            Series(_l("Told before"), number("told_before")),
            Series(_l("Told after"), number("told_after")),
            Series(_l("Not told"), number("not_told")),
        ),
        whole_weeks=True,
    ),
    Chart(
        "feedback",
        _l("What shoppers say"),
        _l("The average answer, from 0 to 10, to how the delivery was."),
        "score",
        PLACES,
        (Series(_l("score"), share("feedback")),),
        ("feedback",),
        (Series(_l("Answers"), number("feedback")),),
    ),
)
RETURNS = (
    Chart(
        "return-rate",
        _l("Return rate"),
        _l("Of the items ordered in a week, those that were asked back since. Young weeks still grow."),
        "percent",
        (*GOODS, "size"),
        (Series(_l("came back"), ratio("came_back", "sold")),),
        ("came_back", "sold"),
        (Series(_l("Sold"), number("sold")), Series(_l("Came back"), number("came_back"))),
    ),
    Chart(
        "reasons",
        _l("Returns by reason"),
        _l("Items asked back, by what shoppers chose as the reason."),
        "units",
        ("reason",),
        (Series(_l("items"), number("returned")),),
        ("returned",),
    ),
    Chart(
        "products",
        _l("Returns by product"),
        _l("Items asked back, the most returned first."),
        "units",
        ("product",),
        (Series(_l("items"), number("returned")),),
        ("returned",),
    ),
    Chart(
        "sizes",
        _l("Returns by size"),
        _l("Items asked back, by the variant that was bought."),
        "units",
        ("size",),
        (Series(_l("items"), number("returned")),),
        ("returned",),
    ),
)
MONEY = (
    Chart(
        "outcomes",
        _l("Refund, credit or exchange"),
        _l(
            "What returns came to, by the week in which they were asked for. Credit and exchanges stay with you."
        ),
        "money",
        ("currency",),
        (
            Series(_l("refunded"), total("refund"), "third"),
            Series(_l("store credit"), total("store_credit")),
            Series(_l("exchanged"), total("exchange"), "second"),
        ),
        ("refund", "store_credit", "exchange"),
        (
            Series(_l("Refunds"), number("refund")),
            Series(_l("Credits"), number("store_credit")),
            Series(_l("Exchanges"), number("exchange")),
        ),
    ),
    Chart(
        "refund-time",
        _l("Time to the refund"),
        _l("From the parcel’s arrival to the first money, on average, by the week it was paid."),
        "days",
        GOODS,
        (Series(_l("days to the refund"), days("refund_time")),),
        ("refund_time",),
        (Series(_l("Returns"), number("refund_time")),),
    ),
    Chart(
        "bought-again",
        _l("Bought again after a return"),
        _l(
            "Of the returns of a week, those whose shopper ordered again within 90 days. Young weeks still grow."
        ),
        "percent",
        GOODS,
        (Series(_l("bought again"), share("bought_again"), "second"),),
        ("bought_again",),
        (Series(_l("Returns"), number("bought_again")),),
    ),
    Chart(
        "questions",
        _l("Questions avoided"),
        _l("Claims for each view of a tracking page: the lower, the more found their answer by themselves."),
        "percent",
        ("week",),
        (Series(_l("claims for each view"), ratio("claims", "views")),),
        ("claims", "views"),
        (Series(_l("Views"), number("views")), Series(_l("Claims"), number("claims"))),
    ),
)
TOPICS: dict[str, tuple[Chart, ...]] = {"delivery": DELIVERY, "returns": RETURNS, "money": MONEY}
