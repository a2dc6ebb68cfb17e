"""A return is changed until it is handed over: another takes its place, and nothing else is left behind."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from commerce.clock import at, now
from commerce.errors import AppError
from commerce.merchants import Known
from commerce.models import Merchant
from returns import changing, found, past, steps, stock
from returns.asking import outside
from returns.models.requests import Return
from returns.refusals import AlreadyPaid, IllegalMove, NotReturnable
from returns.statuses import ReturnStatus
from tests.builders import make_line
from tests.returns.label_shop import opened, work_off
from tests.returns.providers.easypost_stand_in import StandIn
from tests.returns.racing import at_once
from tests.returns.shop import ask, deliver, open_shop, request

S = ReturnStatus


@pytest.fixture
def shop(merchant: Merchant) -> Known:
    coat = make_line("L2", sku="COAT", quantity=1, unit_price=9000)
    deliver(merchant, "1001", make_line(), coat)
    return open_shop(merchant)


def changed(shop: Known, made: Return, *lines: dict[str, Any]) -> Return:
    return changing.change(shop.id, made.code, list(lines))


def test_another_return_takes_its_place_and_its_units(shop: Known) -> None:
    old = request(shop, ask(quantity=2))
    new = changed(shop, old, ask(quantity=1, reason="other", resolution="store_credit", method="own_carrier"))
    assert (old.status, old.replaced_by, new.status) == (S.CANCELLED, new.code, S.APPROVED)
    line = new.lines[0]
    assert (line.quantity, line.reason, line.resolution, line.method) == (
        1,
        "other",
        "store_credit",
        "own_carrier",
    )
    assert request(shop, ask(quantity=1)).status == S.APPROVED


def test_what_is_added_may_need_a_look_again(shop: Known) -> None:
    assert changed(shop, request(shop), ask(), ask("L2")).status == S.REQUESTED


def test_a_change_that_is_refused_leaves_the_return_as_it_was(shop: Known) -> None:
    old = request(shop, ask(quantity=2))
    with pytest.raises(NotReturnable):
        changed(shop, old, ask(quantity=3))
    again = found.get(shop.id, old.code)
    assert (again.status, again.replaced_by, again.lines[0].quantity) == (S.APPROVED, None, 2)


def test_what_is_asked_for_no_longer_loses_no_window(merchant: Merchant, shop: Known) -> None:
    deliver(merchant, "1002", days=29)
    old = request(shop, ask(quantity=1), number="1002")
    with at(now() + timedelta(days=5)):
        new = changed(shop, old, ask(quantity=1, reason="other"))
        assert (new.requested_at, new.ship_by) == (old.requested_at, old.ship_by)
        with pytest.raises(NotReturnable):
            changed(shop, new, ask(quantity=2))


def test_it_is_judged_as_if_it_had_not_been_asked_for_before(shop: Known) -> None:
    old = request(shop)
    new = changed(shop, old, ask())
    assert new.lines[0].facts == old.lines[0].facts
    assert new.lines[0].share == old.lines[0].share


@pytest.mark.parametrize("step", [steps.ship, lambda owner, code: steps.receive(owner, code, None)])
def test_what_was_handed_over_is_not_changed(shop: Known, step: Any) -> None:
    old = request(shop)
    step(shop.id, old.code)
    with pytest.raises(IllegalMove):
        changed(shop, old, ask())
    assert not changing.can_change(found.get(shop.id, old.code))


def test_what_was_paid_for_is_not_changed(merchant: Merchant) -> None:
    early = open_shop(merchant, refund_on="approved")
    deliver(merchant)
    old = request(early)
    steps.refund(early.id, old.code)
    with pytest.raises(AlreadyPaid):
        changed(early, old, ask(reason="other"))


def test_a_line_that_is_asked_for_twice_is_not_offered_to_be_changed(shop: Known) -> None:
    assert not changing.can_change(request(shop, ask(), ask(reason="other")))


def test_an_exchange_gives_its_stock_back_before_another_is_kept(shop: Known) -> None:
    stock.put(shop.id, "TEE-L", {"available": 1})
    old = request(shop, ask(resolution="exchange", exchange_for={"sku": "TEE-L"}))
    changed(shop, old, ask(resolution="exchange", exchange_for={"sku": "TEE-L"}, reason="other"))
    assert stock.of_sku(shop.id, "TEE-L")[0].reserved == 1


def test_of_two_that_change_a_return_at_once_one_does(app: Flask, shop: Known) -> None:
    owner, code = shop.id, request(shop).code
    answers = at_once(app, *[lambda: changing.change(owner, code, [ask(reason="other")]).code] * 3)
    assert sorted(isinstance(answer, AppError) for answer in answers) == [False, True, True]


def test_a_simulation_sees_what_counts_alone(shop: Known, merchant: Merchant) -> None:
    changed(shop, request(shop), ask(reason="other"))
    since = now() - timedelta(days=9)
    [part] = past.parts(outside, shop.id, since)
    [[case]] = past.cases(outside, shop, since, part)
    assert case.asked
    assert case.asked[0].reason == "other"


@pytest.fixture
def easypost() -> Iterator[StandIn]:
    with StandIn() as server:
        yield server


@pytest.mark.parametrize(
    ("line", "voided"),
    [
        (ask(method="label", reason="other", resolution="store_credit"), False),
        (ask(method="qr_code"), True),
        (ask(quantity=2, method="label"), True),
        (ask(method="own_carrier"), True),
    ],
    ids=str,
)
def test_a_label_stays_while_the_same_travels_the_same_way(
    app: Flask, easypost: StandIn, line: dict[str, Any], voided: bool
) -> None:
    shop = opened(app, easypost.address)
    old = request(shop, ask(method="label"))
    work_off()
    bought = found.get(shop.id, old.code).label
    assert bought
    number = bought.tracking_number
    new = changing.change(shop.id, old.code, [line])
    work_off()
    before, now_has = found.get(shop.id, old.code).label, found.get(shop.id, new.code).label
    if voided:
        assert before
        assert before.status == "voided"
        assert (now_has.status if now_has else None) == (
            None if line["method"] == "own_carrier" else "bought"
        )
    else:
        assert before is None
        assert now_has
        assert (now_has.status, now_has.tracking_number) == ("bought", number)


def test_a_label_that_is_being_bought_is_found_under_the_new_return(app: Flask, easypost: StandIn) -> None:
    shop = opened(app, easypost.address)
    old = request(shop, ask(method="label"))
    easypost.drops.append("buy")
    work_off()
    new = changing.change(shop.id, old.code, [ask(method="label", reason="other")])
    work_off()
    label = found.get(shop.id, new.code).label
    assert label
    assert (label.status, easypost.bought) == ("bought", 1)
