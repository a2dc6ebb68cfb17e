"""Privacy requests and retention from the console: found, told, erased by owners, kept no longer."""

import io
import json
import re
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from commerce import audit, personal_data, retention, schedule
from commerce.clock import now
from commerce.database import db, transaction
from commerce.models import Merchant, Order
from returns import photos
from tests.builders import make_line, make_order
from tests.portal.console.staffing import Desk, make_user, signed_in
from tests.portal.console.test_brand import known
from tests.portal.console.test_locations import merchant as acme
from tests.returns.shop import deliver
from tracking.models import ForeignMessage

merchant = acme
EMAIL = "ada@example.com"


def test_a_shopper_is_found_and_downloaded_with_their_photos(desk: Desk, merchant: Merchant) -> None:
    order = make_order(merchant)
    with transaction():
        photos.keep(merchant.id, order.id, b"a picture")
    assert "Ada L" in desk.get(f"/privacy?q={EMAIL}").text
    answer = desk.send("/privacy/export", email=EMAIL)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        told = json.loads(archive.read("shopper.json"))
        [photo] = [name for name in archive.namelist() if name.startswith("photos/")]
        assert archive.read(photo) == b"a picture"
    assert told["orders"][0]["orders"][0]["customer"]["name"] == "Ada L"
    assert audit.listed(merchant.id)[0].action == "shopper_exported"


def test_an_orders_day_is_the_shops_own(desk: Desk, merchant: Merchant) -> None:
    make_order(merchant, placed_at=datetime(2025, 3, 5, 2, tzinfo=UTC))
    page = desk.get(f"/privacy?q={EMAIL}").text.replace("\u00a0", " ")
    assert "4 Mar 2025" in page and "5 Mar" not in page


def test_an_owner_erases_whoever_asked(desk: Desk, merchant: Merchant) -> None:
    make_order(merchant)
    desk.send("/privacy/erase", email=EMAIL, sure="yes")
    assert personal_data.find(merchant.id, EMAIL) == []


def test_nothing_is_erased_without_the_tick(desk: Desk, merchant: Merchant) -> None:
    make_order(merchant)
    assert "Tick that you are sure" in desk.send("/privacy/erase", email=EMAIL).text
    assert personal_data.find(merchant.id, EMAIL)


def test_a_manager_does_not_erase(app: Flask, merchant: Merchant) -> None:
    make_order(merchant)
    manager = signed_in(app, make_user(merchant, "manager"))
    assert manager.send("/privacy/erase", email=EMAIL, sure="yes").status_code == 403
    assert "Erase" not in manager.get(f"/privacy?q={EMAIL}").text


def test_an_order_without_an_address_is_its_own_shopper(desk: Desk, merchant: Merchant) -> None:
    make_order(merchant, "1001", customer={"name": "Ada L"}, email=None)
    make_order(merchant, "1002", customer={"name": "Bo D"}, email=None)
    desk.send("/privacy/erase", email="", number="1001", sure="yes")
    assert [one.name for number in ("1001", "1002") for one in personal_data.find(merchant.id, number)] == [
        None,
        "Bo D",
    ]


def test_who_is_not_known_is_not_found(desk: Desk, merchant: Merchant) -> None:
    assert desk.send("/privacy/export", email="nobody@example.com").status_code == 404
    assert "Nobody is known by that" in desk.get("/privacy?q=nobody@example.com").text


def test_pages_of_an_erased_order_still_open(desk: Desk, merchant: Merchant) -> None:
    deliver(merchant, "1001", make_line())
    personal_data.erase(merchant.id, EMAIL, "owner@acme.test")
    for path in ("/orders", "/orders/1001", "/parcels", "/today", "/privacy?q=1001"):
        assert desk.get(path).status_code == 200, path
    [(token,)] = db.session.execute(text("SELECT page_token FROM orders"))
    assert desk.client.get(f"/t/{token}").status_code == 200


def keep(desk: Desk, **days: str) -> tuple[int, str]:
    mark = re.search(r'name="mark" value="(\w+)"', desk.get("/privacy").text)
    assert mark
    answer = desk.send("/privacy/retention", mark=mark[1], **days)
    return answer.status_code, answer.text


def test_how_long_things_are_kept_stands_in_the_file(desk: Desk, merchant: Merchant) -> None:
    keep(desk, shoppers="400", photos="90")
    kept = {"shoppers": 400, "photos": 90, "notices": None, "messages": None}
    assert known().config["retention"] == kept
    assert audit.listed(merchant.id)[0].after == {"shoppers": 400, "photos": 90}


@pytest.mark.parametrize(("kind", "days"), [("shoppers", "90"), ("photos", "7"), ("notices", "soon")])
def test_too_short_a_time_is_refused(desk: Desk, merchant: Merchant, kind: str, days: str) -> None:
    status, said = keep(desk, **{kind: days})
    assert status == 422 and days in said
    assert known().config["retention"][kind] is None


def test_each_night_what_is_too_old_goes_and_the_rest_stays(desk: Desk, merchant: Merchant) -> None:
    keep(desk, shoppers="200", photos="40", messages="40")
    for number, days in (("old", 201), ("new", 199)):
        order = make_order(merchant, number, placed_at=now() - timedelta(days=days))
        with transaction() as session:
            photos.keep(merchant.id, order.id, b"a picture")
            message = {"source": "easypost", "event_key": number, "body": b"{}", "outcome": "done"}
            at = now() - timedelta(days=days - 160)
            session.add(ForeignMessage(merchant_id=merchant.id, received_at=at, **message))
    with transaction() as session:
        session.execute(text("UPDATE return_photos SET created_at = created_at - interval '41 days'"))
    assert retention.keep_no_longer() == 3
    assert personal_data.forget_shoppers() == 1
    names = dict(db.session.execute(text("SELECT number, customer ->> 'name' FROM orders")).all())
    assert names == {"old": None, "new": "Ada L"}
    assert (retention.keep_no_longer(), personal_data.forget_shoppers()) == (0, 0)


def test_a_shop_that_says_nothing_keeps_all(app: Flask, merchant: Merchant) -> None:
    make_order(merchant, placed_at=now() - timedelta(days=4000))
    assert (retention.keep_no_longer(), personal_data.forget_shoppers()) == (0, 0)
    assert db.session.query(Order).filter_by(merchant_id=merchant.id).one().customer["name"] == "Ada L"


def test_both_come_round_each_night() -> None:
    nightly = {name for name, work in schedule.PERIODICS.items() if work.every == timedelta(days=1)}
    assert nightly >= {"keep-no-longer", "forget-shoppers"}
