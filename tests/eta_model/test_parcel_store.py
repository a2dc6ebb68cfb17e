"""History goes into the database once, and comes out as the model reads it."""

from datetime import UTC, datetime

import polars as pl
import pytest

from commerce.models import Merchant
from eta_model import parcel_store
from eta_model.history import check_history
from eta_model.parcel_store import Stored
from tests.builders import make_merchant
from tests.eta_model.made_up import made_up_history

FACTS = (
    "shipment_id",
    "ordered_at",
    "handed_over_at",
    "delivered_at",
    "promised_on",
    "weight_g",
    "origin_zone",
)


def row(**facts: object) -> pl.DataFrame:
    plain = {
        "shipment_id": "S1",
        "ordered_at": "2024-01-02T10:00:00Z",
        "delivered_at": None,
        "origin_country": "US",
        "origin_postcode": "07001",
        "dest_country": "US",
        "dest_postcode": "94103",
    }
    return check_history(pl.DataFrame(plain | facts)).parcels


def test_what_comes_out_is_what_went_in(merchant: Merchant) -> None:
    went_in = check_history(made_up_history(200)).parcels
    assert parcel_store.add(merchant.id, "import", went_in) == Stored(200, 0)
    came_out = parcel_store.parcels_of(merchant.id)
    assert came_out.select(FACTS).sort("shipment_id").equals(went_in.select(FACTS).sort("shipment_id"))


def test_the_same_again_adds_nothing(merchant: Merchant) -> None:
    parcels = check_history(made_up_history(50)).parcels
    parcel_store.add(merchant.id, "import", parcels)
    assert parcel_store.add(merchant.id, "import", parcels) == Stored(0, 0)


def test_news_of_a_known_parcel_is_taken_and_never_lost_again(merchant: Merchant) -> None:
    under_way, there = row(), row(delivered_at="2024-01-05T10:00:00Z")
    parcel_store.add(merchant.id, "import", under_way)
    assert parcel_store.add(merchant.id, "import", there) == Stored(0, 1)
    assert parcel_store.add(merchant.id, "import", under_way) == Stored(0, 0)
    assert parcel_store.parcels_of(merchant.id)["delivered_at"].to_list() == [
        datetime(2024, 1, 5, 10, tzinfo=UTC)
    ]


def test_the_shops_own_word_stands_before_an_import(merchant: Merchant) -> None:
    parcel_store.add(merchant.id, "import", row(service="Old"))
    parcel_store.add(merchant.id, "shop", row(service="Ground"))
    assert parcel_store.parcels_of(merchant.id)["service"].to_list() == ["Ground"]


@pytest.mark.parametrize("odd", ['quo"te, and comma', "line\nbreak", "nul\0byte", "配送", "\\N", ""])
def test_odd_texts_do_no_harm(merchant: Merchant, odd: str) -> None:
    parcel_store.add(merchant.id, "import", row(carrier=odd))
    assert parcel_store.parcels_of(merchant.id)["carrier"].to_list() in ([odd.replace("\0", "")], [None])


def test_one_merchant_never_sees_anothers(merchant: Merchant) -> None:
    parcel_store.add(merchant.id, "import", row())
    assert parcel_store.parcels_of(make_merchant("bolt").id).is_empty()


def test_arrivals_are_counted_by_merchant(merchant: Merchant) -> None:
    parcel_store.add(merchant.id, "import", check_history(made_up_history(98)).parcels)
    assert parcel_store.arrivals_by_merchant() == {merchant.id: 96}
