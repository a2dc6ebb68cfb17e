"""Asking for delivery dates: what is answered, and what is refused."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from commerce import clock, keys
from commerce.database import db
from commerce.models import Merchant
from eta_model.quotes import place_key
from tests.builders import make_merchant
from tests.portal.calling import ApiClient, api_client
from tests.portal.storefront.shop import GROUND, NEWARK, SHOP

FRIDAY = datetime(2026, 11, 20, 15, tzinfo=UTC)  # ten in the morning in Newark
PATH = "/v1/delivery-dates"


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with clock.at(FRIDAY):
        yield


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return make_merchant("acme", **SHOP)


@pytest.fixture
def page(app: Flask, merchant: Merchant) -> ApiClient:
    """Speaks with a publishable key."""
    return api_client(app, keys.create(merchant.id, "publishable")[1])


def test_a_destination_gets_an_option_per_service_and_location(page: ApiClient) -> None:
    told = page.get(f"{PATH}?country=US&postcode=94103").json
    assert told["destination"] == {"country": "US", "postcode": "94103"}
    assert told["quoted_at"] == "2026-11-20T15:00:00Z"
    assert told["quote_id"].startswith("quo_")
    assert told["options"] == [
        {
            "service": "ground",
            "name": "Standard",
            "carrier": "UPS",
            "location": "NJ1",
            "order_by": "2026-11-20T15:00:00-05:00",
            "ships_on": "2026-11-23",
            "earliest": "2026-11-24",
            "likely": "2026-11-26",
            "latest": "2026-11-28",
            "promise": "2026-11-28",
            "confidence": 0.9,
            "days": {"p50": 6, "p80": 7, "p90": 8, "p95": 8},
            "basis": "service_table",
            "samples": 0,
            "text": "Get it Tue 24 \N{EN DASH} Sat 28 Nov",
            "model": None,
        }
    ]
    assert told["unavailable"] == [{"service": "express", "location": None, "code": "country_not_served"}]


@pytest.mark.parametrize(
    ("show", "locale", "words"),
    [
        ("single", "en", "Get it by Sat 28 Nov"),
        ("single", "ja", "11月28日(土)までにお届け"),
        ("single", "ko", "11월 28일 (토)까지 도착"),
        ("range", "ja", "11月24日(火)〜28日(土)にお届け"),
        ("single", "ja-JP", "11月28日(土)までにお届け"),
        ("single", "fr", "Get it by Sat 28 Nov"),
    ],
)
def test_the_text_speaks_the_asked_language(app: Flask, show: str, locale: str, words: str) -> None:
    shop = make_merchant("bolt", **SHOP, promise={"confidence": 0.9, "show": show})
    page = api_client(app, keys.create(shop.id, "publishable")[1])
    told = page.get(f"{PATH}?country=US&postcode=94103&locale={locale}").json
    assert told["options"][0]["text"] == words


@pytest.mark.parametrize(
    ("query", "pointer", "said"),
    [
        ("", "/country", "Missing"),
        ("country=XX", "/country", "ISO 3166-1"),
        ("country=us", "/country", "ISO 3166-1"),
        ("country=US&postcode=ABC", "/postcode", "such as 94103"),
        ("country=GB&postcode=94103", "/postcode", "such as SW1A 1AA"),
        ("country=FR&postcode=D-10115", "/postcode", "such as 75001"),
        ("country=HK&postcode=--", "/postcode", "Not a postcode of HK"),
        ("country=US&service=pigeon", "/service", "No shipping service"),
        ("country=US&location=MOON", "/location", "No location"),
        ("country=US&weight_g=-1", "/weight_g", "greater than"),
        ("country=US&weight_g=NaN", "/weight_g", "numeric"),
        ("country=US&weight_g=inf", "/weight_g", "numeric"),
        ("country=US&at=2026-11-20", "/at", "RFC 3339"),
        ("country=US&at=2026-11-20T15:00:00", "/at", "RFC 3339"),
        ("country=US&at=2026-11-19T15:00:00Z", "/at", "in the past"),
        ("country=US&at=2027-12-31T15:00:00Z", "/at", "400 days"),
        ("country=US&colour=red", "/colour", "Unknown field"),
    ],
)
def test_a_wrong_question_is_refused_by_name(page: ApiClient, query: str, pointer: str, said: str) -> None:
    answer = page.get(f"{PATH}?{query}")
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]
    assert said in answer.json["errors"][0]["message"]


def test_a_country_that_nobody_ships_to_is_no_fault_of_the_question(page: ApiClient) -> None:
    told = page.get(f"{PATH}?country=FR&postcode=75001").json
    assert told["options"] == []
    assert {why["code"] for why in told["unavailable"]} == {"country_not_served"}


def test_a_shut_shop_offers_nothing(app: Flask) -> None:
    shut = [str((FRIDAY + timedelta(days)).date()) for days in range(30)]
    shop = make_merchant("shut", **SHOP | {"locations": [NEWARK | {"closed_on": shut}]})
    told = api_client(app, keys.create(shop.id, "secret")[1]).get(f"{PATH}?country=US&service=ground").json
    assert told["options"] == []
    assert told["unavailable"] == [{"service": "ground", "location": "NJ1", "code": "location_closed"}]


def test_a_location_without_services_offers_nothing(app: Flask) -> None:
    shop = make_merchant("bare", **SHOP | {"locations": [NEWARK, NEWARK | {"code": "CA1"}]})
    told = api_client(app, keys.create(shop.id, "secret")[1]).get(f"{PATH}?country=US&location=CA1").json
    assert told["options"] == []
    assert {"service": "ground", "location": "CA1", "code": "no_location"} in told["unavailable"]


def test_an_order_placed_later_leaves_later(page: ApiClient) -> None:
    monday = page.get(f"{PATH}?country=US&postcode=94103&at=2026-11-23T16:00:00-05:00").json
    assert monday["options"][0]["order_by"] == "2026-11-24T15:00:00-05:00"
    assert monday["quoted_at"] == "2026-11-20T15:00:00Z"


def test_it_may_be_kept_until_the_cut_off_and_no_longer_than_minutes(page: ApiClient) -> None:
    question = f"{PATH}?country=US&postcode=94103"
    first = page.get(question)
    assert first.headers["Cache-Control"] == "private, max-age=300"
    with clock.at(FRIDAY + timedelta(hours=4, minutes=58)):
        assert page.get(f"{question}&locale=en").headers["Cache-Control"] == "private, max-age=120"


def test_the_same_question_has_the_same_answer_until_the_cut_off(page: ApiClient) -> None:
    question = f"{PATH}?country=US&postcode=94103"
    with clock.at(FRIDAY + timedelta(hours=4, minutes=58)):
        first = page.get(question)
    with clock.at(FRIDAY + timedelta(hours=4, minutes=59)):
        again = page.get(f"{question}&locale=en")
    with clock.at(FRIDAY + timedelta(hours=5, seconds=1)):
        after = page.get(question)
    assert again.json["quote_id"] == first.json["quote_id"]
    assert after.json["quote_id"] != first.json["quote_id"]
    assert after.json["options"][0]["order_by"] == "2026-11-23T15:00:00-05:00"


@pytest.mark.parametrize("sent", ["{}", 'W/"another", W/{}', "*"])
def test_who_has_the_answer_is_told_so(page: ApiClient, sent: str) -> None:
    question = f"{PATH}?country=US&postcode=94103"
    first = page.get(question)
    for query in (question, f"{question}&locale=en", f"{question}&locale=en&locale=en"):
        unchanged = page.get(query, headers={"If-None-Match": sent.format(first.headers["ETag"])})
        assert (unchanged.status_code, unchanged.data) == (304, b"")
        assert unchanged.headers["ETag"] == first.headers["ETag"]


def test_who_has_another_answer_is_told_this_one(page: ApiClient) -> None:
    question = f"{PATH}?country=US&postcode=94103"
    assert page.get(question, headers={"If-None-Match": '"another"'}).status_code == 200


def test_a_batch_has_the_answers_of_single_calls_in_order(page: ApiClient) -> None:
    asked: list[dict[str, Any]] = [
        {"country": "US", "postcode": "94103"},
        {"country": "JP", "postcode": "100-0001", "locale": "ja", "weight_g": 450},
        {"country": "US", "postcode": "94103"},
        {"country": "FR", "postcode": None},
    ]
    told = page.post(f"{PATH}/batch", json={"requests": asked}).json["data"]
    assert [answer["destination"] for answer in told] == [
        {"country": "US", "postcode": "94103"},
        {"country": "JP", "postcode": "100-0001"},
        {"country": "US", "postcode": "94103"},
        {"country": "FR", "postcode": None},
    ]
    assert told[0] == told[2] == page.get(f"{PATH}?country=US&postcode=94103").json


def test_a_postcode_with_its_country_s_letters_is_answered_as_the_bare_one(app: Flask) -> None:
    shop = make_merchant("abroad", **SHOP | {"shipping_services": [GROUND | {"to": ["DE"]}]})
    page = api_client(app, keys.create(shop.id, "publishable")[1])
    single = page.get(f"{PATH}?country=DE&postcode=DE-10115").json
    asked = [{"country": "DE", "postcode": postcode} for postcode in ("10115", "D-10115")]
    told = page.post(f"{PATH}/batch", json={"requests": asked}).json["data"]
    assert [answer["destination"]["postcode"] for answer in (single, *told)] == [
        "DE-10115",
        "10115",
        "D-10115",
    ]
    assert single["options"] == told[0]["options"] == told[1]["options"] != []
    app.extensions["quoting"].flush()
    kept = db.session.scalars(text("SELECT postcode FROM eta_quotes"))
    assert set(kept) == {place_key("DE", "d 10115")} == {"10115"}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"requests": []}, "/requests"),
        ({"requests": [{"country": "US"}] * 1001}, "/requests"),
        ({"requests": [{"country": "US"}, {"country": "XX"}]}, "/requests/1/country"),
        ({"requests": [{"country": "US"}, {"country": "US", "postcode": "?"}]}, "/requests/1/postcode"),
        ({"requests": [{"country": "US", "weight_g": True}]}, "/requests/0/weight_g"),
        (
            {"requests": [{"country": "US", "weight_g": 1}, {"country": "US", "weight_g": True}]},
            "/requests/1/weight_g",
        ),
        ({"requests": [{"country": "US", "sku": ["TEE-M"]}]}, "/requests/0/sku"),
        ({"requests": [{"country": "US", "postcode": 94103}]}, "/requests/0/postcode"),
        ({"requests": [{"country": "US", "size": "L"}]}, "/requests/0/size"),
        ({"requests": ["US"]}, "/requests/0"),
        ({"requests": None}, "/requests"),
        ({}, "/requests"),
        ({"requests": [{"country": "US"}], "all": True}, "/all"),
    ],
)
def test_a_wrong_batch_is_refused_as_a_whole(page: ApiClient, body: dict[str, Any], pointer: str) -> None:
    answer = page.post(f"{PATH}/batch", json=body)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == pointer


def test_a_thousand_at_once_are_answered(page: ApiClient) -> None:
    asked = [{"country": "US", "postcode": f"{number:05}"} for number in range(501, 1501)]
    told = page.post(f"{PATH}/batch", json={"requests": asked})
    assert len(told.json["data"]) == 1000


def test_a_publishable_key_reads_dates_and_nothing_else(page: ApiClient) -> None:
    assert page.get("/v1/orders").status_code == 403
    assert page.post(f"{PATH}/batch", json={"requests": [{"country": "US"}]}).status_code == 200


def test_a_secret_key_reads_dates_too(api: ApiClient) -> None:
    assert api.get(f"{PATH}?country=US&postcode=94103").status_code == 200


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer pk_wrong"}, {"Authorization": "Basic x"}])
def test_without_a_good_key_it_is_401(app: Flask, header: dict[str, str]) -> None:
    answer = app.test_client().get(f"{PATH}?country=US", headers=header)
    assert (answer.status_code, answer.json["code"]) == (401, "unauthorized")


def test_quotes_are_kept_to_be_held_against_what_happens(app: Flask, page: ApiClient) -> None:
    told = page.get(f"{PATH}?country=US&postcode=94103&sku=TEE-M").json
    page.get(f"{PATH}?country=FR")
    app.extensions["quoting"].flush()
    rows = db.session.execute(text("SELECT id, postcode, sku, model, options FROM eta_quotes")).all()
    assert [tuple(row[:4]) for row in rows] == [(told["quote_id"], "94103", "TEE-M", None)]
    assert rows[0].options[0]["promise"] == told["options"][0]["promise"]


def test_a_question_about_a_later_order_is_kept_as_of_that_order(app: Flask, page: ApiClient) -> None:
    later = (datetime.now(UTC) + timedelta(days=9)).replace(microsecond=0)
    page.get(f"{PATH}?country=US&postcode=94103&at={later:%Y-%m-%dT%H:%M:%SZ}")
    app.extensions["quoting"].flush()
    assert db.session.scalar(text("SELECT asked_at FROM eta_quotes")) == later
