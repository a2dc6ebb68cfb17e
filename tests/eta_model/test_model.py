"""What a model makes of a history that somebody got wrong."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from eta_model.history import check_history
from eta_model.model import Model, fit_model
from eta_model.places import Gazetteer
from eta_model.question import Question
from eta_model.quote import forecast
from tests.eta_model.conftest import AS_OF, QUICK
from tests.eta_model.made_up import made_up_history

TIMES = ("ordered_at", "handed_over_at", "delivered_at")
ASKED = Question(
    "US", "07001", "US", "94103", datetime(2024, 4, 2, 15, tzinfo=UTC), carrier="UPS", service="Ground"
)


@pytest.mark.parametrize("hours", [-14, 9])
def test_a_history_told_in_another_time_zone_moves_a_promise_by_a_day_at_most(
    model: Model, hours: int
) -> None:
    wrong = made_up_history().with_columns(pl.col(name) + timedelta(hours=hours) for name in TIMES)
    told = forecast(fit_model(check_history(wrong).parcels, AS_OF, Gazetteer({}), QUICK), ASKED)
    assert abs((told.promise - forecast(model, ASKED).promise).days) <= 1
    assert told.basis == "lane"


def test_times_of_mixed_zones_are_the_same_instants() -> None:
    history = made_up_history()
    local = pl.col("ordered_at").dt.replace_time_zone("America/New_York")
    said = history.with_columns(local.dt.convert_time_zone("Asia/Tokyo").dt.strftime("%Y-%m-%dT%H:%M:%S%:z"))
    assert check_history(said).parcels["ordered_at"].equals(check_history(history).parcels["ordered_at"])
