"""Offers are made once for what looks alike, and stand as long as nothing could change them."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from commerce import clock, keys
from commerce.database import db
from commerce.models import Merchant
from eta_model.registry import registry
from portal.storefront.kept import Kept
from tests.builders import make_merchant
from tests.eta_model.shop import stored
from tests.portal.calling import ApiClient, api_client
from tests.portal.storefront.shop import SHOP

TUESDAY = datetime(2024, 4, 2, 12, tzinfo=UTC)
PATH = "/v1/delivery-dates"


@pytest.fixture
def merchant(shelf: Path) -> Merchant:
    """A shop with a model of its own."""
    made = make_merchant("acme", **SHOP)
    stored(shelf, made.id)
    registry().forget()
    return made


@pytest.fixture
def page(app: Flask, merchant: Merchant) -> Iterator[ApiClient]:
    with clock.at(TUESDAY):
        yield api_client(app, keys.create(merchant.id, "publishable")[1])


def asked(page: ApiClient, postcode: str, **more: str) -> dict[str, Any]:
    query = {"country": "US", "postcode": postcode} | more
    told: dict[str, Any] = page.get(PATH, query_string=query).json
    return told


def offers_of(app: Flask) -> Kept[Any]:
    kept: Kept[Any] = app.extensions["standing_offers"]
    return kept


@pytest.mark.parametrize(("postcode", "basis"), [("94103", "lane"), ("94199", "lane"), ("59001", "carrier")])
def test_a_postcode_never_seen_is_answered_from_a_wider_place_that_basis_names(
    page: ApiClient, postcode: str, basis: str
) -> None:
    (option,) = asked(page, postcode)["options"]
    assert option["basis"] == basis and option["samples"] >= 10
    assert option["model"].startswith("mdl_")


def test_neighbours_without_history_get_one_offer_and_each_its_quote(app: Flask, page: ApiClient) -> None:
    first, before = asked(page, "94198"), len(offers_of(app))
    second = asked(page, "94197", sku="TEE-L")
    assert len(offers_of(app)) == before
    assert first["options"] == second["options"]
    assert first["quote_id"] != second["quote_id"]
    assert second["destination"] == {"country": "US", "postcode": "94197"}


def test_one_offer_speaks_every_language(app: Flask, page: ApiClient) -> None:
    english, before = asked(page, "94196"), len(offers_of(app))
    japanese = asked(page, "94195", locale="ja")
    assert len(offers_of(app)) == before
    assert english["options"][0]["promise"] == japanese["options"][0]["promise"]
    assert japanese["options"][0]["text"].endswith("お届け")


def test_it_does_not_stand_beyond_the_cut_off(page: ApiClient) -> None:
    with clock.at(TUESDAY.replace(hour=18, minute=59)):
        before = asked(page, "94194")
    with clock.at(TUESDAY.replace(hour=19, minute=1)):
        after = asked(page, "94193")
    assert before["options"][0]["order_by"] == "2024-04-02T15:00:00-04:00"
    assert after["options"][0]["order_by"] == "2024-04-03T15:00:00-04:00"


def test_another_weight_or_time_is_another_offer(app: Flask, page: ApiClient) -> None:
    asked(page, "94192")
    before = len(offers_of(app))
    asked(page, "94192", weight_g="450")
    asked(page, "94192", at=(TUESDAY + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M:%SZ"))
    assert len(offers_of(app)) == before + 2


def test_another_shop_s_offers_are_its_own(page: ApiClient) -> None:
    asked(page, "94191")
    other = make_merchant("bolt", **SHOP)
    told = asked(api_client(page.application, keys.create(other.id, "publishable")[1]), "94191")
    assert told["options"][0]["basis"] == "service_table"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    numbers=st.lists(
        st.integers(501, 99_950) | st.sampled_from((10001, 94103, 94104)), min_size=1, max_size=60
    ),
    sku=st.sampled_from((None, "TEE-M")),
    weight=st.sampled_from((None, 450)),
)
def test_a_batch_says_and_keeps_what_single_questions_do_to_the_last_byte(
    app: Flask, page: ApiClient, numbers: list[int], sku: str | None, weight: int | None
) -> None:
    more = {name: value for name, value in (("sku", sku), ("weight_g", weight)) if value}
    asked = [{"country": "US", "postcode": f"{number:05}", **more} for number in dict.fromkeys(numbers)]
    forget_answers(app)
    single = [page.get(PATH, query_string=question).data for question in asked]
    by_one = kept_quotes(app)
    forget_answers(app)
    batch = page.post(f"{PATH}/batch", json={"requests": asked}).data
    assert unnamed(batch) == unnamed(b'{"data":[' + b",".join(single) + b"]}")
    assert kept_quotes(app) == by_one


def kept_quotes(app: Flask) -> list[tuple[Any, ...]]:
    """All that is stored of the quotes waiting, but for their ids, wherever it is stored; nothing is left."""
    app.extensions["quoting"].flush()
    with db.engine.begin() as connection:
        rows = connection.execute(text(ALL_QUOTES)).all()
        connection.execute(text("TRUNCATE eta_quotes, eta_quote_bodies"))
    return sorted(map(tuple, rows), key=repr)


def forget_answers(app: Flask) -> None:
    for name in ("delivery_dates", "standing_offers", "repeats"):
        app.extensions[name]._kept.clear()
    known = app.extensions.get("eta_registry")
    for serving in filter(None, known._loaded.values()) if known else ():
        serving.model.stages["order"].forecaster.memory._kept.clear()


def unnamed(body: bytes) -> bytes:
    return re.sub(rb"quo_[0-9a-f]{32}", b"quo_", body)


ALL_QUOTES = """
SELECT model, asked_at, country, postcode, sku, weight_g, options FROM eta_quotes
UNION ALL
SELECT model, asked_at, country, q.place, sku, weight_g, CAST(told[q.offer] AS jsonb)
FROM eta_quote_bodies, unnest(ids, places, offers) AS q (id, place, offer)
"""
