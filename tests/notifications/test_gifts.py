"""What is written of a gift that comes back goes to whoever got it, and says nothing of its buyer or its price."""

import pytest
from flask import Flask

from commerce.merchants import Known
from notifications import gathering, subjects
from notifications.composing import compose
from returns.models.requests import Return
from tests.builders import make_line, make_merchant
from tests.returns.shop import ask, deliver, open_shop, request


@pytest.fixture
def shop(app: Flask) -> Known:
    merchant = make_merchant(return_policy={"window": {"days": 30}})
    shop = open_shop(merchant)
    hat = make_line("L2", title="My own hat", sku="HAT")
    deliver(
        merchant,
        "1001",
        make_line(title="Linen tee", gift=True),
        hat,
        customer={"email": "ada@example.com", "phone": "+14155550100", "name": "Ada L"},
    )
    return shop


def gift(shop: Known, email: str | None) -> Return:
    return request(shop, ask(resolution="store_credit"), is_gift=True, gift_email=email)


@pytest.mark.parametrize("email", ["grace@example.com", None])
def test_it_goes_to_whoever_got_it_or_to_nobody(shop: Known, email: str | None) -> None:
    subject = subjects.find(shop.id, "return", gift(shop, email).code)
    assert subject
    assert (subject.address("email"), subject.address("phone")) == (email, None)


def test_the_buyers_own_returns_are_the_buyers_to_read(shop: Known) -> None:
    subject = subjects.find(shop.id, "return", request(shop, ask("L2")).code)
    assert subject
    assert subject.address("email") == "ada@example.com"
    assert subject.address("phone") == "+14155550100"


@pytest.mark.parametrize("kind", ["return_requested", "return_approved", "return_received", "refund_issued"])
def test_it_names_neither_price_nor_buyer(shop: Known, kind: str) -> None:
    made = gift(shop, "grace@example.com")
    gathered = gathering.facts_of(shop, made.order_id, None, made.id, None, "en", {}, kind=kind)
    said = compose(kind, "email", "en", gathered)
    for text in (said.subject, said.text, said.html):
        assert text
        for secret in ("Ada", "ada@", "My own hat", "/t/", "27.50", "25.00"):
            assert secret not in text
    assert f"/r/{made.page_token}" in said.text
