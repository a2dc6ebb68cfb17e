"""An address that is wrong is corrected from the order, and nobody's correction goes over another's."""

import pytest
from flask import Flask
from sqlalchemy import text

from commerce import audit, orders
from commerce.database import db
from commerce.models import Merchant
from tests.builders import make_order
from tests.portal.console.policy.conftest import fields_of, send
from tests.portal.console.staffing import Desk, make_user, signed_in

PATH = "/orders/1001/address"


@pytest.fixture(autouse=True)
def order(merchant: Merchant) -> None:
    make_order(merchant, "1001", ship_to={"city": "San Fransisco", "postcode": "94103", "country": "US"})


def ship_to(merchant: Merchant) -> dict[str, str | None]:
    db.session.expire_all()
    found: dict[str, str | None] = orders.get(merchant.id, "1001").ship_to
    return found


def test_what_is_wrong_is_changed_and_written_down(desk: Desk, merchant: Merchant) -> None:
    form = fields_of(desk.get("/orders/1001").text, PATH)
    page = send(desk, PATH, form, city="San Francisco", line1="1 Main St").text
    assert "The address is corrected" in page and "San Francisco" in page
    expected = {"city": "San Francisco", "line1": "1 Main St", "postcode": "94103", "country": "US"}
    assert ship_to(merchant) == expected
    entry = audit.listed(merchant.id)[0]
    assert entry.before == {"city": "San Fransisco", "line1": None}
    assert entry.after == {"city": "San Francisco", "line1": "1 Main St"}
    kinds = db.session.scalars(text("SELECT kind FROM events ORDER BY id")).all()
    assert kinds == ["order.updated"]


def test_a_form_as_it_came_changes_nothing(desk: Desk, merchant: Merchant) -> None:
    before = ship_to(merchant)
    send(desk, PATH, fields_of(desk.get("/orders/1001").text, PATH))
    assert ship_to(merchant) == before and audit.listed(merchant.id) == []


def test_a_country_that_is_none_is_refused(desk: Desk, merchant: Merchant) -> None:
    form = fields_of(desk.get("/orders/1001").text, PATH)
    assert "two letters" in send(desk, PATH, form, country="USA").text
    assert ship_to(merchant)["country"] == "US"


def test_who_corrects_over_a_colleague_is_told(app: Flask, desk: Desk, merchant: Merchant) -> None:
    mine = fields_of(desk.get("/orders/1001").text, PATH)
    other = signed_in(app, make_user(merchant, "agent"))
    send(other, PATH, fields_of(other.get("/orders/1001").text, PATH), city="Oakland")
    assert "Somebody changed this meanwhile" in send(desk, PATH, mine, city="Berkeley").text
    assert ship_to(merchant)["city"] == "Oakland"
