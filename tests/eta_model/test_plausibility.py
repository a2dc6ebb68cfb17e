"""A delivery that outruns every aeroplane is not learnt from."""

from datetime import date, timedelta

import polars as pl
import pytest

from eta_model.history import check_history
from eta_model.model import fit_model
from eta_model.places import Gazetteer, gazetteer_of
from eta_model.plausibility import FLAG, without_impossible
from eta_model.quote import Question, forecast
from tests.eta_model.conftest import QUICK
from tests.eta_model.made_up import made_up_history

ENDS = gazetteer_of(
    pl.DataFrame(
        {"country": ["US", "US"], "postcode": ["07001", "94103"], "lat": [40.6, 37.8], "lng": [-74.3, -122.4]}
    )
)


def poisoned(hours: float, postcode: str = "94103") -> pl.DataFrame:
    instant = pl.col("ordered_at") + timedelta(hours=hours)
    there = pl.col("dest_postcode") == postcode
    return made_up_history(parcels=400).with_columns(
        pl.when(there).then(instant).otherwise(name).alias(name)
        for name in ("handed_over_at", "delivered_at")
    )


@pytest.mark.parametrize(
    ("hours", "gazetteer", "kept"),
    [(2.0, ENDS, False), (20.0, ENDS, True), (2.0, Gazetteer({}), False), (4.0, Gazetteer({}), True)],
)
def test_only_what_can_be_is_kept(hours: float, gazetteer: Gazetteer, kept: bool) -> None:
    parcels = without_impossible(check_history(poisoned(hours)).parcels, gazetteer)
    there = parcels.filter(pl.col("dest_postcode") == "94103")
    assert there["delivered_at"].is_not_null().all() is kept
    assert (there["flags"] == FLAG).any() is not kept


def test_a_poisoned_lane_is_not_promised_on() -> None:
    model = fit_model(check_history(poisoned(0.2)).parcels, date(2024, 4, 20), ENDS, QUICK)
    parcel = made_up_history(parcels=1)["ordered_at"].dt.replace_time_zone("America/New_York")[0]
    told = forecast(model, Question("US", "07001", "US", "94103", parcel, carrier="UPS", service="Ground"))
    assert (told.promise - told.start).days >= 4
