"""From a stored history to a model that serves, and what keeps one from serving."""

from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from flask import current_app
from sqlalchemy import text

from commerce.database import transaction
from commerce.models import Merchant
from eta_model import parcel_store
from eta_model.contest import Weeks
from eta_model.fitting import Workshop, fit, learnt_until, sides_of
from eta_model.history import check_history
from eta_model.model import Model
from eta_model.places import Gazetteer
from tests.builders import make_merchant
from tests.eta_model.conftest import QUICK
from tests.eta_model.made_up import made_up_history
from tests.eta_model.shop import now_serving, stored

pytestmark = pytest.mark.slow


@pytest.fixture
def workshop(shelf: Path, tmp_path: Path) -> Workshop:
    return Workshop(current_app.extensions["statements"], tmp_path / "cache", Gazetteer({}), QUICK)


def with_history(parcels: pl.DataFrame, slug: str = "acme") -> Merchant:
    merchant = make_merchant(slug)
    parcel_store.add(merchant.id, "import", parcels)
    return merchant


def test_the_first_model_that_beats_plain_quantiles_serves(workshop: Workshop) -> None:
    merchant = with_history(check_history(made_up_history(1500)).parcels)
    fitted = fit(merchant.id, workshop, auto_promote=True, by="ada")
    serving = now_serving(merchant.id)
    assert fitted.model and serving and serving.id == fitted.model.id
    assert fitted.model.contest and fitted.model.contest["passed"]
    assert fitted.model.promoted_by == "ada"
    assert fitted.model.scorecard["parcels"] > 100 and "scorecard" not in fitted.model.contest
    assert {part.forecaster.scorer is not None for part in serving.model.stages.values()} == {True}


def test_with_promotion_by_hand_it_stays_a_candidate(workshop: Workshop, parcels: pl.DataFrame) -> None:
    merchant = with_history(parcels)
    fitted = fit(merchant.id, workshop, auto_promote=False, by="ada")
    assert fitted.model and fitted.model.status == "candidate"
    assert now_serving(merchant.id) is None


def test_too_little_history_makes_no_model_and_says_so(workshop: Workshop, parcels: pl.DataFrame) -> None:
    merchant = with_history(parcels.head(250))
    fitted = fit(merchant.id, workshop, auto_promote=True, by="ada")
    assert fitted.model is None and "too few" in fitted.reason
    assert now_serving(merchant.id) is None


def test_a_model_fit_on_spoilt_deliveries_is_refused(workshop: Workshop, shelf: Path) -> None:
    parcels = check_history(made_up_history(1500, days=240)).parcels
    late = pl.col("shipment_id").str.slice(1).cast(pl.Int32) % 3 * 12
    before = pl.col("ordered_at").dt.date() < date(2024, 7, 1)
    moved = pl.when(before).then(pl.col("delivered_at") + pl.duration(days=late)).otherwise("delivered_at")
    merchant = with_history(parcels.with_columns(delivered_at=moved))
    good = stored(shelf, merchant.id)
    fitted = fit(merchant.id, workshop, auto_promote=True, by="ada")
    assert fitted.model and fitted.model.status == "refused"
    assert "worse than the model that served" in fitted.reason
    serving = now_serving(merchant.id)
    assert serving and serving.id == good


def test_a_lane_of_impossible_speed_is_not_learnt_from(workshop: Workshop, parcels: pl.DataFrame) -> None:
    at_once = pl.col("ordered_at") + pl.duration(minutes=5)
    impossible = parcels.head(600).with_columns(
        shipment_id="X" + pl.col("shipment_id"),
        carrier=pl.lit("Rocket"),
        dest_country=pl.lit("JP"),
        dest_postcode=pl.lit("100-0001"),
        handed_over_at=at_once,
        delivered_at=at_once,
    )
    merchant = with_history(pl.concat([parcels, impossible]))
    fit(merchant.id, workshop, auto_promote=True, by="ada")
    serving = now_serving(merchant.id)
    assert serving is not None
    told = serving.model.predict(impossible.head(5), "order")
    assert set(told["basis"]) == {"service_table"}
    assert told["p50"].min() > 0.5  # type: ignore[operator]


def test_a_model_that_saw_the_weeks_does_not_count_as_one_that_did_not(
    workshop: Workshop, shelf: Path, model: Model
) -> None:
    stored(shelf, None)
    seen = sides_of(model, None, Weeks(date(2024, 3, 1), date(2024, 3, 28)), workshop)
    unseen = sides_of(model, None, Weeks(date(2024, 4, 1), date(2024, 4, 28)), workshop)
    assert seen.serving and seen.unseen is None
    assert unseen.serving and unseen.unseen


def test_a_broken_model_is_nobodys_rival(workshop: Workshop, shelf: Path, model: Model) -> None:
    stored(shelf, None)
    with transaction() as session:
        session.execute(text("UPDATE eta_model_files SET content = '' WHERE name = 'order.onnx'"))
    sides = sides_of(model, None, Weeks(date(2024, 4, 1), date(2024, 4, 28)), workshop)
    assert (sides.serving, sides.unseen) == (None, None)


@pytest.mark.parametrize("today", [date(2030, 1, 1), date(2024, 4, 1)])
def test_an_old_history_is_learnt_from_to_its_end_and_no_further_than_today(
    parcels: pl.DataFrame, today: date
) -> None:
    last = parcels["delivered_at"].max()
    assert isinstance(last, datetime)
    assert learnt_until(parcels, today) == min(today, last.date() + timedelta(days=1))
