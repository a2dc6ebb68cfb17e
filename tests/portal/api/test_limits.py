"""How often a key may ask."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from commerce import keys
from commerce.models import Merchant
from commerce.settings import Settings
from portal.app import create_app
from tests.portal.calling import ApiClient, api_client


@pytest.fixture
def slow_app(app: Flask, config: Settings) -> Iterator[Flask]:
    """The application on the same database, where a key may ask three times an hour."""
    slow = create_app(replace(config, api_limit="3 per hour"))
    with slow.app_context():
        yield slow


@pytest.fixture
def slow_api(slow_app: Flask, merchant: Merchant) -> ApiClient:
    return api_client(slow_app, keys.create(merchant.id, "secret")[1])


def test_every_answer_says_how_much_is_left(slow_api: ApiClient) -> None:
    told = [slow_api.get(path).headers for path in ("/v1/orders", "/v1/orders/unknown", "/v1/orders")]
    assert [headers["RateLimit-Remaining"] for headers in told] == ["2", "1", "0"]
    assert told[0]["RateLimit-Limit"] == "3"
    assert 0 < int(told[0]["RateLimit-Reset"]) <= 3600


def test_beyond_the_limit_is_429_and_says_when_to_ask_again(slow_api: ApiClient) -> None:
    answers = [slow_api.get("/v1/orders") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[3].json["code"] == "rate_limited"
    assert 0 < int(answers[3].headers["Retry-After"]) <= 3600
    assert answers[3].content_type == "application/problem+json"


def test_one_keys_limit_is_not_anothers(slow_app: Flask, slow_api: ApiClient, merchant: Merchant) -> None:
    for _ in range(4):
        slow_api.get("/v1/orders")
    second = api_client(slow_app, keys.create(merchant.id, "secret")[1])
    assert second.get("/v1/orders").status_code == 200


def test_a_wrong_key_counts_against_nobody(slow_app: Flask) -> None:
    stranger = api_client(slow_app, "sk_nobody")
    assert {stranger.get("/v1/orders").status_code for _ in range(5)} == {401}
