"""The way back on a return's page: places, the code that staff scan, the number of the shopper's own parcel."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from commerce.database import db
from commerce.merchants import Known
from commerce.models import Merchant
from returns import found
from returns.models.requests import Return
from tests.builders import make_line, make_merchant
from tests.portal.console.staffing import make_user, signed_in
from tests.returns.shop import ask, deliver, open_shop, request
from tests.returns.test_places import LOCKER, STORE
from tracking import shipments

UPS = "1Z999AA10123456784"
DOCK = STORE | {"code": "NJ1", "kind": "warehouse", "address": {"line1": "5 Dock Rd", "city": "Avenel"}}
WAYS = ["in_store", "drop_off", "qr_code", "own_carrier", "label"]


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return make_merchant(locations=[DOCK, STORE, LOCKER], return_policy={"window": {"days": 30}})


@pytest.fixture
def shop(merchant: Merchant) -> Known:
    deliver(merchant, "1001", make_line(quantity=5))
    return open_shop(merchant, methods=WAYS)


def page(client: FlaskClient, made: Return, **query: str) -> str:
    return client.get(f"/r/{made.page_token}", query_string=query).text


def tell(
    client: FlaskClient, made: Return, number: str, carrier: str = "", lang: str = "en"
) -> tuple[int, str]:
    form = {"number": number, "carrier": carrier}
    answer = client.post(f"/r/{made.page_token}/parcel?lang={lang}", data=form)
    return answer.status_code, answer.text


def test_the_form_tells_where_it_can_be_brought_before_it_is_chosen(
    client: FlaskClient, shop: Known, merchant: Merchant
) -> None:
    order = found.listed(shop.id)[0].order if found.listed(shop.id) else None
    assert order is None
    token = request(shop, ask(method="label")).order.page_token
    fields = {"step": "how", "units.L1": "1", "why.L1": "too_small", "what.L1": "refund"}
    form = client.get(f"/t/{token}/return", query_string=fields).text
    assert form.count("1 Broad Way") == 3  # the store, and it and the locker as drop-off points


@pytest.mark.parametrize(("method", "told"), [("in_store", 1), ("drop_off", 2), ("qr_code", 2), ("label", 0)])
def test_the_page_lists_the_places_of_the_method(
    client: FlaskClient, shop: Known, method: str, told: int
) -> None:
    shown = page(client, request(shop, ask(method=method)))
    assert shown.count("1 Broad Way") == told
    assert ("Mon–Sat 10–19" in shown) is bool(told)


@pytest.mark.parametrize("method", ["in_store", "drop_off", "qr_code"])
def test_the_code_leads_staff_to_the_return(
    app: Flask, client: FlaskClient, shop: Known, merchant: Merchant, method: str
) -> None:
    made = request(shop, ask(method=method))
    shown = page(client, made)
    assert '<svg viewBox="' in shown and made.code in shown
    desk = signed_in(app, make_user(merchant, "agent"))
    assert "Take in what arrived" in desk.get(f"/returns/{made.code}").text


@pytest.mark.parametrize("method", ["label", "own_carrier"])
def test_what_a_carrier_brings_has_no_code_of_ours(client: FlaskClient, shop: Known, method: str) -> None:
    assert 'class="code"' not in page(client, request(shop, ask(method=method)))


def test_a_parcel_of_ones_own_is_told_where_to_go(client: FlaskClient, shop: Known) -> None:
    shown = page(client, request(shop, ask(method="own_carrier")))
    assert "5 Dock Rd" in shown and 'name="number"' in shown


def test_its_number_is_taken_and_can_be_changed(client: FlaskClient, shop: Known) -> None:
    made = request(shop, ask(method="own_carrier"))
    assert tell(client, made, "1z 999 aa1 01 2345 6784")[0] == 303
    assert re.search(f'name="number" value="{UPS}"', page(client, made))
    assert tell(client, made, "9400111899223197428490", "USPS")[0] == 303
    db.session.expire_all()
    kept = found.get(shop.id, made.code)
    assert shipments.get(shop.id, kept.own_shipment or "").tracking_number == "9400111899223197428490"


@pytest.mark.parametrize(
    ("number", "lang", "said"),
    [
        ("", "en", "That is not a tracking number."),
        ("<b>hello</b>", "ja", "追跡番号ではないようです。"),
        ("A1B2", "ko", "운송장 번호만으로는"),
        ("\0" * 9, "en", "That is not a tracking number."),
        ("9" * 3000, "en", "That is not a tracking number."),
    ],
)
def test_what_is_no_number_is_said_in_the_shoppers_language_and_nothing_is_kept(
    client: FlaskClient, shop: Known, number: str, lang: str, said: str
) -> None:
    made = request(shop, ask(method="own_carrier"))
    status, shown = tell(client, made, number, lang=lang)
    assert (status, said in shown) == (422, True)
    assert found.get(shop.id, made.code).own_shipment is None


def test_another_ways_return_takes_no_number(client: FlaskClient, shop: Known) -> None:
    status, shown = tell(client, request(shop, ask(method="in_store")), UPS)
    assert (status, "its number can’t be changed" in shown) == (409, True)


@pytest.mark.parametrize(
    ("locale", "country"), [("en", "United States"), ("ja", "アメリカ合衆国"), ("ko", "미국")]
)
def test_an_address_ends_with_the_country_in_the_readers_language(
    client: FlaskClient, shop: Known, locale: str, country: str
) -> None:
    for method in ("in_store", "own_carrier"):
        assert f"<br>{country}" in page(client, request(shop, ask(method=method)), lang=locale)


@pytest.mark.parametrize(
    ("ways", "deadline"),
    [
        (["in_store"], "Hand it in by "),
        (["drop_off"], "Hand it in by "),
        (["own_carrier"], "Send it by "),
        (["in_store", "own_carrier"], "Send it by "),
    ],
)
def test_the_deadline_speaks_of_bringing_what_is_brought_and_of_sending_what_is_sent(
    client: FlaskClient, merchant: Merchant, ways: list[str], deadline: str
) -> None:
    lines = [make_line(f"L{number}", quantity=1) for number, _ in enumerate(ways)]
    deliver(merchant, "1002", *lines)
    shop = open_shop(merchant, methods=WAYS)
    asked = [ask(line.line_id, method=way) for line, way in zip(lines, ways, strict=True)]
    made = request(shop, *asked, number="1002")
    assert re.findall(r"<p>(\w+ it(?: in)? by )", page(client, made)) == [deadline]
