"""A shopper's return from the order's page to the return's own, over HTTP and without a script."""

import re
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from commerce.clock import now
from commerce.database import db
from commerce.merchants import Known
from commerce.models import Merchant, Order
from returns import stock
from returns.models.requests import Return
from tests.builders import make_line, make_merchant
from tests.returns.racing import at_once
from tests.returns.shop import deliver, open_shop, request

FINAL_SALE = {
    "name": "Final sale",
    "when": {"fact": "line.final_sale", "op": "eq", "value": True},
    "then": {
        "decision": "deny",
        "message": {"en": "Final-sale items can't be returned.", "ja": "セール品は返品できません。"},
    },
}
TEE = {"units.L1": "1", "why.L1": "too_small", "what.L1": "refund", "how.L1": "label"}


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return make_merchant(return_policy={"window": {"days": 30}})


@pytest.fixture
def shop(merchant: Merchant) -> Known:
    return open_shop(merchant, rules=[FINAL_SALE], methods=["label", "in_store"])


@pytest.fixture
def order(shop: Known, merchant: Merchant) -> Order:
    lines = [
        make_line("L1", title="Linen tee", product_id="TEE"),
        make_line("L2", title="Wool hat", sku="HAT", quantity=1, unit_price=1500),
        make_line("L3", title="Last socks", sku="SOCKS", quantity=1, unit_price=500, final_sale=True),
    ]
    return deliver(merchant, "1001", *lines)


def at(client: FlaskClient, order: Order, step: str, **asked: Any) -> str:
    """The form at a step; `asked` are its fields, with `_` for the dot."""
    fields = {name.replace("_", "."): value for name, value in asked.items()}
    return client.get(f"/t/{order.page_token}/return", query_string={"step": step} | fields).text


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def sent(client: FlaskClient, order: Order, fields: dict[str, str], **more: Any) -> Any:
    """Send the last step as it was shown."""
    page = client.get(f"/t/{order.page_token}/return", query_string={"step": "how"} | fields).text
    form = fields | {"once": hidden(page, "once"), "mark": hidden(page, "mark")} | more
    return client.post(f"/t/{order.page_token}/return", data=form)


def made() -> list[Return]:
    return list(db.session.scalars(select(Return), execution_options={"across_merchants": True}))


def test_the_first_step_shows_every_item_and_why_one_cannot_come_back(
    client: FlaskClient, order: Order
) -> None:
    page = at(client, order, "items")
    assert "Linen tee" in page
    assert "You can return this until" in page
    assert "Final-sale items can&#39;t be returned." in page
    assert 'name="units.L3"' not in page


def test_the_policy_speaks_the_visitors_language(client: FlaskClient, order: Order) -> None:
    assert "セール品は返品できません。" in at(client, order, "items", lang="ja")


def test_every_step_carries_what_was_chosen(client: FlaskClient, order: Order) -> None:
    page = at(client, order, "what", units_L1="2", why_L1="too_small")
    assert hidden(page, "units.L1") == "2"
    assert hidden(page, "why.L1") == "too_small"
    assert "$50.00" in page
    assert "$55.00, with a bonus of 10%" in page


def test_a_step_is_not_reached_before_the_one_before_has_its_answers(
    client: FlaskClient, order: Order
) -> None:
    page = at(client, order, "how", units_L1="1", why_L1="too_small")
    assert "What would you like instead?" in page
    assert "Choose what you would like instead." in page


def test_a_variant_in_stock_is_offered_with_its_price_difference(client: FlaskClient, order: Order) -> None:
    merchant_id = order.merchant_id
    fields = {"product_id": "TEE", "currency": "USD"}
    stock.put(merchant_id, "TEE-L", fields | {"available": 3, "variant": "Large", "unit_price": 2700})
    stock.put(merchant_id, "TEE-S", fields | {"available": 0, "variant": "Small", "unit_price": 2500})
    page = at(client, order, "what", units_L1="1", why_L1="too_small")
    assert "Large · $2.00 more" in page
    assert "Small" not in page


def test_what_is_sent_becomes_a_return_with_its_own_page(client: FlaskClient, order: Order) -> None:
    answer = sent(client, order, TEE, **{"note.L1": "Tight at the neck"})
    assert answer.status_code == 303
    line = made()[0].lines[0]
    assert (line.quantity, line.reason, line.resolution, line.method, line.comment) == (
        1,
        "too_small",
        "refund",
        "label",
        "Tight at the neck",
    )
    page = client.get(answer.location).text
    assert "Your return is approved" in page
    assert "$25.00" in page


def test_lines_may_take_different_resolutions_and_methods(client: FlaskClient, order: Order) -> None:
    hat = {"units.L2": "1", "why.L2": "other", "what.L2": "store_credit", "how.L2": "in_store"}
    assert sent(client, order, TEE | hat).status_code == 303
    assert [(line.resolution, line.method) for line in made()[0].lines] == [
        ("refund", "label"),
        ("store_credit", "in_store"),
    ]


def test_a_form_sent_twice_makes_one_return(client: FlaskClient, order: Order) -> None:
    page = at(client, order, "how", **{name.replace(".", "_"): value for name, value in TEE.items()})
    form = TEE | {"once": hidden(page, "once"), "mark": hidden(page, "mark")}
    answers = [client.post(f"/t/{order.page_token}/return", data=form) for _ in range(2)]
    assert answers[0].location == answers[1].location
    assert len(made()) == 1


def test_a_form_sent_by_two_impatient_fingers_makes_one_return(app: Flask, order: Order) -> None:
    token, client = order.page_token, app.test_client()
    page = at(client, order, "how", **{name.replace(".", "_"): value for name, value in TEE.items()})
    form = TEE | {"once": hidden(page, "once"), "mark": hidden(page, "mark")}
    press = [lambda: app.test_client().post(f"/t/{token}/return", data=form).location] * 4
    assert len(set(at_once(app, *press))) == 1
    assert len(made()) == 1


def test_an_amount_that_was_never_shown_is_shown_before_anything_is_made(
    client: FlaskClient, order: Order
) -> None:
    answer = sent(client, order, TEE, mark="1.0.0")
    assert (answer.status_code, made()) == (409, [])
    assert "The amounts have changed." in answer.text


@pytest.mark.parametrize(
    "change", [{"once": ""}, {"how.L1": "pigeon"}, {"units.L1": "9"}, {"note.L1": "x" * 501}], ids=str
)
def test_a_form_that_says_something_else_makes_nothing(
    client: FlaskClient, order: Order, change: dict[str, str]
) -> None:
    answer = sent(client, order, TEE, **change)
    assert (answer.status_code, made()) == (422, [])
    assert 'role="alert"' in answer.text


def test_the_last_unit_is_not_returned_twice(client: FlaskClient, shop: Known, order: Order) -> None:
    request(shop, {"id": "L1", "quantity": 2, "reason": "other", "resolution": "refund"})
    page = at(client, order, "items")
    assert "This item is already being returned." in page
    assert f"/r/{made()[0].page_token}" in page


@pytest.fixture
def broken(merchant: Merchant, order: Order) -> Order:
    """An order under a policy that wants to see what is broken."""
    open_shop(merchant, require_photo_for=["damaged"])
    return deliver(merchant, "1002", placed_at=now())


BROKEN = TEE | {"why.L1": "damaged"}


def picture(**more: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG", **more)
    return out.getvalue()


def test_a_photo_that_is_required_is_asked_for(client: FlaskClient, broken: Order) -> None:
    answer = sent(client, broken, BROKEN)
    assert (answer.status_code, made()) == (422, [])
    assert "For this reason we need a photo." in answer.text


def test_a_photo_is_kept_without_what_the_camera_wrote_in_it(client: FlaskClient, broken: Order) -> None:
    exif = Image.Exif()
    exif[0x010E] = "At home, 12 Elm Street"
    body = picture(exif=exif)
    assert b"Elm Street" in body
    answer = sent(client, broken, BROKEN, **{"photo.L1": (BytesIO(body), "tee.jpg")})
    assert answer.status_code == 303
    address = made()[0].lines[0].photos[0].removeprefix("http://waypost.test")
    shown = client.get(address)
    assert shown.content_type == "image/jpeg"
    assert b"Elm Street" not in shown.data
    assert Image.open(BytesIO(shown.data)).size == (40, 30)
    assert client.get(address.replace(broken.page_token, "another")).status_code == 404


@pytest.mark.parametrize(
    "body", [b"<svg/>", b"\xff\xd8\xff", picture()[:200], b"", b"<script>", bytes(40_000_000)], ids=len
)
def test_what_is_no_photo_makes_nothing(client: FlaskClient, broken: Order, body: bytes) -> None:
    answer = sent(client, broken, BROKEN, **{"photo.L1": (BytesIO(body), "tee.jpg")})
    assert (answer.status_code, made()) == (422, [])
    assert "JPEG, PNG or WebP" in answer.text


def test_a_return_is_cancelled_until_it_is_sent(client: FlaskClient, order: Order) -> None:
    address = sent(client, order, TEE).location
    assert "Cancel this return" in client.get(address).text
    assert client.post(address).status_code == 303
    page = client.get(address).text
    assert "This return was cancelled" in page
    assert "Cancel this return" not in page
    assert client.post(address).status_code == 409


def change_of(client: FlaskClient, address: str) -> str:
    """Where the page of a return leads to change it."""
    found = re.search(r'href="([^"]*change=[^"]*)"', client.get(address).text)
    assert found
    return found[1].replace("&amp;", "&")


def test_a_change_begins_with_what_was_chosen(client: FlaskClient, order: Order) -> None:
    form = change_of(client, sent(client, order, TEE | {"units.L1": "2"}).location)
    page = client.get(form).text
    assert '<option value="2" selected>' in page
    assert "Your returns so far" in page
    how = client.get(form + "&step=how").text
    assert hidden(how, "why.L1") == "too_small"
    assert "Save the change" in how


def test_a_changed_return_leads_to_the_one_that_counts(client: FlaskClient, order: Order) -> None:
    old = sent(client, order, TEE).location
    token = old.removeprefix("/r/")
    new = sent(client, order, TEE | {"what.L1": "store_credit", "change": token}).location
    assert new != old
    page = client.get(old).text
    assert "This return was changed" in page
    assert f'href="{new}"' in page
    assert "Cancel this return" not in page
    assert "Store credit" in client.get(new).text
    answer = client.get(f"/t/{order.page_token}/return", query_string={"change": token})
    assert answer.status_code == 409
    assert "This return can’t be changed any more." in answer.text


def test_a_change_keeps_what_was_written_and_photographed(client: FlaskClient, broken: Order) -> None:
    fields = {"photo.L1": (BytesIO(picture()), "tee.jpg"), "note.L1": "A hole"}
    old = sent(client, broken, BROKEN, **fields).location
    change = BROKEN | {"change": old.removeprefix("/r/"), "what.L1": "store_credit"}
    page = client.get(f"/t/{broken.page_token}/return", query_string={"step": "how"} | change).text
    assert ">A hole</textarea>" in page
    assert "multiple required" not in page
    assert sent(client, broken, change).status_code == 303
    assert made()[1].lines[0].photos == made()[0].lines[0].photos != []


def test_a_return_is_changed_from_its_own_order_alone(
    client: FlaskClient, order: Order, merchant: Merchant
) -> None:
    other = deliver(merchant, "1002")
    token = sent(client, order, TEE).location.removeprefix("/r/")
    assert client.get(f"/t/{other.page_token}/return", query_string={"change": token}).status_code == 404


def test_unknown_addresses_are_not_found(client: FlaskClient, order: Order) -> None:
    for address in ("/t/nobody/return", "/r/nobody", "/r/caf%C3%A9", "/t/%00/return"):
        assert client.get(address).status_code == 404, address


def test_the_pages_are_as_private_as_the_tracking_page(client: FlaskClient, order: Order) -> None:
    headers = client.get(f"/t/{order.page_token}/return").headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors" in headers["Content-Security-Policy"]


def test_who_sends_without_end_must_wait(client: FlaskClient, order: Order) -> None:
    answers = [client.post(f"/t/{order.page_token}/return") for _ in range(21)]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_the_tracking_page_leads_to_the_form_once_something_was_sent(
    client: FlaskClient, order: Order
) -> None:
    assert f'href="/t/{order.page_token}/return"' in client.get(f"/t/{order.page_token}").text
