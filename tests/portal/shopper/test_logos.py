"""Logos: fetched by a job, made small, shown from our own host; a bad one changes nothing."""

import io
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from commerce import outbox, work
from commerce.database import db, transaction
from commerce.models import EventWork, Merchant
from commerce.work import GivenUp
from portal.shopper import logos
from tests.builders import make_merchant, make_order
from tests.tracking.providers.easypost.stand_in import StandIn


def picture(kind: str = "PNG", size: tuple[int, int] = (900, 300)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 90)).save(out, kind)
    return out.getvalue()


def merchant_with(url: str) -> Merchant:
    merchant = make_merchant(brand={"logo_url": url})
    with transaction():
        outbox.emit(merchant.id, "merchant.changed", changed=["brand"], version=1)
    for subscriber, merchant_id, event_id in outbox.relay():
        work.do(subscriber.name, merchant_id, event_id)
    return merchant


def outcome(merchant: Merchant) -> tuple[str, str | None]:
    row = db.session.execute(
        select(EventWork.state, EventWork.error).where(
            EventWork.merchant_id == merchant.id, EventWork.subscriber == "fetch-logo"
        )
    ).one()
    return row.state, row.error


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_logo_is_shown_from_our_own_host(client: FlaskClient, kind: str) -> None:
    with StandIn(200, picture(kind)) as host:
        merchant = merchant_with(f"{host.address}/logo")
    page = client.get(f"/t/{make_order(merchant).page_token}").text
    path = page.partition('src="/brand/')[2].partition('"')[0]
    shown = client.get(f"/brand/{path}")
    with Image.open(io.BytesIO(shown.data)) as image:
        assert (image.format, image.size) == ("PNG", (240, 80))
    assert len(shown.data) < 10_000
    assert host.address not in page


@pytest.mark.parametrize(
    ("status", "body", "state"),
    [
        (200, b"<svg onload='alert(1)'/>", "failed"),
        (200, b"", "failed"),
        (200, b"x" * (logos.MOST_BYTES + 1), "failed"),
        (404, picture(), "failed"),
        (302, picture(), "failed"),
        (503, picture(), "open"),
    ],
)
def test_a_bad_logo_leaves_the_shops_name(client: FlaskClient, status: int, body: bytes, state: str) -> None:
    with StandIn(status, body) as host:
        merchant = merchant_with(f"{host.address}/logo")
    assert outcome(merchant)[0] == state
    page = client.get(f"/t/{make_order(merchant).page_token}").text
    assert "/brand/" not in page
    assert "Acme Outfitters" in page


def test_a_picture_of_too_many_pixels_is_refused(app: Flask) -> None:
    with pytest.raises(GivenUp):
        logos.made_small(picture(size=(5000, 5000)))


def test_in_production_our_own_network_is_not_asked(app: Flask) -> None:
    usual = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(usual, env="production")
    try:
        for url in ("http://127.0.0.1/x", "http://[::1]/x", "http://10.1.2.3/x", "http://169.254.169.254/x"):
            with pytest.raises(GivenUp):
                logos.downloaded(url)
    finally:
        app.config["SETTINGS"] = usual


def test_an_unknown_logo_is_not_there(client: FlaskClient, app: Flask) -> None:
    make_merchant()
    assert client.get("/brand/acme/0123456789abcdef.png").status_code == 404
    assert client.get("/brand/nobody/%00.png").status_code == 404
