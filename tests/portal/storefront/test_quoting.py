"""Quotes are in the database soon after they were told, and no burst or outage makes the process swell."""

import logging
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import text

from commerce import database, keys
from commerce.database import db
from eta_model.destinations import destinations
from eta_model.options import Offer
from eta_model.quotes import Option, told
from portal.storefront import quoting
from portal.storefront.answers import Answer
from portal.storefront.asking import Purchase
from portal.storefront.quoting import Given, Quoting
from portal.storefront.standing import Standing
from tests.builders import make_merchant
from tests.eventually import eventually
from tests.portal.calling import api_client
from tests.portal.storefront.shop import SHOP

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
OPTION = Option("ground", "UPS", "NJ1", date(2026, 11, 27), date(2026, 11, 25), {"p50": 5}, 0.9, "lane")
OFFER = Standing(Offer((), ()), NOON.date(), NOON, "mdl_1", told([OPTION]), b"[]")
NOTHING = replace(OFFER, quoted="")
TEE = Purchase("US", None, None, "TEE-M", None, 180.0, "en")


def given(merchant_id: int, names: str, *standing: Standing) -> Given:
    """A quote for each letter, its id."""
    [there] = destinations("US", ["94103"])
    assert there is not None
    offers = standing or [OFFER] * len(names)
    answers = [Answer(name, (TEE, there), offer, b"", b"") for name, offer in zip(names, offers, strict=True)]
    return Given(merchant_id, NOON, answers)


def stored() -> str:
    """The ids in the database, in order."""
    db.session.rollback()
    return "".join(db.session.scalars(text("SELECT id FROM eta_quotes ORDER BY id")))


@pytest.fixture
def slow(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Quoting:
    """One that writes when it is told to, and has little room."""
    monkeypatch.setattr(quoting, "SECONDS", 3600.0)
    monkeypatch.setattr(quoting, "MOST_WAITING", 3)
    return Quoting(app)


def test_a_quote_is_found_by_its_id_soon_after_it_was_told(app: Flask) -> None:
    page = api_client(app, keys.create(make_merchant("acme", **SHOP).id, "publishable")[1])
    told = page.get("/v1/delivery-dates?country=US&postcode=94103").json["quote_id"]
    eventually(lambda: told in stored())


def test_what_offers_nothing_is_not_kept(slow: Quoting) -> None:
    merchant_id = make_merchant().id
    slow.keep(given(merchant_id, "abc", OFFER, NOTHING, OFFER))
    slow.keep(given(merchant_id, "d", NOTHING))
    slow.flush()
    assert stored() == "ac"


def test_where_too_many_wait_whoever_brings_more_has_them_written_first(slow: Quoting) -> None:
    merchant_id = make_merchant().id
    slow.keep(given(merchant_id, "ab"))
    assert stored() == ""
    slow.keep(given(merchant_id, "cde"))
    assert stored() == "ab"
    slow.flush()
    assert stored() == "abcde"


def test_while_the_database_is_away_those_beyond_the_room_are_dropped_and_counted(
    app: Flask, slow: Quoting, caplog: pytest.LogCaptureFixture
) -> None:
    merchant_id = make_merchant().id
    slow._app = Flask("nowhere")
    database.init_app(slow._app, "postgresql://nobody@127.0.0.1:9/nothing", guarded=True)
    slow.keep(given(merchant_id, "abc"))
    with caplog.at_level(logging.WARNING):
        slow.keep(given(merchant_id, "de"))
        assert "3 quotes wait for the database" in caplog.text
        slow._app = app
        slow.flush()
    assert stored() == "abc"
    assert "2 quotes were dropped" in caplog.text
