"""The demo shop's made-up past: the same for everyone, and no fact of it from the future."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from flask import Flask
from ruamel.yaml import YAML
from sqlalchemy import text

from commerce.database import db, transaction
from eta_model import parcel_store
from portal import demo, demo_history
from tests.builders import make_merchant

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)


@pytest.fixture(scope="module")
def past() -> pl.DataFrame:
    return demo_history.made_up(NOW)


def test_it_is_the_same_each_time(past: pl.DataFrame) -> None:
    assert demo_history.made_up(NOW).equals(past)


def test_a_day_later_it_has_a_day_more_and_knows_more_of_the_same_parcels(past: pl.DataFrame) -> None:
    later = demo_history.made_up(NOW + timedelta(days=1))
    both = past.join(later, on="shipment_id", suffix="_later")
    assert both.height == past.height - demo_history.PARCELS_A_DAY
    assert (both["ordered_at"] == both["ordered_at_later"]).all()
    assert both["delivered_at_later"].count() > both["delivered_at"].count()


def test_no_fact_lies_in_the_future(past: pl.DataFrame) -> None:
    assert (
        past.select(pl.max_horizontal(pl.col("ordered_at", "handed_over_at", "delivered_at").max())).item()
        <= NOW
    )
    assert past["delivered_at"].null_count() > 0


def test_every_row_is_good_and_goes_where_the_shop_ships(past: pl.DataFrame) -> None:
    (service,) = YAML(typ="safe").load(Path(demo.FILE))["shipping_services"]
    assert past.height == demo_history.DAYS * demo_history.PARCELS_A_DAY
    assert past["flags"].str.len_bytes().sum() == 0
    assert set(past["dest_country"]) == set(service["to"])
    assert set(past["carrier"]) == {service["carrier"]} and set(past["service"]) == {service["service"]}


def test_the_shop_learns_from_it_without_being_kept_waiting(app: Flask, past: pl.DataFrame) -> None:
    merchant = make_merchant("demo")
    demo.learn_from(past.head(500), merchant.id)
    due = db.session.scalar(text("SELECT due_at <= now() FROM periodic_runs WHERE name = 'refit-models'"))
    with transaction() as session:
        session.execute(text("DELETE FROM periodic_runs"))
    assert due is True
    assert parcel_store.parcels_of(merchant.id).height == 500
