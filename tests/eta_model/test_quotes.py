"""What was said to shoppers is kept once, and nobody's mistake loses the rest."""

from dataclasses import replace
from datetime import UTC, date, datetime

from flask import Flask
from sqlalchemy import text

from commerce.database import db
from eta_model.quotes import Asked, Option, Quote, keep, told
from tests.builders import make_merchant
from tests.statements import counted

DAYS = {"p50": 3.0, "p80": 4.0, "p90": 5.0, "p95": 6.5}
OPTION = Option("ground", "UPS", "NJ1", date(2026, 1, 7), date(2026, 1, 5), DAYS, 0.9, "lane")


def quote(merchant_id: int, name: str = "quo_1") -> Quote:
    asked = Asked(merchant_id, "mdl_1", datetime(2026, 1, 2, 12, tzinfo=UTC), "US", "TEE-M", 180.0)
    return Quote(name, asked, "94103", told([OPTION]))


def test_many_quotes_are_one_statement(app: Flask) -> None:
    merchant_id = make_merchant().id
    with counted() as sent:
        keep([quote(merchant_id, f"quo_{number}") for number in range(300)])
    assert len(sent) == 1
    assert db.session.scalar(text("SELECT count(*) FROM eta_quotes")) == 300


def test_each_quote_of_a_body_keeps_what_is_its_own(app: Flask) -> None:
    first = quote(make_merchant().id)
    later = first.asked._replace(sku="TEE, L", country="JP", weight_g=None)
    dearer = told([replace(OPTION, service="express")])
    keep(
        [
            first,
            first._replace(id="quo_2", asked=later, postcode=""),
            first._replace(id="quo_3", options=dearer),
        ]
    )
    rows = db.session.execute(
        text("SELECT sku, country, postcode, weight_g, options FROM eta_quotes ORDER BY id")
    )
    assert [(*row[:4], row.options[0]["service"]) for row in rows] == [
        ("TEE-M", "US", "94103", 180.0, "ground"),
        ("TEE, L", "JP", "", None, "ground"),
        ("TEE-M", "US", "94103", 180.0, "express"),
    ]


def test_one_quote_for_anywhere_in_a_country_is_kept(app: Flask) -> None:
    keep([quote(make_merchant().id)._replace(postcode="")])
    assert db.session.scalar(text("SELECT postcode FROM eta_quotes")) == ""


def test_a_quote_comes_back_as_it_was_said(app: Flask) -> None:
    keep([quote(make_merchant().id)])
    row = db.session.execute(text("SELECT asked_at, country, postcode, options FROM eta_quotes")).one()
    assert row[:3] == (datetime(2026, 1, 2, 12, tzinfo=UTC), "US", "94103")
    assert row[3][0]["promise"] == "2026-01-07" and row[3][0]["days"] == DAYS


def test_again_or_for_a_merchant_that_is_gone_it_is_passed_over(app: Flask) -> None:
    known = quote(make_merchant().id)
    keep([known])
    keep([known, known._replace(id="quo_2"), quote(0, "quo_3")])
    assert list(db.session.scalars(text("SELECT id FROM eta_quotes ORDER BY id"))) == ["quo_1", "quo_2"]


def test_nothing_to_keep_asks_nothing(app: Flask) -> None:
    with counted() as sent:
        keep([])
    assert sent == []
