"""What was said to shoppers is kept once, and nobody's mistake loses the rest."""

from dataclasses import replace
from datetime import UTC, date, datetime

from flask import Flask
from sqlalchemy import text

from commerce.database import db
from eta_model.quotes import TOGETHER, Asked, Option, Quotes, keep, told
from tests.builders import make_merchant
from tests.statements import counted

DAYS = {"p50": 3.0, "p80": 4.0, "p90": 5.0, "p95": 6.5}
OPTION = Option("ground", "UPS", "NJ1", date(2026, 1, 7), date(2026, 1, 5), DAYS, 0.9, "lane")
TOLD, DEARER = told([OPTION]), told([replace(OPTION, service="express")])


def asked(merchant_id: int) -> Asked:
    return Asked(merchant_id, "mdl_1", datetime(2026, 1, 2, 12, tzinfo=UTC), "US", "TEE-M", 180.0)


def one(question: Asked, name: str = "quo_1", place: str = "94103", options: str = TOLD) -> Quotes:
    return Quotes(question, [name], [place], [options])


def test_many_quotes_are_one_statement(app: Flask) -> None:
    question = asked(make_merchant().id)
    with counted() as sent:
        keep([one(question, f"quo_{number}") for number in range(300)])
    assert len(sent) == 1
    assert db.session.scalar(text("SELECT count(*) FROM eta_quotes")) == 300


def test_each_quote_of_a_body_keeps_what_is_its_own(app: Flask) -> None:
    first = asked(make_merchant().id)
    later = first._replace(sku="TEE, L", country="JP", weight_g=None)
    keep([one(first), one(later, "quo_2", ""), one(first, "quo_3", options=DEARER)])
    rows = db.session.execute(
        text("SELECT sku, country, postcode, weight_g, options FROM eta_quotes ORDER BY id")
    )
    assert [(*row[:4], row.options[0]["service"]) for row in rows] == [
        ("TEE-M", "US", "94103", 180.0, "ground"),
        ("TEE, L", "JP", "", None, "ground"),
        ("TEE-M", "US", "94103", 180.0, "express"),
    ]


def test_many_that_differ_by_place_alone_are_one_row_with_each_offer_once(app: Flask) -> None:
    names = [f"quo_{number}" for number in range(TOGETHER)]
    places = ["", *(f"{number:05}" for number in range(501, 500 + TOGETHER))]
    question = asked(make_merchant().id)
    keep([Quotes(question, names, places, [DEARER, *[TOLD] * (TOGETHER - 1)])])
    row = db.session.execute(
        text("SELECT ids, places, offers, told, asked_at, sku, weight_g FROM eta_quote_bodies")
    ).one()
    assert row[:4] == (names, places, [1, *[2] * (TOGETHER - 1)], [DEARER, TOLD])
    assert row[4:] == (question.asked_at, "TEE-M", 180.0)
    assert db.session.scalar(text("SELECT count(*) FROM eta_quotes")) == 0


def test_one_quote_for_anywhere_in_a_country_is_kept(app: Flask) -> None:
    keep([one(asked(make_merchant().id), place="")])
    assert db.session.scalar(text("SELECT postcode FROM eta_quotes")) == ""


def test_a_quote_comes_back_as_it_was_said(app: Flask) -> None:
    keep([one(asked(make_merchant().id))])
    row = db.session.execute(text("SELECT asked_at, country, postcode, options FROM eta_quotes")).one()
    assert row[:3] == (datetime(2026, 1, 2, 12, tzinfo=UTC), "US", "94103")
    assert row[3][0]["promise"] == "2026-01-07" and row[3][0]["days"] == DAYS


def test_again_or_for_a_merchant_that_is_gone_it_is_passed_over(app: Flask) -> None:
    known, names = asked(make_merchant().id), [f"quo_{number}" for number in range(TOGETHER)]
    body = Quotes(known, names, ["94103"] * TOGETHER, [TOLD] * TOGETHER)
    keep([one(known), body])
    gone = known._replace(merchant_id=0)
    keep([one(known), one(known, "quo_2"), one(gone, "quo_3"), body, body._replace(asked=gone)])
    assert list(db.session.scalars(text("SELECT id FROM eta_quotes ORDER BY id"))) == ["quo_1", "quo_2"]
    assert db.session.scalar(text("SELECT count(*) FROM eta_quote_bodies")) == 1


def test_nothing_to_keep_asks_nothing(app: Flask) -> None:
    with counted() as sent:
        keep([])
    assert sent == []
