"""One question gets the same answer as a table of them, and more as time goes by."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from eta_model.model import Model
from eta_model.quote import Forecast, Question, forecast
from eta_model.zones import zone_of

ASKED = Question(
    "US", "07001", "US", "94103", datetime(2024, 4, 1, 15, tzinfo=UTC), carrier="UPS", service="Ground"
)


def question_of(row: dict[str, Any], handed_over: bool) -> Question:
    names = (
        "origin_country",
        "origin_postcode",
        "dest_country",
        "dest_postcode",
        "ordered_at",
        "carrier",
        "service",
    )
    more = ("origin_id", "weight_g", "volume_cm3", "price")
    told = {name: row[name] for name in (*names, *more)}
    return Question(**told, handed_over_at=row["handed_over_at"] if handed_over else None)


@pytest.mark.parametrize("stage", ["order", "handover"])
def test_it_agrees_with_the_table_of_predictions(model: Model, parcels: pl.DataFrame, stage: str) -> None:
    asked = parcels.tail(25)
    told = model.predict(asked, stage)  # type: ignore[arg-type]
    for row, line in zip(asked.iter_rows(named=True), told.iter_rows(named=True), strict=True):
        question = question_of(row, stage == "handover")
        one = forecast(model, question)
        begun = question.started_at.astimezone(ZoneInfo(zone_of("US", row["dest_postcode"])))
        assert one.dates == {q: (begun + timedelta(line[q])).date() for q in one.dates}
        assert (one.promise, one.likely, one.basis) == (line["promise_on"], line["likely_on"], line["basis"])
        assert one.late_probability(row["promised_on"]) == pytest.approx(line["late_probability"], abs=1e-4)


def in_order(told: Forecast) -> bool:
    return told.start <= told.earliest <= told.likely <= told.latest


def test_dates_are_in_order_and_say_what_they_stand_on(model: Model) -> None:
    told = forecast(model, ASKED)
    assert in_order(told)
    assert told.basis == "lane"
    assert told.samples >= 10


@pytest.mark.parametrize(
    ("changes", "basis"),
    [
        ({"dest_postcode": "99501"}, "region"),
        ({"dest_postcode": "59001"}, "carrier"),
        ({"carrier": "Unheard of"}, "service_table"),
        ({"dest_country": "NO", "dest_postcode": "0150"}, "carrier"),
        ({"dest_postcode": "nonsense"}, "carrier"),
    ],
)
def test_an_unknown_place_is_answered_from_a_wider_one(
    model: Model, changes: dict[str, Any], basis: str
) -> None:
    told = forecast(model, ASKED._replace(**changes))
    assert told.basis == basis
    assert in_order(told)


def test_the_longer_it_takes_the_later_it_comes(model: Model) -> None:
    first = forecast(model, ASKED)
    waited = forecast(model, ASKED, waited_until=first.latest)
    assert waited.earliest > first.latest
    assert waited.late_probability(first.latest) == pytest.approx(1.0)


def test_a_surer_promise_is_no_earlier(model: Model) -> None:
    assert forecast(model, ASKED, confidence=0.97).promise >= forecast(model, ASKED, confidence=0.8).promise


def test_dates_are_the_destination_s(model: Model) -> None:
    late = ASKED._replace(ordered_at=datetime(2024, 4, 2, 5, tzinfo=UTC))
    assert forecast(model, late).start == date(2024, 4, 1)


def test_a_year_from_now_it_still_answers(model: Model) -> None:
    far = ASKED._replace(ordered_at=ASKED.ordered_at + timedelta(days=400))
    assert in_order(forecast(model, far))
