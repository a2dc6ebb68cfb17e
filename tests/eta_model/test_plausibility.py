"""A delivery that outruns every aeroplane is not learnt from."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from eta_model.hazard import known_parcels
from eta_model.history import check_history
from eta_model.journeys import journeys_of, ledger_offset
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
NOWHERE = Gazetteer({})


def poisoned(hours: float, waited: float = 0.0) -> pl.DataFrame:
    """A history in which one lane's parcels wait and are then delivered in so many hours."""
    there, handed = pl.col("dest_postcode") == "94103", pl.col("ordered_at") + timedelta(hours=waited)
    return made_up_history(parcels=400).with_columns(
        handed_over_at=pl.when(there).then(handed).otherwise("handed_over_at"),
        delivered_at=pl.when(there).then(handed + timedelta(hours=hours)).otherwise("delivered_at"),
    )


@pytest.mark.parametrize(
    ("hours", "waited", "gazetteer", "kept"),
    [
        (2.0, 0.0, ENDS, False),
        (9.0, 0.0, ENDS, False),
        (20.0, 0.0, ENDS, True),
        (2.0, 0.0, NOWHERE, False),
        (4.0, 0.0, NOWHERE, True),
        (0.1, 30.0, ENDS, False),
        (0.1, 30.0, NOWHERE, False),
        (2.0, 2.0, NOWHERE, True),
    ],
)
def test_only_what_can_be_is_kept(hours: float, waited: float, gazetteer: Gazetteer, kept: bool) -> None:
    parcels = without_impossible(check_history(poisoned(hours, waited)).parcels, gazetteer)
    there = parcels.filter(pl.col("dest_postcode") == "94103")
    assert there["delivered_at"].is_not_null().all() is kept
    assert (there["flags"] == FLAG).any() is not kept
    assert there["doubted_at"].is_null().all() is kept


def test_looked_at_again_they_stay_as_they_are() -> None:
    once = without_impossible(check_history(poisoned(0.2)).parcels, ENDS)
    assert without_impossible(once, ENDS).equals(once)


@pytest.mark.parametrize("waited", [0.0, 30.0])
def test_a_poisoned_lane_is_not_promised_on(waited: float) -> None:
    model = fit_model(check_history(poisoned(0.2, waited)).parcels, date(2024, 4, 20), ENDS, QUICK)
    parcel = made_up_history(parcels=1)["ordered_at"].dt.replace_time_zone("America/New_York")[0]
    told = forecast(model, Question("US", "07001", "US", "94103", parcel, carrier="UPS", service="Ground"))
    assert 4 <= (told.promise - told.start).days <= 14


def test_what_became_of_a_doubtful_parcel_is_not_known_from_its_delivery_on() -> None:
    parcels = without_impossible(check_history(poisoned(0.2, waited=30.0)).parcels, ENDS)
    journeys = journeys_of(parcels, "order", ledger_offset(parcels))
    doubtful = np.flatnonzero((parcels["flags"] == FLAG).to_numpy())
    told = int(journeys.doubted_day[doubtful[3]])
    assert np.isin(doubtful[3], known_parcels(journeys, told, 400))
    assert not np.isin(doubtful[:4], known_parcels(journeys, told + 1, 400)).any()
