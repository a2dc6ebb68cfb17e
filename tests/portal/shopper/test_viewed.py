"""Views of tracking pages are counted, however they were answered, and nothing about who looked."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from commerce.models import Merchant
from portal.shopper import viewed
from tests.builders import make_merchant, make_order
from tests.commerce.insights.shop import kept


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return make_merchant()


def counts(merchant: Merchant) -> list[int]:
    return [count for count, _ in kept(merchant).values()]


def test_each_view_counts_the_first_and_those_that_find_it_unchanged(
    app: Flask, client: FlaskClient, merchant: Merchant
) -> None:
    path = f"/t/{make_order(merchant).page_token}"
    etag = client.get(path).headers["ETag"]
    assert client.get(path).status_code == 200
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 304
    assert client.get("/t/nothing").status_code == 404
    app.extensions["views"].flush()
    assert counts(merchant) == [3]
    client.get(path)
    app.extensions["views"].flush()
    assert counts(merchant) == [4]


def test_views_wait_while_the_database_is_away(
    app: Flask, merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    views = app.extensions["views"]
    views.seen(merchant.id)

    def away(*_: object) -> None:
        raise OperationalError("insert", None, Exception("gone"))

    with monkeypatch.context() as patched:
        patched.setattr(viewed, "keep", away)
        views.flush()
    assert counts(merchant) == []
    views.flush()
    assert counts(merchant) == [1]


def test_views_of_a_shop_that_is_gone_are_dropped(app: Flask) -> None:
    app.extensions["views"].seen(987654)
    app.extensions["views"].flush()
