"""A new model serves only when it is not worse on weeks that neither had seen."""

from datetime import date, timedelta

import polars as pl
import pytest

from eta_model.contest import Sides, Weeks, asked_in, hold, judge, known_before, plain_quantiles, weeks_before
from eta_model.history import check_history
from eta_model.model import Model, fit_model
from eta_model.places import Gazetteer
from tests.eta_model.conftest import QUICK
from tests.eta_model.made_up import made_up_history

AS_OF = date(2024, 5, 6)
NOWHERE = Gazetteer({})


@pytest.mark.parametrize(
    ("candidate", "rival", "parcels", "passed"),
    [(1.0, 1.0, 500, True), (1.01, 1.0, 500, True), (1.05, 1.0, 500, False), (0.5, 1.0, 500, True)],
)
def test_not_worse_means_within_two_percent(
    candidate: float, rival: float, parcels: int, passed: bool
) -> None:
    assert judge(candidate, rival, parcels, "it").passed is passed


@pytest.mark.parametrize(("candidate", "parcels"), [(None, 0), (5.0, 49)])
def test_a_handful_of_parcels_tells_nothing_against_it(candidate: float | None, parcels: int) -> None:
    assert judge(candidate, 1.0, parcels, "it").passed


def test_the_weeks_end_when_nearly_all_parcels_of_them_have_come(parcels: pl.DataFrame) -> None:
    weeks = weeks_before(parcels, AS_OF)
    assert weeks.last - weeks.first == timedelta(days=27)
    took = (parcels["delivered_at"] - parcels["ordered_at"]).dt.total_days().quantile(0.975)
    assert took is not None and AS_OF - weeks.last >= timedelta(days=int(took))


def test_without_a_delivery_the_weeks_end_a_week_before(parcels: pl.DataFrame) -> None:
    never = parcels.with_columns(delivered_at=pl.lit(None, pl.Datetime("us", "UTC")))
    assert weeks_before(never, AS_OF).last == AS_OF - timedelta(days=8)


def test_known_before_a_day_nothing_later_is_told(parcels: pl.DataFrame) -> None:
    then = known_before(parcels, date(2024, 3, 1))
    latest = then.select(
        pl.max_horizontal(pl.col("ordered_at", "handed_over_at", "delivered_at").max())
    ).item()
    assert latest.date() < date(2024, 3, 1)


def test_against_plain_quantiles_a_good_history_wins(model: Model) -> None:
    parcels = check_history(made_up_history(2000)).parcels
    contest = hold(parcels, weeks_before(parcels, AS_OF), NOWHERE, Sides(model))
    assert contest["passed"] and contest["candidate_pinball_days"] < contest["rival_pinball_days"]
    assert contest["scorecard"]["parcels"] > 100
    assert "plain quantiles" in contest["reason"]


def test_against_a_model_of_the_true_world_a_spoilt_history_loses(
    model: Model, parcels: pl.DataFrame
) -> None:
    weeks = Weeks(date(2024, 4, 2), date(2024, 4, 20))
    late = (pl.col("shipment_id").str.slice(1).cast(pl.Int32) % 3) * 12
    before = pl.col("ordered_at").dt.date() < weeks.first
    spoilt = parcels.with_columns(
        delivered_at=pl.when(before)
        .then(pl.col("delivered_at") + pl.duration(days=late))
        .otherwise("delivered_at")
    )
    contest = hold(spoilt, weeks, NOWHERE, Sides(model, model, unseen=model))
    assert not contest["passed"]
    assert "worse than the model that served" in contest["reason"]


def test_a_grossly_worse_model_loses_on_weeks_that_both_had_seen(model: Model, parcels: pl.DataFrame) -> None:
    slow = parcels.with_columns(delivered_at=pl.col("delivered_at") + pl.duration(days=9))
    spoilt = fit_model(slow, AS_OF, NOWHERE, QUICK)
    weeks = Weeks(date(2024, 3, 1), date(2024, 3, 28))
    contest = hold(parcels, weeks, NOWHERE, Sides(spoilt, serving=model))
    assert not contest["passed"] and "both had seen" in contest["reason"]
    assert hold(parcels, weeks, NOWHERE, Sides(model, serving=model))["passed"]


def test_too_little_before_the_weeks_tells_nothing_against_it(model: Model, parcels: pl.DataFrame) -> None:
    contest = hold(parcels, Weeks(date(2024, 1, 10), date(2024, 2, 6)), NOWHERE, Sides(model))
    assert contest["passed"] and "too little" in contest["reason"]


def test_plain_quantiles_know_every_parcel(parcels: pl.DataFrame) -> None:
    asked = asked_in(parcels, Weeks(date(2024, 4, 1), date(2024, 4, 10)))
    told = plain_quantiles(known_before(parcels, date(2024, 4, 1)), asked)
    assert told["shipment_id"].to_list() == asked["shipment_id"].to_list()
    assert told.null_count().sum_horizontal().item() == 0
