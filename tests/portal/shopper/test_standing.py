"""Pages answered before the framework: only those that stand, and in every other case by it."""

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient

from commerce.models import Order
from commerce.statements import Statements
from tests.portal.shopper.test_views import order, scan

__all__ = ["order"]


@pytest.fixture
def path(client: FlaskClient, order: Order) -> str:
    """A page that was seen before, in English."""
    path = f"/t/{order.page_token}"
    client.get(path)
    return path


@pytest.fixture
def framework_asleep(monkeypatch: pytest.MonkeyPatch, app: Flask, path: str) -> None:
    """Let whatever reaches the view from now on be told apart."""
    monkeypatch.setitem(app.view_functions, "shopper.track", lambda token: ("the view", 500))


@pytest.mark.usefixtures("framework_asleep")
def test_a_page_that_stands_is_answered_without_the_view(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.content_length == len(answer.data) > 1000


@pytest.mark.usefixtures("framework_asleep")
def test_a_change_is_the_view_s_to_show(client: FlaskClient, order: Order, path: str) -> None:
    scan(order, "out_for_delivery")
    assert client.get(path).text == "the view"


@pytest.mark.usefixtures("framework_asleep")
@pytest.mark.parametrize(
    ("query", "languages"), [("", "ja"), ("?lang=ko", "")], ids=["another language", "another query"]
)
def test_what_was_not_asked_before_is_the_view_s(
    client: FlaskClient, path: str, query: str, languages: str
) -> None:
    assert client.get(path + query, headers={"Accept-Language": languages}).text == "the view"


@pytest.mark.usefixtures("framework_asleep")
def test_only_reading_is_short(client: FlaskClient, path: str) -> None:
    assert client.head(path).status_code == 500
    assert client.post(path).status_code == 405


@pytest.mark.usefixtures("framework_asleep")
def test_a_database_that_is_away_is_told_by_the_application(
    client: FlaskClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise psycopg.OperationalError("gone")

    monkeypatch.setattr(Statements, "one", away)
    assert client.get(path).text == "the view"


def test_both_ways_give_the_same_answer(client: FlaskClient, order: Order) -> None:
    for sent in ({}, {"Accept-Encoding": "gzip"}, {"If-None-Match": "*"}):
        by_view, short = (client.get(f"/t/{order.page_token}", headers=sent) for _ in range(2))
        assert (by_view.status, by_view.data) == (short.status, short.data)
        assert sorted(by_view.headers) == sorted(short.headers)
