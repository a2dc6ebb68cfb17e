"""What the night does for every shop."""

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from commerce import clock, merchants
from commerce.database import db, transaction
from commerce.merchants import Known
from eta_model import nights, parcel_store, quotes
from eta_model.histories import everyone
from eta_model.history import check_history
from eta_model.quotes import Asked, Option, Quotes, keep
from tests.builders import make_merchant
from tests.eta_model.made_up import made_up_history
from tests.eta_model.shop import now_serving, stored

DAYS = {"p50": 3.0, "p80": 5.0, "p90": 6.0, "p95": 7.0}


@pytest.fixture
def merchant(app: Flask) -> Known:
    known = merchants.fresh_by_id(make_merchant().id)
    assert known is not None
    return known


def arrived(merchant: Known, count: int, took: float) -> None:
    """So many quotes of a fortnight ago, their parcels come after `took` days."""
    asked = clock.now() - timedelta(days=14)
    told = Option(
        "ground",
        "UPS",
        "NJ1",
        (asked + timedelta(days=6)).date(),
        (asked + timedelta(days=3)).date(),
        DAYS,
        0.9,
        "lane",
    )
    question = Asked(merchant.id, "mdl_1", asked, "US", None, None)
    keep([Quotes(question, [f"quo_{n}"], ["94103"], [quotes.told([told])]) for n in range(count)])
    with transaction() as session:
        session.execute(
            text(
                "UPDATE eta_quotes SET chosen = options->0, delivered_at = :at, delivered_on = CAST(:at AS date)"
            ),
            {"at": asked + timedelta(days=took)},
        )


def drifts() -> int:
    return int(db.session.scalar(text("SELECT count(*) FROM events WHERE kind = 'eta.drift'")) or 0)


def test_broken_promises_are_told_once_and_widen_what_is_promised(merchant: Known, shelf: Path) -> None:
    stored(shelf, merchant.id)
    arrived(merchant, 150, took=7)
    assert nights.keep_score(merchant).widening > 0.03
    nights.keep_score(merchant)
    assert drifts() == 1
    serving = now_serving(merchant.id)
    assert serving and serving.confidence(0.9) > 0.93
    told = db.session.scalar(text("SELECT card->'drift' FROM eta_scorecards"))
    assert told["arrivals"] == 150 and told["kept"] < told["said"] and told["widening"] > 0.03


def test_kept_promises_are_scored_without_a_word(merchant: Known) -> None:
    arrived(merchant, 150, took=4.0)
    assert nights.keep_score(merchant).widening == 0
    card = db.session.scalar(text("SELECT card FROM eta_scorecards"))
    assert card["parcels"] == 150 and card["promise_kept"] == 1.0
    assert drifts() == 0


def test_without_an_arrival_there_is_no_scorecard(merchant: Known) -> None:
    nights.keep_score(merchant)
    assert db.session.scalar(text("SELECT count(*) FROM eta_scorecards")) == 0


@pytest.mark.parametrize(("days", "due"), [(None, True), (3, False), (7, True)])
def test_a_model_is_fit_anew_after_a_week(shelf: Path, days: int | None, due: bool) -> None:
    merchant = make_merchant()
    if days is not None:
        stored(shelf, merchant.id)
        with transaction() as session:
            session.execute(
                text("UPDATE eta_models SET made_at = :at"), {"at": clock.now() - timedelta(days=days)}
            )
    assert nights.is_due(merchant.id) is due
    assert nights.is_due(None) is True


def test_a_shop_with_little_history_is_passed_over(merchant: Known) -> None:
    assert nights.refit_models() == []


def test_what_breaks_for_one_shop_keeps_no_other_waiting(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    make_merchant("broken", shipping_services=[{"code": "no table has this"}])
    known = merchants.fresh_by_id(make_merchant("bolt").id)
    assert known is not None
    arrived(known, 5, took=4.0)
    with caplog.at_level(logging.ERROR):
        nights.take_in_parcels()
    assert "a merchant's night failed" in caplog.text
    assert db.session.scalar(text("SELECT count(*) FROM eta_scorecards")) == 1
    assert [merchant.slug for merchant in everyone()] == ["broken", "bolt"]


def test_quotes_past_their_time_are_forgotten(merchant: Known) -> None:
    arrived(merchant, 3, took=4.0)
    with transaction() as session:
        session.execute(
            text("UPDATE eta_quotes SET asked_at = :at WHERE id = 'quo_0'"),
            {"at": datetime(2020, 1, 1, tzinfo=UTC)},
        )
    kept_until = datetime(2020, 1, 1, tzinfo=UTC)
    question = Asked(merchant.id, None, kept_until, "US", None, None)
    keep([Quotes(question, [f"old_{n}" for n in range(100)], ["94103"] * 100, ["[]"] * 100)])
    assert nights.forget_quotes() == 2


def test_files_of_models_long_replaced_are_dropped_and_the_serving_one_kept(shelf: Path) -> None:
    merchant = make_merchant()
    ids = [stored(shelf, merchant.id, "refused") for _ in range(4)]
    serving = stored(shelf, merchant.id)
    assert nights.forget_models() == len(list(shelf.iterdir()))
    left = set(db.session.scalars(text("SELECT DISTINCT model_id FROM eta_model_files")))
    assert left == {*ids[1:], serving}


@pytest.mark.slow
def test_a_shop_with_little_history_is_served_by_the_pool_of_those_that_share(shelf: Path) -> None:
    parcels = check_history(made_up_history()).parcels
    shares = {"confidence": 0.9, "show": "range", "share_lanes": True}
    for slug, part in (("acme", parcels.head(280)), ("bolt", parcels.tail(280))):
        parcel_store.add(make_merchant(slug, promise=shares).id, "import", part)
    parcel_store.add(make_merchant("private").id, "import", parcels.slice(300, 280))
    newcomer = make_merchant("new")
    (fitted,) = nights.refit_models()
    serving = now_serving(newcomer.id)
    assert (fitted.merchant_id, fitted.parcels) == (None, 560)
    assert serving and fitted.model and serving.id == fitted.model.id
    assert nights.refit_models() == []
