"""The shopper's addresses: who finds a page, what it costs, and when it is sent again."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from commerce import clock
from commerce.database import db
from commerce.models import Merchant, Order
from notifications import order_watch, watching
from portal.shopper.kept import Pages
from tests.builders import make_line, make_merchant, make_order
from tests.portal.storefront.shop import SHOP
from tests.statements import counted
from tracking import intake, parcels, shipments
from tracking.scans import Scan
from tracking.statuses import Status

NUMBER = "1Z999AA10123456784"


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return make_merchant()


@pytest.fixture
def order(merchant: Merchant) -> Order:
    lines = [make_line("L1", title="Linen tee"), make_line("L2", title="Wool socks", quantity=1)]
    order = make_order(merchant, lines=lines)
    fields = {"id": "S1", "tracking_number": NUMBER, "carrier": "UPS", "lines": [{"id": "L1", "quantity": 2}]}
    shipments.create(merchant.id, order, fields)
    return order


def scan(order: Order, status: str, hours_ago: float = 1) -> None:
    at = datetime.now(UTC) - timedelta(hours=hours_ago)
    told = Scan(at, Status(status), None, "Scanned", None, "test")
    intake.take(order.merchant_id, parcels.number_key(NUMBER), [told])


def test_the_page_lists_every_item_shipped_or_not(client: FlaskClient, order: Order) -> None:
    page = client.get(f"/t/{order.page_token}").text
    assert "Linen tee" in page
    assert "Wool socks" in page


def test_a_scan_changes_the_page(client: FlaskClient, order: Order) -> None:
    before = client.get(f"/t/{order.page_token}")
    scan(order, "out_for_delivery")
    after = client.get(f"/t/{order.page_token}")
    assert before.headers["ETag"] != after.headers["ETag"]
    assert before.text != after.text


def test_an_unchanged_page_is_not_sent_again(client: FlaskClient, order: Order) -> None:
    first = client.get(f"/t/{order.page_token}")
    again = client.get(f"/t/{order.page_token}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


def test_every_process_gives_an_equal_page_the_same_etag(
    app: Flask, client: FlaskClient, order: Order
) -> None:
    first = client.get(f"/t/{order.page_token}").headers["ETag"]
    app.extensions["pages"] = Pages()
    assert client.get(f"/t/{order.page_token}").headers["ETag"] == first


def test_a_page_seen_before_costs_one_statement(client: FlaskClient, order: Order) -> None:
    token = order.page_token
    client.get(f"/t/{token}")
    with counted() as statements:
        client.get(f"/t/{token}")
    assert len(statements) == 1


def test_a_first_view_costs_six_statements_at_most(app: Flask, client: FlaskClient, order: Order) -> None:
    app.extensions.pop("merchants", None)
    token = order.page_token
    with counted() as statements:
        client.get(f"/t/{token}")
    assert len(statements) <= 6


def test_a_page_is_made_anew_on_the_next_day(client: FlaskClient, order: Order) -> None:
    client.get(f"/t/{order.page_token}")
    with clock.at(datetime.now(UTC) + timedelta(days=1)), counted() as statements:
        client.get(f"/t/{order.page_token}")
    assert len(statements) > 1


def test_a_token_off_by_one_character_finds_nothing(client: FlaskClient, order: Order) -> None:
    token = order.page_token
    off = ("a" if token[0] != "a" else "b") + token[1:]
    for wrong in (off, token[:-1], token + "a", token.swapcase(), "é" * 22, "a\0b", "%00"):
        answer = client.get(f"/t/{wrong}")
        assert answer.status_code == 404
        assert "Linen" not in answer.text


def test_a_browser_that_takes_gzip_gets_it(client: FlaskClient, order: Order) -> None:
    plain = client.get(f"/t/{order.page_token}")
    small = client.get(f"/t/{order.page_token}", headers={"Accept-Encoding": "gzip, br"})
    assert gzip.decompress(small.data) == plain.data
    assert len(small.data) < 30_000


@pytest.mark.parametrize(
    ("header", "query", "spoken"),
    [
        ("", "", "en"),
        ("ko,en;q=0.5", "", "ko"),
        ("ko", "?lang=ja", "ja"),
        ("fr", "", "en"),
        ("", "?lang=xx", "en"),
    ],
)
def test_the_page_speaks_the_visitors_language(
    client: FlaskClient, order: Order, header: str, query: str, spoken: str
) -> None:
    page = client.get(f"/t/{order.page_token}{query}", headers={"Accept-Language": header}).text
    assert f'lang="{spoken}"' in page


def test_the_orders_own_language_stands_before_the_merchants(client: FlaskClient, merchant: Merchant) -> None:
    order = make_order(merchant, "2002", locale="ja")
    assert 'lang="ja"' in client.get(f"/t/{order.page_token}").text


def test_a_brand_changed_a_moment_ago_shows_at_once(
    client: FlaskClient, merchant: Merchant, order: Order
) -> None:
    client.get(f"/t/{order.page_token}")
    merchant.config = merchant.config | {"name": "Bolt & Sons"}
    merchant.version += 1
    db.session.commit()
    assert "Bolt &amp; Sons" in client.get(f"/t/{order.page_token}").text


def test_nothing_is_loaded_from_another_host(client: FlaskClient, order: Order) -> None:
    policy = client.get(f"/t/{order.page_token}").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy


def test_a_browser_that_refuses_gzip_gets_none(client: FlaskClient, order: Order) -> None:
    answer = client.get(f"/t/{order.page_token}", headers={"Accept-Encoding": "br, gzip;q=0"})
    assert "Content-Encoding" not in answer.headers


def test_the_page_says_what_the_watch_has_found(client: FlaskClient, merchant: Merchant) -> None:
    order = make_order(merchant, "3003")
    silent = {"id": "S3", "carrier": "UPS", "tracking_number": "1Z999AA10123456784", "lines": []}
    with clock.at(datetime.now(UTC) - timedelta(days=30)):
        parcel = shipments.create(merchant.id, order, silent)[0]
    path, news = f"/t/{order.page_token}", "Your parcel has not set off yet"
    assert news not in client.get(path).text
    watching.look_at(merchant.id, parcel.code)
    assert news in client.get(path).text


def test_the_page_says_that_an_order_is_late_to_leave(app: Flask, client: FlaskClient) -> None:
    order = make_order(
        make_merchant("bolt", **SHOP), "4004", placed_at=datetime.now(UTC) - timedelta(days=30)
    )
    order_watch.look_at(order.merchant_id, order.number)
    assert "Your order is late to leave us" in client.get(f"/t/{order.page_token}").text
