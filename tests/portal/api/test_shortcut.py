"""Questions asked again: the same bytes, without a look into the database, and counted all the same."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from commerce import keys, merchants
from commerce.models import Merchant
from commerce.settings import Settings
from portal.api import shortcut
from portal.app import create_app
from tests.builders import make_merchant
from tests.portal.calling import ApiClient, api_client
from tests.portal.storefront.shop import SHOP
from tests.statements import counted

QUESTION = "/v1/delivery-dates?country=US&postcode=94103"


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return make_merchant("acme", **SHOP)


@pytest.fixture
def page(app: Flask, merchant: Merchant) -> ApiClient:
    return api_client(app, keys.create(merchant.id, "publishable")[1])


@pytest.fixture
def slow_page(app: Flask, config: Settings, merchant: Merchant) -> Iterator[ApiClient]:
    """Speaks to an application where a key may ask three times an hour."""
    slow = create_app(replace(config, api_limit="3 per hour"))
    with slow.app_context():
        yield api_client(slow, keys.create(merchant.id, "publishable")[1])
        slow.extensions["quoting"].flush()


def test_a_warm_process_asks_the_database_nothing(app: Flask, page: ApiClient) -> None:
    first = page.get(QUESTION)
    app.extensions["quoting"].flush()
    with counted() as sent:
        again = page.get(QUESTION)
        other = page.get("/v1/delivery-dates?country=US&postcode=10001")
    assert sent == []
    assert again.data == first.data
    assert other.status_code == 200


def test_an_answer_from_memory_looks_like_the_first(page: ApiClient) -> None:
    first, again = page.get(QUESTION), page.get(QUESTION)
    changing = {"RateLimit-Remaining", "RateLimit-Reset", "Cache-Control"}
    told = [{k: v for k, v in answer.headers.items() if k not in changing} for answer in (first, again)]
    assert told[0] == told[1]
    assert "max-age" in again.headers["Cache-Control"]


def test_repeated_questions_count_against_the_limit(slow_page: ApiClient) -> None:
    answers = [slow_page.get(QUESTION) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert [answer.headers["RateLimit-Remaining"] for answer in answers[:3]] == ["2", "1", "0"]
    assert "Retry-After" in answers[3].headers


def test_a_revoked_key_opens_no_longer_than_the_memory_lasts(
    page: ApiClient, merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shortcut, "SECONDS", 0.0)
    page.get(QUESTION)
    for key in keys.listed(merchant.id):
        keys.revoke(key.id)
    assert page.get(QUESTION).status_code == 401


def test_a_changed_file_is_seen_once_the_memory_is_over(
    page: ApiClient, merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shortcut, "SECONDS", 0.0)
    page.get(QUESTION)
    merchant.config = merchant.config | {"shipping_services": []}
    merchant.version += 1
    make_merchant("another")  # commits
    merchants.forget()
    assert page.get(QUESTION).json["options"] == []
