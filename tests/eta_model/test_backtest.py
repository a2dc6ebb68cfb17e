"""A prediction stands on facts older than its own midnight and on nothing else."""

from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from eta_model.backtest import Window, backtest
from eta_model.history import check_history
from eta_model.journeys import Stage
from eta_model.model import Model
from eta_model.places import Gazetteer
from tests.eta_model.conftest import AS_OF, QUICK
from tests.eta_model.made_up import made_up_history

NOWHERE = Gazetteer({})
WEEKS = Window(date(2024, 3, 25), date(2024, 4, 14), 10)
TURN = datetime(2024, 4, 8)


def walked(history: pl.DataFrame, stage: Stage = "order", window: Window = WEEKS) -> pl.DataFrame:
    return backtest(check_history(history).parcels, window, stage, NOWHERE, QUICK)


def other_future(history: pl.DataFrame, stage: Stage) -> pl.DataFrame:
    """From the turn on everything goes otherwise: parcels come days later or never, some are not sent."""
    changed: list[pl.Expr] = [
        pl.when(pl.col("delivered_at") >= TURN)
        .then(pl.when(pl.col("items").cum_sum() % 3 > 0).then(pl.col("delivered_at") + timedelta(days=6)))
        .otherwise("delivered_at")
        .alias("delivered_at")
    ]
    if stage == "order":
        changed.append(
            pl.when(pl.col("handed_over_at") < TURN).then("handed_over_at").alias("handed_over_at")
        )
    return history.with_columns(changed)


@pytest.mark.parametrize("stage", ["order", "handover"])
def test_later_facts_do_not_change_an_earlier_prediction_by_a_bit(
    history: pl.DataFrame, stage: Stage
) -> None:
    started = "ordered_at" if stage == "order" else "handed_over_at"
    earlier = history.filter(pl.col(started) < TURN + timedelta(days=1)).select("shipment_id")
    first, second = (
        walked(facts, stage).join(earlier, on="shipment_id", maintain_order="left")
        for facts in (history, other_future(history, stage))
    )
    assert first.height > 50
    assert_frame_equal(first, second, check_exact=True)


def ordered_from(zone: dict[str, str], since: datetime) -> pl.DataFrame:
    """Ten parcels of another origin, an hour apart."""
    other = made_up_history(parcels=10, days=1).with_columns(
        ordered_at=pl.Series([since + timedelta(hours=hour) for hour in range(10)]),
        handed_over_at=pl.lit(None, pl.Datetime("us")),
        delivered_at=pl.lit(None, pl.Datetime("us")),
        **{name: pl.lit(text) for name, text in zone.items()},
    )
    return other.with_columns(shipment_id=pl.lit("other") + pl.col("shipment_id"))


SYDNEY = {"origin_country": "AU", "origin_postcode": "2000"}


def test_an_order_from_where_days_begin_sooner_changes_nothing_before_it(history: pl.DataFrame) -> None:
    one_day = Window(date(2024, 4, 1), date(2024, 4, 1), 0)
    more = pl.concat([history, ordered_from(SYDNEY, datetime(2024, 5, 1))])
    assert_frame_equal(walked(history, window=one_day), walked(more, window=one_day), check_exact=True)


def test_where_days_begin_sooner_the_first_day_is_answered_too(history: pl.DataFrame) -> None:
    more = pl.concat([history, ordered_from(SYDNEY, datetime(2024, 4, 1))])
    told = walked(more, window=Window(date(2024, 4, 1), date(2024, 4, 1), 0))
    assert told["shipment_id"].str.starts_with("other").sum() == 10


def test_an_order_after_this_midnight_does_not_move_the_promise_wherever_its_date_began() -> None:
    # Twenty-nine were ordered before. With thirty, lateness would be spent among them.
    few = made_up_history(parcels=36, days=6)
    morning_there = ordered_from(SYDNEY, datetime(2024, 1, 6, 18)).head(1)  # two in the morning in Newark
    one_day = Window(date(2024, 1, 6), date(2024, 1, 6), 0)
    first, second = (
        walked(facts, window=one_day).filter(~pl.col("shipment_id").str.starts_with("other"))
        for facts in (few, pl.concat([few, morning_there]))
    )
    assert_frame_equal(first, second, check_exact=True)


def test_facts_known_before_do_change_predictions(history: pl.DataFrame) -> None:
    slower = history.with_columns(delivered_at=pl.col("delivered_at") + timedelta(days=3))
    assert not walked(history)["p50"].equals(walked(slower)["p50"])


@pytest.mark.parametrize("stage", ["order", "handover"])
def test_every_parcel_of_the_window_gets_one_row_in_order_of_time(
    history: pl.DataFrame, stage: Stage
) -> None:
    started = "ordered_at" if stage == "order" else "handed_over_at"
    inside = history.filter(pl.col(started).dt.date().is_between(WEEKS.first, WEEKS.last))
    told = walked(history, stage)
    assert told["shipment_id"].to_list() == inside.sort(started, "shipment_id")["shipment_id"].to_list()
    assert inside["delivered_at"].null_count() > 0


def test_a_history_told_on_another_zone_s_clock_moves_forecasts_by_hours(history: pl.DataFrame) -> None:
    week = Window(date(2024, 4, 1), date(2024, 4, 7), 0)
    elsewhere = history.with_columns(
        pl.col("ordered_at", "handed_over_at", "delivered_at") + timedelta(hours=9)
    )
    right, wrong = (walked(facts, window=week) for facts in (history, elsewhere))
    both = right.join(wrong, on="shipment_id")
    assert both.height > 0.8 * right.height
    assert (both["p50"] - both["p50_right"]).abs().mean() < 1.0  # type: ignore[operator]


def test_quantiles_do_not_cross_and_are_positive(history: pl.DataFrame) -> None:
    levels = walked(history).select("p10", "p50", "p80", "p90", "p95").to_numpy()
    assert (levels > 0).all()
    assert (levels[:, 1:] >= levels[:, :-1]).all()


def test_on_its_first_day_it_agrees_with_the_model_fit_that_day(history: pl.DataFrame, model: Model) -> None:
    told = walked(history, window=Window(AS_OF, AS_OF, 0))
    asked = check_history(history).parcels.join(told, on="shipment_id", how="semi")
    assert_frame_equal(
        told.sort("shipment_id"), model.predict(asked, "order").sort("shipment_id"), abs_tol=2e-4, rel_tol=0
    )


def test_a_window_without_parcels_gives_an_empty_table_with_the_same_columns(history: pl.DataFrame) -> None:
    none = walked(history, window=Window(date(2031, 1, 1), date(2031, 1, 2), 0))
    assert none.height == 0
    assert none.columns == walked(history, window=Window(AS_OF, AS_OF, 0)).columns


def test_with_ten_parcels_it_still_answers() -> None:
    few = made_up_history(parcels=10, days=30)
    told = walked(few, window=Window(date(2024, 1, 15), date(2024, 1, 31), 0))
    assert told.height > 0
    assert told["p90"].is_between(2, 40).all()


def test_with_one_parcel_it_still_answers_from_the_last_rung() -> None:
    one: Any = made_up_history(parcels=1, days=1)
    told = walked(one, window=Window(date(2024, 1, 1), date(2024, 1, 1), 0))
    assert told["basis"].to_list() == ["service_table"]


def test_a_window_much_wider_than_the_history_is_walked_where_parcels_are() -> None:
    few = made_up_history(parcels=10, days=30)
    told = walked(few, window=Window(date(1, 1, 1), date(9999, 12, 31), 28))
    assert told.height == 10


def test_a_carrier_s_name_may_hold_any_character() -> None:
    odd = made_up_history(parcels=10, days=30).with_columns(carrier=pl.lit("a\tb|c"))
    assert walked(odd, window=Window(date(2024, 1, 15), date(2024, 1, 31), 0)).height > 0


def test_an_empty_history_gives_an_empty_table(history: pl.DataFrame) -> None:
    assert walked(history.clear()).height == 0
