"""A withdrawal: what was not sent is cancelled, what was sent comes back, each unit and each cent once."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from commerce.clock import now
from commerce.database import db
from commerce.errors import AppError, Invalid, NotFound
from commerce.merchants import Known
from commerce.models import Event, Merchant
from returns import changing, expiry, found, requests, steps
from returns.models.money import Refund
from returns.models.requests import Return
from returns.models.withdrawals import Withdrawal
from returns.refusals import NoRightOfWithdrawal, UnitsTaken, Withdrawn
from returns.withdrawal import cancelling
from returns.withdrawal.declaring import Declaration, declare
from tests.builders import make_line, make_merchant
from tests.returns.racing import at_once
from tests.returns.shop import ask, open_shop
from tests.returns.withdrawal.shop import delivered, pack, waiting, withdraw

FRESH = {"code": "perishable", "tags": ["fresh"], "skus": [], "product_types": [], "collections": []}
SEALED = FRESH | {"code": "hygiene_seal", "tags": ["sealed"]}
SECTION: dict[str, Any] = {"days": 14, "return_cost": None, "exceptions": [FRESH, SEALED]}


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return make_merchant(withdrawal=SECTION)


@pytest.fixture
def shop(merchant: Merchant) -> Known:
    return open_shop(merchant, fee=495, restocking_percent=10, methods=["own_carrier", "label"])


def events(kind: str) -> list[dict[str, Any]]:
    rows = select(Event).where(Event.kind == kind)
    return [event.data for event in db.session.scalars(rows, execution_options={"across_merchants": True})]


def test_what_was_sent_comes_back_at_once_approved_and_without_any_fee(
    shop: Known, merchant: Merchant
) -> None:
    delivered(merchant)
    withdrawal = withdraw(shop)
    made = found.get(shop.id, withdrawal.return_code or "")
    [line] = made.lines
    assert (made.status, made.withdrawal, made.refund_on) == ("approved", withdrawal.code, "in_transit")
    assert (line.quantity, line.reason, line.resolution, line.method) == (2, None, "refund", "label")
    assert (line.fee, line.restocking_percent, line.decision) == (0, 0, "allow")
    steps.ship(shop.id, made.code)
    assert steps.refund(shop.id, made.code).refunds[0].amount == 2 * 2500 + 500


def test_what_was_not_sent_is_cancelled_and_paid_for(shop: Known, merchant: Merchant) -> None:
    order = waiting(merchant)
    withdrawal = withdraw(shop)
    db.session.refresh(order)
    assert withdrawal.return_code is None
    assert [line.cancelled_quantity for line in order.lines] == [2]
    assert events("order.units_cancelled") == [
        {"order": "1001", "withdrawal": withdrawal.code, "lines": [{"id": "L1", "quantity": 2}]}
    ]
    assert cancelling.owed(withdrawal) == 2 * 2500 + 500
    cancelling.refund(shop.id, withdrawal.code)
    [refund] = cancelling.refunds_of([withdrawal])[withdrawal.code]
    assert (refund.amount, refund.status, refund.gateway) == (5500, "succeeded", "manual")


def test_of_an_order_half_sent_each_half_goes_its_way(shop: Known, merchant: Merchant) -> None:
    pack(waiting(merchant, "1001", make_line(quantity=3, unit_price=333, tax=1)), L1=2)
    withdrawal = withdraw(shop, L1=3)
    made = found.get(shop.id, withdrawal.return_code or "")
    assert withdrawal.content["lines"][0]["unsent"] == 1
    assert (made.lines[0].quantity, made.lines[0].drawn) == (2, [["S-L1", 2]])
    assert withdrawal.cancelled_share + made.lines[0].share == 3 * 333 + 1
    assert (withdrawal.shipping, made.shipping_refund, cancelling.owed(withdrawal)) == (
        500,
        500,
        withdrawal.cancelled_share,
    )


def test_a_part_is_taken_from_what_was_not_sent_first(shop: Known, merchant: Merchant) -> None:
    pack(waiting(merchant), L1=1)
    assert withdraw(shop, L1=1).return_code is None
    assert withdraw(shop, L1=1).return_code is not None


def test_shipping_is_paid_back_once_with_the_last_of_the_order(shop: Known, merchant: Merchant) -> None:
    waiting(merchant)
    assert [withdraw(shop, L1=1).shipping, withdraw(shop, L1=1).shipping] == [0, 500]


def test_shipping_is_not_paid_back_again_for_units_that_were_freed(shop: Known, merchant: Merchant) -> None:
    pack(waiting(merchant), L1=1)
    first = requests.create(shop, "1001", [ask()], override={"by": "mina", "reason": "kind"})
    assert withdraw(shop, L1=1).shipping == 500
    steps.cancel(shop.id, first.code)
    assert withdraw(shop, L1=1).shipping == 0


def test_everything_it_told_is_written_down(shop: Known, merchant: Merchant) -> None:
    delivered(merchant, "1001", make_line(title="Linen tee"))
    withdrawal = withdraw(shop, L1=1)
    assert withdrawal.content == {
        "statement": "I withdraw from the contract.",
        "last_day": withdrawal.content["last_day"],
        "lines": [{"id": "L1", "title": "Linen tee", "variant": "M", "quantity": 1, "unsent": 0}],
    }
    assert withdrawal.content["last_day"] > now().date().isoformat()
    assert withdrawal.contact and (withdrawal.contact.name, withdrawal.contact.email) == (
        "Ada L",
        "ada@example.com",
    )
    assert events("withdrawal.made") == [{"withdrawal": withdrawal.code, "order": "1001"}]


@pytest.mark.parametrize(
    ("units", "code"),
    [
        ({"L1": 0}, "out_of_range"),
        ({"L1": -1}, "out_of_range"),
        ({"L1": 3}, "out_of_range"),
        ({"L9": 1}, "unknown_line"),
        ({"L2": 1}, "perishable"),
        ({}, "required"),
    ],
    ids=str,
)
def test_what_is_not_there_to_withdraw_from_is_named_and_nothing_is_done(
    shop: Known, merchant: Merchant, units: dict[str, int], code: str
) -> None:
    cake = make_line("L2", quantity=1, tags=["fresh"])
    waiting(merchant, "1001", make_line(), cake)
    with pytest.raises(Invalid) as refused:
        withdraw_exactly(shop, units)
    assert [error["code"] for error in refused.value.errors] == [code]
    assert db.session.scalars(select(Withdrawal).where(Withdrawal.merchant_id == shop.id)).all() == []


def withdraw_exactly(shop: Known, units: dict[str, int]) -> None:
    declare(shop, "1001", Declaration(units, "Ada L", "ada@example.com", "I withdraw.", "en"))


def test_sealed_goods_come_back_and_are_looked_at_before_they_are_paid_for(
    shop: Known, merchant: Merchant
) -> None:
    delivered(merchant, "1001", make_line(tags=["sealed"]))
    assert found.get(shop.id, withdraw(shop).return_code or "").refund_on == "inspected"


@pytest.mark.parametrize(
    ("days", "country", "standing"), [(40, "DE", "over"), (3, "US", "elsewhere"), (3, "GB", "elsewhere")]
)
def test_without_the_right_nothing_is_done(
    shop: Known, merchant: Merchant, days: int, country: str, standing: str
) -> None:
    order = delivered(merchant, days=days)
    order.ship_to = order.ship_to | {"country": country}
    db.session.commit()
    with pytest.raises(NoRightOfWithdrawal) as refused:
        withdraw(shop)
    assert refused.value.extra["standing"] == standing


def test_an_order_that_is_not_there_is_not_found(shop: Known) -> None:
    with pytest.raises(NotFound):
        withdraw(shop, "9999")


def test_units_in_another_return_are_not_withdrawn_from_again(shop: Known, merchant: Merchant) -> None:
    delivered(merchant)
    requests.create(shop, "1001", [ask()])
    with pytest.raises(UnitsTaken):
        withdraw(shop)
    withdraw(shop, L1=1)
    with pytest.raises(UnitsTaken):
        withdraw(shop, L1=1)


def test_units_withdrawn_from_are_not_returned_again(shop: Known, merchant: Merchant) -> None:
    pack(waiting(merchant), L1=1)
    withdraw(shop, L1=1)
    assert requests.create(shop, "1001", [ask()], override={"by": "mina", "reason": "kind"}).lines[
        0
    ].drawn == [["S-L1", 1]]
    with pytest.raises(UnitsTaken):
        requests.create(shop, "1001", [ask()])


def test_of_many_who_withdraw_at_once_one_does(app: Flask, shop: Known, merchant: Merchant) -> None:
    pack(waiting(merchant), L1=1)
    told = at_once(app, *[lambda: withdraw(shop).code] * 4)
    assert sorted(isinstance(one, UnitsTaken) for one in told) == [False, True, True, True]
    made = db.session.scalars(select(Return).where(Return.merchant_id == shop.id)).all()
    assert len(made) == 1
    assert len(events("withdrawal.made")) == 1


def test_of_a_withdrawal_and_a_return_of_the_last_unit_at_once_one_wins(
    app: Flask, shop: Known, merchant: Merchant
) -> None:
    for number in map(str, range(2001, 2006)):
        delivered(merchant, number, make_line(quantity=1))
        told = at_once(
            app,
            lambda number=number: withdraw(shop, number, L1=1).code,  # type: ignore[misc]
            lambda number=number: requests.create(shop, number, [ask()]).code,  # type: ignore[misc]
        )
        assert sum(isinstance(one, AppError) for one in told) == 1


def test_its_return_is_not_changed_into_another(shop: Known, merchant: Merchant) -> None:
    delivered(merchant)
    made = found.get(shop.id, withdraw(shop).return_code or "")
    assert not changing.can_change(made)
    with pytest.raises(Withdrawn):
        changing.change(shop.id, made.code, [ask()])


def test_what_came_back_late_is_still_paid_for(shop: Known, merchant: Merchant) -> None:
    delivered(merchant)
    made = found.get(shop.id, withdraw(shop).return_code or "")
    made.ship_by = now() - timedelta(days=1)
    db.session.commit()
    assert expiry.expire_returns() == 0
    steps.receive(shop.id, made.code, None)
    assert steps.refund(shop.id, made.code).status == "completed"


def test_all_refunds_together_come_to_what_was_paid(shop: Known, merchant: Merchant) -> None:
    lines = (make_line(quantity=3, unit_price=333, tax=7), make_line("L2", quantity=1, unit_price=100, tax=3))
    pack(waiting(merchant, "1001", *lines), L1=2)
    for units in ({"L1": 1}, {"L2": 1}, {"L1": 1}, {"L1": 1}):
        withdrawal = withdraw(shop, **units)
        if withdrawal.return_code:
            steps.receive(shop.id, withdrawal.return_code, None)
            steps.refund(shop.id, withdrawal.return_code)
        else:
            cancelling.refund(shop.id, withdrawal.code)
    paid = db.session.scalars(select(Refund.amount).where(Refund.merchant_id == shop.id)).all()
    assert sum(paid) == 3 * 333 + 7 + 100 + 3 + 500
    assert db.session.scalar(text("SELECT count(*) FROM write_offs")) == 2
