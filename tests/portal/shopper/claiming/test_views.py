"""A shopper's report of a parcel, over HTTP and without a script."""

import re
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from commerce.database import db
from commerce.merchants import Known
from commerce.models import Merchant, Order
from returns import claims
from returns.models.claims import Claim
from tests.builders import make_line, make_merchant, make_order
from tests.returns.racing import at_once
from tests.returns.shop import deliver, open_shop


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return make_merchant(return_policy={"window": {"days": 30}})


@pytest.fixture
def shop(merchant: Merchant) -> Known:
    return open_shop(merchant, require_photo_for=["damaged"])


@pytest.fixture
def order(shop: Known, merchant: Merchant) -> Order:
    hat = make_line("L2", title="Wool hat", sku="HAT", quantity=1, unit_price=1500)
    return deliver(merchant, "1001", make_line("L1", title="Linen tee"), hat)


def opened(client: FlaskClient, order: Order, **asked: str) -> str:
    return client.get(f"/t/{order.page_token}/claim", query_string=asked).text


def sent(client: FlaskClient, order: Order, about: str, **fields: Any) -> Any:
    found = re.search(r'name="once" value="(\w+)"', opened(client, order, about=about))
    form = {"about": about, "once": found[1] if found else ""} | fields
    return client.post(f"/t/{order.page_token}/claim", data=form)


def picture() -> tuple[BytesIO, str]:
    out = BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG")
    return BytesIO(out.getvalue()), "tee.jpg"


def made() -> list[Claim]:
    return list(db.session.scalars(select(Claim), execution_options={"across_merchants": True}))


def test_what_can_have_happened_to_a_delivered_parcel_is_asked_first(
    client: FlaskClient, order: Order
) -> None:
    page = opened(client, order)
    assert "What happened?" in page
    assert "Linen tee, Wool hat" in page
    assert 'value="not_received.S-1001"' in page
    assert "lost." not in page


def test_a_parcel_that_is_not_there_is_reported_whole(client: FlaskClient, order: Order) -> None:
    assert "We ask the carrier where it was left." in opened(client, order, about="not_received.S-1001")
    answer = sent(client, order, "not_received.S-1001", note="Nobody saw it")
    assert (answer.status_code, answer.location) == (303, f"/t/{order.page_token}/claim")
    [claim] = made()
    assert (claim.kind, claim.shipment, claim.description) == ("not_received", "S-1001", "Nobody saw it")
    assert claim.lines == [{"id": "L1", "quantity": 2}, {"id": "L2", "quantity": 1}]
    assert "We have your report" in opened(client, order)


def test_damage_is_reported_with_its_units_and_a_photo(client: FlaskClient, order: Order) -> None:
    answer = sent(client, order, "damaged.S-1001", **{"units.L1": "1", "photo": picture()})
    assert answer.status_code == 303
    [claim] = made()
    assert claim.lines == [{"id": "L1", "quantity": 1}]
    shown = client.get(claim.photos[0].removeprefix("http://waypost.test"))
    assert shown.content_type == "image/jpeg"


@pytest.mark.parametrize(
    ("about", "fields", "said"),
    [
        ("damaged.S-1001", {}, "Choose at least one item."),
        ("damaged.S-1001", {"units.L1": "1"}, "For this reason we need a photo."),
        ("damaged.S-1001", {"units.L1": "1", "photo": (BytesIO(b"<svg/>"), "x.jpg")}, "JPEG, PNG or WebP"),
        ("wrong_item.S-1001", {"units.L1": "1", "note": "\x00"}, "without unusual characters"),
        ("lost.S-1001", {}, "Choose what happened."),
        ("lost.S-9", {}, "Choose what happened."),
    ],
)
def test_a_report_that_lacks_something_is_shown_again(
    client: FlaskClient, order: Order, about: str, fields: dict[str, Any], said: str
) -> None:
    answer = sent(client, order, about, **fields)
    assert (answer.status_code, made()) == (422, [])
    assert said in answer.text


def test_a_report_sent_twice_is_made_once(app: Flask, client: FlaskClient, order: Order) -> None:
    address = f"/t/{order.page_token}/claim"
    found = re.search(r'name="once" value="(\w+)"', opened(client, order, about="not_received.S-1001"))
    assert found
    form = {"about": "not_received.S-1001", "once": found[1]}
    press = [lambda: app.test_client().post(address, data=form).status_code] * 3
    assert at_once(app, *press) == [303, 303, 303]
    assert len(made()) == 1


def test_what_is_looked_into_is_not_reported_again(client: FlaskClient, order: Order) -> None:
    sent(client, order, "not_received.S-1001")
    answer = sent(client, order, "not_received.S-1001")
    assert (answer.status_code, len(made())) == (409, 1)
    assert "You have reported this already." in answer.text


def test_the_answer_and_the_money_appear_on_the_page(client: FlaskClient, order: Order, shop: Known) -> None:
    sent(client, order, "not_received.S-1001")
    code = made()[0].code
    claims.review(shop.id, code)
    assert "We are looking into it" in opened(client, order)
    claims.approve(shop.id, code, "refund")
    claims.resolve(shop, code)
    page = opened(client, order)
    assert "You get your money back." in page
    assert "$65.00" in page
    assert "Report something else" in page


def test_a_denied_report_says_why(client: FlaskClient, order: Order, shop: Known) -> None:
    sent(client, order, "not_received.S-1001")
    claims.review(shop.id, made()[0].code)
    claims.deny(shop.id, made()[0].code, "It was signed for by your neighbour.")
    assert "It was signed for by your neighbour." in opened(client, order)


def test_an_order_of_which_nothing_was_sent_has_nothing_to_report(
    client: FlaskClient, merchant: Merchant
) -> None:
    assert "Nothing of this order has been sent yet." in opened(client, make_order(merchant, "1002"))


def test_unknown_addresses_are_not_found(client: FlaskClient, order: Order) -> None:
    for address in ("/t/nobody/claim", "/t/caf%C3%A9/claim"):
        assert client.get(address).status_code == 404, address


def test_who_reports_without_end_must_wait(client: FlaskClient, order: Order) -> None:
    answers = [client.post(f"/t/{order.page_token}/claim") for _ in range(21)]
    assert answers[-1].status_code == 429
