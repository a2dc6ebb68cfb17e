"""Withdrawing from a contract over HTTP, without a script: two steps, once, and for as long as the law says."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from commerce.clock import now
from commerce.database import db
from commerce.merchants import Known
from commerce.models import Merchant, Order
from returns import requests
from returns.models.requests import Return
from returns.models.withdrawals import Withdrawal
from tests.builders import make_line, make_merchant
from tests.returns.racing import at_once
from tests.returns.shop import ask, open_shop
from tests.returns.withdrawal.shop import delivered, pack, waiting, withdraw

FRESH = {"code": "perishable", "tags": ["fresh"], "skus": [], "product_types": [], "collections": []}
SEALED = FRESH | {"code": "hygiene_seal", "tags": ["sealed"]}
HERE = "Withdraw from contract here"


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    section = {"days": 14, "return_cost": None, "exceptions": [FRESH, SEALED]}
    return make_merchant(withdrawal=section, return_policy={"window": {"days": 30}})


@pytest.fixture
def shop(merchant: Merchant) -> Known:
    return open_shop(merchant)


@pytest.fixture
def order(shop: Known, merchant: Merchant) -> Order:
    """Two tees of which one was sent, sealed cream, and a cake."""
    lines = [
        make_line("L1", title="Linen tee"),
        make_line("L2", title="Night cream", quantity=1, unit_price=1200, tags=["sealed"]),
        make_line("L3", title="Plum cake", quantity=1, unit_price=900, tags=["fresh"]),
    ]
    made = waiting(merchant, "1001", *lines)
    pack(made, L1=1)
    return made


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def stated(client: FlaskClient, order: Order, **units: str) -> Any:
    """Send the statement; everything is chosen unless told otherwise."""
    chosen = {f"units.{line}": count for line, count in (units or {"L1": "2", "L2": "1"}).items()}
    form = {"chosen": "1", "name": "Ada L", "email": "ada@example.com"} | chosen
    return client.post(f"/t/{order.page_token}/withdraw", data=form)


def confirm(client: FlaskClient, order: Order, page: str) -> Any:
    """Press the button of the second step as it was shown."""
    form = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page.split("</form>")[0]))
    return client.post(f"/t/{order.page_token}/withdraw", data=form)


def made() -> list[Withdrawal]:
    return list(db.session.scalars(select(Withdrawal).where(Withdrawal.order_number == "1001")))


def mine(shop: Known) -> list[Withdrawal]:
    return list(db.session.scalars(select(Withdrawal).where(Withdrawal.merchant_id == shop.id)))


def test_everything_is_chosen_and_who_ordered_is_filled_in(client: FlaskClient, order: Order) -> None:
    page = client.get(f"/t/{order.page_token}/withdraw").text
    assert '<option value="2" selected>2</option>' in page
    assert 'name="units.L2" value="1" checked' in page
    assert 'value="Ada L"' in page and 'value="ada@example.com"' in page
    assert "until 14 days after your last parcel has arrived. You need give no reason." in page


def test_what_the_law_excepts_stays_visible_with_its_reason(client: FlaskClient, order: Order) -> None:
    page = client.get(f"/t/{order.page_token}/withdraw").text
    assert "Plum cake" in page and 'name="units.L3"' not in page
    assert "This spoils or expires quickly" in page
    assert "only as long as its seal is unbroken" in page


def test_the_second_step_says_what_it_does_and_does_nothing_yet(
    client: FlaskClient, shop: Known, order: Order
) -> None:
    answer = stated(client, order)
    assert answer.status_code == 200
    for said in (
        "I withdraw from the contract for these items of my order 1001 at Acme Outfitters.",
        "What has not been sent yet is cancelled.",
        "We pay for sending it back.",
        "$62.00",
        "ada@example.com",
    ):
        assert said in answer.text, said
    assert re.findall(r'<button type="submit" class="button primary">([^<]*)<', answer.text) == [
        "Confirm withdrawal"
    ]
    assert mine(shop) == []


def test_a_confirmed_withdrawal_is_received_with_day_and_time(
    client: FlaskClient, shop: Known, order: Order
) -> None:
    answer = confirm(client, order, stated(client, order).text)
    assert (answer.status_code, answer.location) == (303, f"/t/{order.page_token}/withdraw")
    page = client.get(answer.location).text
    [withdrawal] = mine(shop)
    assert withdrawal.content["statement"].startswith("I withdraw from the contract")
    assert "We have received your withdrawal" in page
    assert re.search(r"\d{1,2}:\d\d", page)
    token = db.session.scalars(select(Return.page_token).where(Return.merchant_id == shop.id)).one()
    assert f'href="/r/{token}"' in page
    assert "more=1" not in page


def test_a_part_may_be_withdrawn_from_and_the_rest_later(
    client: FlaskClient, shop: Known, order: Order
) -> None:
    confirm(client, order, stated(client, order, L1="1").text)
    page = client.get(f"/t/{order.page_token}/withdraw").text
    assert f"/t/{order.page_token}/withdraw?more=1" in page
    rest = client.get(f"/t/{order.page_token}/withdraw?more=1").text
    assert 'name="units.L1" value="1" checked' in rest
    confirm(client, order, stated(client, order, L1="1", L2="1").text)
    assert len(mine(shop)) == 2


def test_a_confirmation_sent_twice_is_one_withdrawal(client: FlaskClient, shop: Known, order: Order) -> None:
    page = stated(client, order).text
    answers = [confirm(client, order, page) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(mine(shop)) == 1


def test_four_impatient_fingers_and_two_tabs_make_one_withdrawal(
    app: Flask, shop: Known, order: Order
) -> None:
    client = app.test_client()
    pages = [stated(client, order).text for _ in range(2)]
    presses = [lambda page=page: confirm(app.test_client(), order, page).status_code for page in pages * 2]
    db.session.expunge(order)
    assert sorted(at_once(app, *presses)) == [303, 303, 409, 409]
    assert len(mine(shop)) == 1


def test_back_keeps_what_was_filled_in(client: FlaskClient, order: Order) -> None:
    page = stated(client, order, L1="1").text
    form = {name: hidden(page, name) for name in ("chosen", "units.L1", "units.L2", "email")}
    back = client.post(f"/t/{order.page_token}/withdraw", data=form | {"name": "Grace", "step": "back"}).text
    assert 'value="Grace"' in back
    assert '<option value="1" selected>1</option>' in back
    assert 'name="units.L2" value="1">' in back


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"units.L1": "0", "units.L2": "0"}, "Choose at least one item."),
        ({"units.L1": "-1"}, "Choose how many."),
        ({"units.L1": "two"}, "Choose how many."),
        ({"units.L1": "3"}, "There are fewer of these left"),
        ({"units.L3": "1"}, "There are fewer of these left"),
        ({"name": " "}, "Please enter your name."),
        ({"name": "x" * 256}, "Please enter your name."),
        ({"email": ""}, "Please enter an email address"),
        ({"email": "ada"}, "Please enter an email address"),
        ({"email": "ada@example.com\r\nBcc: eve@example.com"}, "Please enter an email address"),
        ({"email": "a b@example.com"}, "Please enter an email address"),
    ],
    ids=str,
)
@pytest.mark.parametrize("step", ["", "confirm"])
def test_a_statement_that_cannot_be_meant_is_shown_again(
    client: FlaskClient, shop: Known, order: Order, change: dict[str, str], said: str, step: str
) -> None:
    form = {"chosen": "1", "name": "Ada L", "email": "ada@example.com", "units.L1": "2", "units.L2": "1"}
    form |= {"step": step, "once": "key"} | change
    answer = client.post(f"/t/{order.page_token}/withdraw", data=form)
    assert answer.status_code == 422
    assert said in answer.text and 'role="alert"' in answer.text
    assert mine(shop) == []


def test_a_confirmation_without_its_key_is_shown_once_more(
    client: FlaskClient, shop: Known, order: Order
) -> None:
    page = stated(client, order).text
    answer = confirm(client, order, re.sub(r'name="once" value="[^"]*"', 'name="once" value=""', page))
    assert answer.status_code == 422
    assert "Please confirm once more." in answer.text
    assert mine(shop) == []


def test_a_line_of_another_order_is_not_withdrawn_from(
    client: FlaskClient, shop: Known, order: Order
) -> None:
    assert stated(client, order, L9="1").status_code == 422


def test_units_that_are_coming_back_are_told(client: FlaskClient, shop: Known, merchant: Merchant) -> None:
    order = delivered(merchant, "1002")
    page = stated(client, order, L1="2").text
    requests.create(shop, "1002", [ask()])
    answer = confirm(client, order, page)
    assert answer.status_code == 409
    assert "Some of these items are coming back already." in answer.text


@pytest.mark.parametrize(
    ("days", "country", "status", "said"),
    [
        (40, "DE", 410, "You could withdraw from this contract until"),
        (3, "GB", 404, "a right of consumers in the European Economic Area"),
    ],
)
def test_without_the_right_the_page_says_why_and_leads_to_returns(
    client: FlaskClient, shop: Known, merchant: Merchant, days: int, country: str, status: int, said: str
) -> None:
    order = delivered(merchant, days=days)
    order.ship_to = order.ship_to | {"country": country}
    db.session.commit()
    form = {
        "chosen": "1",
        "units.L1": "1",
        "name": "Ada",
        "email": "a@b.test",
        "step": "confirm",
        "once": "k",
    }
    for answer in (
        client.get(f"/t/{order.page_token}/withdraw"),
        client.post(f"/t/{order.page_token}/withdraw", data=form),
    ):
        assert answer.status_code == status
        assert said in answer.text
        assert f'href="/t/{order.page_token}/return"' in answer.text
    assert mine(shop) == []


def test_an_order_of_excepted_things_alone_says_so(
    client: FlaskClient, shop: Known, merchant: Merchant
) -> None:
    order = waiting(merchant, "1002", make_line(title="Plum cake", tags=["fresh"]))
    answer = client.get(f"/t/{order.page_token}/withdraw")
    assert answer.status_code == 404
    assert "Plum cake" in answer.text and "This spoils or expires quickly" in answer.text
    assert HERE not in client.get(f"/t/{order.page_token}").text


def test_a_cancelled_order_has_nothing_left(client: FlaskClient, shop: Known, merchant: Merchant) -> None:
    order = waiting(merchant, cancelled_at=now())
    answer = client.get(f"/t/{order.page_token}/withdraw")
    assert answer.status_code == 200
    assert "There is nothing left to withdraw from" in answer.text
    assert HERE not in client.get(f"/t/{order.page_token}").text


def test_unknown_addresses_are_not_found(client: FlaskClient, app: Flask) -> None:
    for address in ("/t/nobody/withdraw", "/t/%00/withdraw", "/t/caf%C3%A9/withdraw"):
        assert client.get(address).status_code == 404, address


@pytest.mark.parametrize(
    ("locale", "here", "confirm_button"),
    [
        ("en", HERE, "Confirm withdrawal"),
        ("ja", "ここで契約を撤回する", "撤回を確定する"),
        ("ko", "여기에서 계약 철회하기", "철회 확정"),
    ],
)
def test_the_two_labels_of_the_law_stand_in_every_language(
    client: FlaskClient, order: Order, locale: str, here: str, confirm_button: str
) -> None:
    assert here in client.get(f"/t/{order.page_token}?lang={locale}").text
    form = {"chosen": "1", "name": "Ada", "email": "ada@example.com", "units.L1": "1"}
    page = client.post(f"/t/{order.page_token}/withdraw?lang={locale}", data=form).text
    assert f">{confirm_button}</button>" in page
    assert f'action="/t/{order.page_token}/withdraw?lang={locale}"' in page


def test_the_pages_are_private(client: FlaskClient, order: Order) -> None:
    headers = client.get(f"/t/{order.page_token}/withdraw").headers
    assert (headers["Referrer-Policy"], headers["X-Robots-Tag"]) == ("no-referrer", "noindex")


def test_who_confirms_without_end_must_wait(client: FlaskClient, order: Order) -> None:
    form = {"chosen": "1", "units.L1": "2", "name": "Ada", "email": "a@b.test", "step": "confirm"}
    answers = [client.post(f"/t/{order.page_token}/withdraw", data=form) for _ in range(21)]
    assert answers[-1].status_code == 429
    assert client.get(f"/t/{order.page_token}/withdraw").status_code == 200


def test_every_page_of_the_order_leads_there_for_the_whole_period(
    client: FlaskClient, shop: Known, merchant: Merchant
) -> None:
    for number, days, stands in (("1001", 3, True), ("1002", 40, False)):
        order = delivered(merchant, number, days=days)
        token = order.page_token
        back = requests.create(shop, number, [ask()], override={"by": "mina", "reason": "kind"}).page_token
        for address in (f"/t/{token}", f"/t/{token}/return", f"/r/{back}"):
            assert (f'href="/t/{token}/withdraw"' in client.get(address).text) is stands, address


def test_a_shop_without_returns_has_the_button_too(client: FlaskClient, app: Flask) -> None:
    merchant = make_merchant("other")
    order = waiting(merchant)
    assert HERE in client.get(f"/t/{order.page_token}").text


def test_what_was_withdrawn_from_is_not_waited_for_any_more(
    client: FlaskClient, shop: Known, merchant: Merchant
) -> None:
    order = waiting(merchant)
    assert "Tee" in client.get(f"/t/{order.page_token}").text
    withdraw(shop, L1=2)
    page = client.get(f"/t/{order.page_token}").text
    assert "cancelled" in page and "Tee" not in page


def test_its_return_can_neither_be_cancelled_nor_changed_by_the_shopper(
    client: FlaskClient, shop: Known, merchant: Merchant
) -> None:
    delivered(merchant)
    withdraw(shop)
    made = db.session.scalars(select(Return).where(Return.merchant_id == shop.id)).one()
    address = f"/r/{made.page_token}"
    page = client.get(address).text
    assert "Please send it by" in page
    assert "Cancel this return" not in page and "Change this return" not in page
    assert client.post(address).status_code == 409


def test_whoever_got_a_gift_does_not_see_the_buyers_contract(
    client: FlaskClient, shop: Known, merchant: Merchant
) -> None:
    order = delivered(merchant, "1001", make_line(gift=True))
    back = requests.create(shop, "1001", [ask(resolution="store_credit")], is_gift=True)
    page = client.get(f"/r/{back.page_token}").text
    assert HERE not in page and order.page_token not in page


def test_japanese_puts_no_space_between_two_sentences(client: FlaskClient, order: Order) -> None:
    assert (
        "撤回できます。理由は必要ありません。" in client.get(f"/t/{order.page_token}/withdraw?lang=ja").text
    )


def test_sealed_goods_that_come_back_say_so_and_speak_of_no_seal_any_more(
    client: FlaskClient, order: Order
) -> None:
    confirm(client, order, stated(client, order, L2="1").text)
    page = client.get(f"/t/{order.page_token}/withdraw?more=1").text
    assert "This is coming back already, or was cancelled." in page and "seal is unbroken" not in page
