"""What a model says of a parcel that has not come: later as time goes by, and nothing of what it never saw."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from eta_model.model import Model
from eta_model.question import Forecast, Question
from eta_model.quote import forecast_many
from eta_model.service_table import Parcel, Service, ServiceTable
from eta_model.under_way import Outlook, outlook
from eta_model.working_days import Location

NEW_YORK = ZoneInfo("America/New_York")
OFFICE = frozenset(range(5))
NEWARK = Location("NJ1", NEW_YORK, OFFICE, time(15), 1, "US", frozenset(), "US", "07001")
GROUND = Service("ground", "UPS", "Ground", "Standard", ("NJ1",), frozenset({"US"}), 1, 5, OFFICE)
POST = replace(GROUND, code="post", carrier="Post")
TABLE = ServiceTable((GROUND, POST), {"NJ1": NEWARK})
MONDAY = datetime(2024, 4, 1, 14, tzinfo=UTC)
ORDER = Parcel("US", MONDAY)
SENT = replace(ORDER, shipped_at=MONDAY + timedelta(1), carrier="UPS", service="Ground")


def see(model: Model, parcel: Parcel, days_later: float, table: ServiceTable = TABLE) -> Outlook | None:
    def ask(questions: Sequence[Question], waited: Sequence[date | None]) -> list[Forecast]:
        return forecast_many(model, questions, 0.9, waited)

    return outlook(parcel, "60601", table, ask, MONDAY + timedelta(days_later), NEW_YORK)


def seen(model: Model, parcel: Parcel, days_later: float, table: ServiceTable = TABLE) -> Outlook:
    told = see(model, parcel, days_later, table)
    assert told is not None
    return told


def test_a_parcel_under_way_is_asked_for_from_its_hand_over(model: Model) -> None:
    told = seen(model, SENT, 1)
    assert told.window.basis == "lane"
    assert told.window.earliest <= told.window.likely <= told.window.latest
    assert [forecast.start for forecast in told.forecasts] == [date(2024, 4, 2)]


def test_the_longer_it_is_waited_for_the_later_it_comes(model: Model) -> None:
    days = [seen(model, SENT, days).window for days in (1, 5, 9, 14)]
    assert [window.latest for window in days] == sorted(window.latest for window in days)
    assert all(
        window.earliest >= date(2024, 4, 1) + timedelta(n)
        for window, n in zip(days, (1, 5, 9, 14), strict=True)
    )


def test_the_chance_of_missing_a_promise_grows_with_the_wait(model: Model) -> None:
    promise = seen(model, SENT, 1).window.latest
    chances = [seen(model, SENT, days).late_probability(promise) for days in (1, 4, 20)]
    assert 0 <= chances[0] < chances[1] < chances[2]
    assert chances[2] == pytest.approx(1.0)


def test_it_changes_with_the_day_and_not_within_it(model: Model) -> None:
    assert seen(model, SENT, 4).window == seen(model, SENT, 4.3).window


def test_an_order_covers_every_way_that_it_may_go(model: Model) -> None:
    both = seen(model, ORDER, 0)
    alone = [seen(model, ORDER, 0, ServiceTable((way,), TABLE.locations)).window for way in (GROUND, POST)]
    assert len(both.forecasts) == 2
    assert both.window.latest == max(window.latest for window in alone)
    assert both.window.earliest == min(window.earliest for window in alone)


def test_an_order_that_waits_is_not_promised_before_it_can_leave(model: Model) -> None:
    late = seen(model, ORDER, 10)  # handed over on the 11th at the earliest, a Thursday
    assert late.window.earliest >= date(2024, 4, 12)


def test_closed_days_put_an_order_off(model: Model) -> None:
    shut = replace(NEWARK, closed_on=frozenset(date(2024, 4, day) for day in range(1, 9)))
    closed = seen(model, ORDER, 0, ServiceTable((GROUND,), {"NJ1": shut})).window
    open_ = seen(model, ORDER, 0, ServiceTable((GROUND,), {"NJ1": NEWARK})).window
    assert closed.earliest >= date(2024, 4, 10) > open_.earliest


@pytest.mark.parametrize(
    ("parcel", "days_later"),
    [
        (replace(SENT, carrier="Unheard of"), 2),
        (replace(SENT, country="JP"), 2),
        (SENT, 70),
        (replace(SENT, shipped_at=MONDAY + timedelta(500)), 2),
    ],
    ids=["no such service", "not shipped to", "out for months", "absurd time"],
)
def test_where_the_model_can_t_know_it_says_nothing(model: Model, parcel: Parcel, days_later: float) -> None:
    assert see(model, parcel, days_later) is None


def test_next_to_no_history_leaves_it_to_the_table(model: Model) -> None:
    strange = ServiceTable((replace(GROUND, service="Balloon"),), TABLE.locations)
    assert see(model, ORDER, 0, strange) is None
