"""How a delivery went, told over HTTP and without a script."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from commerce import clock
from commerce.clock import now
from commerce.models import Merchant, Order
from notifications import surveys
from tests.builders import make_merchant, make_order
from tests.returns.shop import deliver
from tracking import intake
from tracking.scans import Scan
from tracking.statuses import Status


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return make_merchant("acme")


@pytest.fixture
def order(merchant: Merchant) -> Order:
    return deliver(merchant)


def page(client: FlaskClient, order: Order, query: str = "") -> str:
    return client.get(f"/t/{order.page_token}/feedback{query}").text


def send(client: FlaskClient, order: Order, **form: str) -> Any:
    return client.post(f"/t/{order.page_token}/feedback", data=form)


def chosen(html: str) -> list[str]:
    return re.findall(r'name="score" value="(\d+)" checked', html)


def test_a_number_from_the_mail_is_chosen_and_nothing_is_written(
    client: FlaskClient, merchant: Merchant, order: Order
) -> None:
    assert chosen(page(client, order)) == []
    assert chosen(page(client, order, "?score=9")) == ["9"]
    assert chosen(page(client, order, "?score=11")) == []
    assert surveys.listed(merchant.id) == []


def test_an_answer_is_kept_and_can_be_changed(client: FlaskClient, merchant: Merchant, order: Order) -> None:
    assert send(client, order, score="9", comment="Quick!").location.endswith("/feedback?saved=1")
    assert send(client, order, score="3", comment="").status_code == 303
    [told] = surveys.listed(merchant.id)
    assert (told.order, told.shipment) == ("1001", "S-1001")
    assert (told.feedback.score, told.feedback.comment, told.feedback.locale) == (3, None, "en")
    assert chosen(page(client, order)) == ["3"]


def test_after_a_week_an_answer_stays_as_it_is(client: FlaskClient, merchant: Merchant, order: Order) -> None:
    send(client, order, score="9")
    with clock.at(now() + timedelta(days=8)):
        assert 'type="radio"' not in page(client, order)
        assert send(client, order, score="1").status_code == 422
    assert [told.feedback.score for told in surveys.listed(merchant.id)] == [9]


@pytest.mark.parametrize("form", [{}, {"score": "11"}, {"score": "x"}, {"score": "5", "comment": "x" * 9000}])
def test_what_is_no_answer_is_asked_again(
    client: FlaskClient, merchant: Merchant, order: Order, form: dict[str, str]
) -> None:
    answer = send(client, order, **form)
    assert answer.status_code == 422 and 'role="alert"' in answer.text
    assert surveys.listed(merchant.id) == []


def test_before_a_delivery_nothing_is_asked(client: FlaskClient, merchant: Merchant) -> None:
    order = make_order(merchant)
    assert "Nothing of this order has been delivered" in page(client, order)
    assert send(client, order, score="5").status_code == 422


def test_a_comment_is_no_markup(client: FlaskClient, order: Order) -> None:
    send(client, order, score="0", comment="</textarea><script>alert(1)</script>")
    assert "<script>alert" not in page(client, order)


def test_the_tracking_page_asks_once_something_is_delivered(
    client: FlaskClient, merchant: Merchant, order: Order
) -> None:
    waiting = make_order(merchant, "1002")
    scan = Scan(now() - timedelta(days=3), Status.DELIVERED, None, "Delivered", None, "test")
    intake.take(merchant.id, f"shp:{order.id}:S-1001", [scan])
    assert f"/t/{order.page_token}/feedback" in client.get(f"/t/{order.page_token}").text
    other = client.get(f"/t/{waiting.page_token}").text
    assert "/feedback" not in other and f"/t/{waiting.page_token}/preferences" in other


def test_an_unknown_token_is_not_found(client: FlaskClient, order: Order) -> None:
    assert client.get("/t/nobody/feedback").status_code == 404
