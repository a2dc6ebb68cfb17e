"""Who got a gift exchanges it or has store credit; who bought it gets nothing back and hears nothing."""

import pytest
from flask import Flask
from sqlalchemy import select

from commerce.database import db
from commerce.errors import Invalid, NotFound
from commerce.merchants import Known
from commerce.models import Merchant
from returns import credits, gifts, steps
from returns.models.gifts import GiftCode
from returns.refusals import NotReturnable, TooManyCodes
from tests.builders import make_line
from tests.returns.racing import at_once
from tests.returns.shop import ask, deliver, open_shop, request


@pytest.fixture
def shop(merchant: Merchant) -> Known:
    deliver(merchant, "1001", make_line(gift=True))
    return open_shop(merchant)


def test_a_code_is_found_however_it_is_typed_and_kept_nowhere(shop: Known) -> None:
    code = gifts.make(shop.id, "1001")
    for typed in (code, code.lower(), f" {code} ".replace("-", " ")):
        order = gifts.order_of(typed)
        assert order
        assert order.number == "1001"
    [row] = db.session.scalars(select(GiftCode).where(GiftCode.merchant_id == shop.id))
    assert code not in str(vars(row))


@pytest.mark.parametrize("typed", ["", "AAAAA", "A" * 25, "é" * 25, "A" * 26])
def test_what_was_never_made_leads_nowhere(shop: Known, typed: str) -> None:
    assert gifts.order_of(typed) is None


def test_an_order_has_only_so_many_codes_however_many_ask(app: Flask, shop: Known) -> None:
    owner = shop.id
    for _ in range(gifts.MOST - 1):
        gifts.make(owner, "1001")
    answers = at_once(app, *[lambda: gifts.make(owner, "1001")] * 3)
    assert sorted(isinstance(answer, TooManyCodes) for answer in answers) == [False, True, True]
    with pytest.raises(NotFound):
        gifts.make(owner, "1002")


@pytest.mark.parametrize("resolution", ["refund", None])
@pytest.mark.parametrize("override", [None, {"by": "mina", "reason": "A good client"}])
def test_a_gift_is_never_paid_back(
    shop: Known, resolution: str | None, override: dict[str, str] | None
) -> None:
    with pytest.raises(Invalid) as refusal:
        request(shop, ask(resolution=resolution), is_gift=True, override=override)
    assert refusal.value.errors[0]["pointer"] == "/lines/0/resolution"


def test_what_is_only_paid_back_is_no_gift_to_return(merchant: Merchant) -> None:
    shop = open_shop(merchant, resolutions=["refund"], store_credit_bonus_percent=0)
    deliver(merchant)
    with pytest.raises(NotReturnable) as refusal:
        request(shop, ask(resolution="store_credit"), is_gift=True)
    assert refusal.value.errors[0]["code"] == "no_gift_returns"


def test_the_credit_is_of_whoever_got_the_gift(shop: Known) -> None:
    made = request(shop, ask(resolution="store_credit"), is_gift=True, gift_email="grace@example.com")
    assert made.reader == "grace@example.com"
    steps.receive(shop.id, made.code, None)
    paid = steps.refund(shop.id, made.code).refunds[0]
    assert (paid.kind, paid.amount) == ("store_credit", 2750)
    assert paid.credit_code
    assert credits.get(shop.id, paid.credit_code).email == "grace@example.com"


def test_without_an_address_nobody_is_written_to(shop: Known) -> None:
    assert request(shop, ask(resolution="store_credit"), is_gift=True).reader is None
    assert request(shop).reader == "ada@example.com"
