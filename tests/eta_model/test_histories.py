"""Whose parcels a model learns from, and what they are called there."""

import pytest
from flask import Flask

from commerce.errors import NotFound
from eta_model import parcel_store
from eta_model.histories import history_of
from tests.builders import make_merchant
from tests.eta_model.test_parcel_store import row
from tests.sample_shop import SHOP

SHARING = {"promise": {"confidence": 0.9, "show": "range", "share_lanes": True}}


def test_a_merchants_services_are_called_as_in_its_file(app: Flask) -> None:
    merchant = make_merchant(**SHOP)
    parcel_store.add(merchant.id, "import", row())
    assert history_of(merchant.id).select("carrier", "service").row(0) == ("UPS", "Ground")


def test_the_pool_holds_only_who_shares_and_names_nobody(app: Flask) -> None:
    for slug, facts in (("acme", SHARING), ("bolt", SHARING), ("private", {})):
        merchant = make_merchant(slug, **facts)
        parcel_store.add(merchant.id, "import", row(shipment_id=f"{slug}-1", origin_id=slug, carrier=slug))
    pooled = history_of(None)
    assert sorted(pooled["carrier"]) == ["acme", "bolt"]
    assert pooled["shipment_id"].n_unique() == 2
    assert not {text for column in ("shipment_id", "origin_id") for text in pooled[column]} & {
        "acme-1",
        "acme",
    }
    assert set(pooled["dest_postcode"]) == {"941"}


def test_where_nobody_shares_the_pool_is_empty(app: Flask) -> None:
    parcel_store.add(make_merchant().id, "import", row())
    assert history_of(None).is_empty()


def test_a_merchant_that_is_gone_has_none(app: Flask) -> None:
    with pytest.raises(NotFound):
        history_of(0)
