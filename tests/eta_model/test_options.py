"""What a shop may say of delivery, from its calendar, its table of services, and a model where there is one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eta_model.model import Model
from eta_model.options import Asked, Offer, Option, offers
from eta_model.question import Forecast, Question
from eta_model.quote import forecast_many
from eta_model.service_table import Service, ServiceTable
from eta_model.working_days import Location

OFFICE = frozenset(range(5))
NEWARK = Location("NJ1", ZoneInfo("America/New_York"), OFFICE, time(15), 1, "US", frozenset(), "US", "07001")
GROUND = Service("ground", "UPS", "Ground", "Standard", ("NJ1",), frozenset({"US"}), 1, 5, OFFICE | {5})
TABLE = ServiceTable((GROUND,), {"NJ1": NEWARK})
FRIDAY = datetime(2026, 11, 20, 15, tzinfo=UTC)  # ten in the morning in Newark
ASKED = Asked("US", "94103", FRIDAY)


def table(location: Location = NEWARK, **changes: object) -> ServiceTable:
    return ServiceTable((replace(GROUND, **changes),), {"NJ1": location})  # type: ignore[arg-type]


def only(offer: Offer) -> Option:
    assert offer.unavailable == ()
    (option,) = offer.options
    return option


def in_days(asked: Sequence[Question], days: int, basis: str = "lane") -> list[Forecast]:
    """The model's word that each comes on exactly that day."""
    told = []
    for question in asked:
        start = question.started_at.date()
        on = start + timedelta(days)
        told.append(
            Forecast(
                start=start,
                arrived=np.array([]),
                dates=dict.fromkeys(("p10", "p50", "p80", "p90", "p95"), on),
                earliest=on,
                likely=on,
                latest=on,
                promise=on,
                confidence=0.9,
                basis=basis,
                samples=40,
            )
        )
    return told


def test_without_a_model_the_table_of_services_answers() -> None:
    option = only(offers([ASKED], TABLE, None)[0])
    assert option.dispatch.ships_on == date(2026, 11, 23)
    assert (option.earliest, option.likely, option.latest) == (
        date(2026, 11, 24),
        date(2026, 11, 26),
        date(2026, 11, 28),
    )
    assert option.promise == option.latest
    assert option.days == {"p50": 6, "p80": 7, "p90": 8, "p95": 8}
    assert (option.basis, option.samples) == ("service_table", 0)


def test_a_model_s_dates_are_told_with_what_they_stand_on() -> None:
    option = only(offers([ASKED], TABLE, lambda asked: in_days(asked, 8))[0])
    assert option.promise == date(2026, 11, 28)
    assert option.days == dict.fromkeys(("p50", "p80", "p90", "p95"), 8)
    assert (option.basis, option.samples) == ("lane", 40)


def test_a_model_that_knows_next_to_nothing_of_the_service_leaves_it_to_the_table() -> None:
    by_model = offers([ASKED], TABLE, lambda asked: in_days(asked, 30, "service_table"))
    assert by_model == offers([ASKED], TABLE, None)


@pytest.mark.parametrize("days", [0, 1, 3])
def test_nothing_is_promised_before_a_moving_day_after_its_dispatch(days: int) -> None:
    option = only(offers([ASKED], TABLE, lambda asked: in_days(asked, days))[0])
    assert option.promise == option.earliest == date(2026, 11, 24)
    assert option.days["p50"] == 4


def test_a_same_day_service_may_arrive_on_the_day_it_leaves() -> None:
    courier = table(replace(NEWARK, handling_days=0), least=0, most=0)
    assert only(offers([ASKED], courier, None)[0]).promise == date(2026, 11, 20)


def test_a_closed_day_moves_the_question_and_not_what_the_model_learnt() -> None:
    seen: list[Question] = []

    def remember(asked: Sequence[Question]) -> list[Forecast]:
        seen.extend(asked)
        return in_days(asked, 6)

    closed = table(replace(NEWARK, closed_on=frozenset({date(2026, 11, 23), date(2026, 11, 24)})))
    option = only(offers([ASKED], closed, remember)[0])
    assert seen[0].ordered_at == FRIDAY + timedelta(2)
    assert option.promise == date(2026, 11, 28)
    assert option.days["p50"] == 8


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"country": "JP"}, ("ground", None, "country_not_served")),
        ({"location": "CA1"}, ("ground", "CA1", "no_location")),
    ],
)
def test_a_service_that_does_not_fit_says_why(changes: dict[str, str], told: tuple[str, ...]) -> None:
    offer = offers([replace(ASKED, **changes)], TABLE, None)[0]  # type: ignore[arg-type]
    (why,) = offer.unavailable
    assert offer.options == ()
    assert (why.service, why.location, why.code) == told


def test_a_location_shut_for_weeks_offers_nothing() -> None:
    shut = frozenset(date(2026, 11, 20) + timedelta(days) for days in range(30))
    (why,) = offers([ASKED], table(replace(NEWARK, closed_on=shut)), None)[0].unavailable
    assert (why.service, why.location, why.code) == ("ground", "NJ1", "location_closed")


def test_a_shop_without_services_has_no_options() -> None:
    assert offers([ASKED], ServiceTable((), {}), None) == [Offer((), ())]


def test_days_count_from_the_date_at_the_destination() -> None:
    tokyo = Asked("JP", "1000001", FRIDAY)  # midnight has struck there
    option = only(offers([tokyo], table(countries=frozenset({"JP"})), None)[0])
    assert option.days["p95"] == (option.latest - date(2026, 11, 21)).days


@given(
    hour=st.integers(0, 24 * 30), handling=st.integers(0, 5), days=st.integers(0, 20), held=st.integers(0, 6)
)
def test_dates_are_in_order_whatever_the_calendar_and_the_model(
    hour: int, handling: int, days: int, held: int
) -> None:
    at = FRIDAY + timedelta(hours=hour)
    closed = frozenset((at + timedelta(ahead)).date() for ahead in range(held))
    shop = table(replace(NEWARK, handling_days=handling, closed_on=closed))
    for told in (lambda asked: in_days(asked, days), None):
        option = only(offers([replace(ASKED, at=at)], shop, told)[0])
        assert option.dispatch.order_by >= at
        assert option.dispatch.ships_on < option.earliest <= option.likely <= option.latest
        assert option.promise >= option.likely
        assert list(option.days.values()) == sorted(option.days.values())


def test_many_questions_get_the_answers_they_would_get_alone(model: Model) -> None:
    def ask(questions: Sequence[Question]) -> list[Forecast]:
        return forecast_many(model, questions)

    towns = ("10001", "60601", "94103", "99501", "59001", "")
    many = [replace(ASKED, postcode=town, at=datetime(2024, 4, 2, 12, tzinfo=UTC)) for town in towns]
    assert offers(many, TABLE, ask) == [offers([one], TABLE, ask)[0] for one in many]
    assert offers(many, TABLE, ask)[0].options[0].basis == "lane"
