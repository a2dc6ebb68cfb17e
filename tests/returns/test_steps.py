"""Every move of a return, allowed or not, and what two at once may do."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from commerce.database import db
from commerce.merchants import Known
from commerce.models import Merchant
from returns import found, requests, steps
from returns.refusals import IllegalMove, UnitsTaken
from returns.statuses import ALLOWED, ALLOWED_WHEN_KEPT, ReturnStatus
from tests.builders import make_line
from tests.returns.racing import at_once
from tests.returns.shop import ask, deliver, open_shop, request

S = ReturnStatus
Step = Callable[[int, str], Any]

STEPS: dict[ReturnStatus, Step] = {
    S.APPROVED: steps.approve,
    S.IN_TRANSIT: steps.ship,
    S.RECEIVED: lambda merchant_id, code: steps.receive(merchant_id, code, None),
    S.COMPLETED: steps.refund,
    S.DECLINED: lambda merchant_id, code: steps.decline(merchant_id, code, "No"),
    S.CANCELLED: steps.cancel,
    S.EXPIRED: steps.expire,
}
WAYS: dict[ReturnStatus, list[ReturnStatus]] = {
    S.REQUESTED: [],
    S.APPROVED: [S.APPROVED],
    S.IN_TRANSIT: [S.APPROVED, S.IN_TRANSIT],
    S.RECEIVED: [S.APPROVED, S.RECEIVED],
    S.COMPLETED: [S.APPROVED, S.RECEIVED, S.COMPLETED],
    S.DECLINED: [S.DECLINED],
    S.CANCELLED: [S.CANCELLED],
    S.EXPIRED: [S.APPROVED, S.EXPIRED],
}


@pytest.mark.parametrize("to", STEPS)
@pytest.mark.parametrize("status", WAYS)
def test_every_pair_of_statuses_is_a_timed_move_or_refused(
    merchant: Merchant, status: ReturnStatus, to: ReturnStatus
) -> None:
    shop = open_shop(merchant)
    deliver(merchant, "1001", make_line(sku="COAT"))
    code = request(shop).code
    for passed in WAYS[status]:
        STEPS[passed](merchant.id, code)
    if to in ALLOWED[status]:
        moved = STEPS[to](merchant.id, code)
        assert moved.status == to
        assert getattr(moved, f"{to}_at") is not None
        return
    with pytest.raises(IllegalMove) as refused:
        STEPS[to](merchant.id, code)
    assert (refused.value.extra["from"], refused.value.extra["to"]) == (status, to)
    assert set(refused.value.extra["allowed"]) == ALLOWED[status]
    assert found.get(merchant.id, code).status == status


@pytest.mark.parametrize("to", STEPS)
def test_what_stays_with_the_shopper_moves_by_its_own_table(merchant: Merchant, to: ReturnStatus) -> None:
    shop = open_shop(merchant, rules=[{"name": "Keep it", "then": {"keep_item": True}}])
    deliver(merchant)
    code = request(shop).code
    if to in ALLOWED_WHEN_KEPT[S.APPROVED]:
        assert STEPS[to](merchant.id, code).status == to
    else:
        with pytest.raises(IllegalMove):
            STEPS[to](merchant.id, code)


@pytest.mark.parametrize("race", range(5))
def test_of_two_that_ask_for_the_last_unit_one_wins(app: Flask, merchant: Merchant, race: int) -> None:
    shop: Known = open_shop(merchant)
    deliver(merchant, "1001", make_line(quantity=1))
    ends = at_once(app, *[lambda: requests.create(shop, "1001", [ask()]).code] * 2)
    assert sorted(type(end) for end in ends if not isinstance(end, str)) == [UnitsTaken]
    assert len(found.listed(merchant.id)) == 1


@pytest.mark.parametrize("race", range(5))
def test_of_two_that_refund_one_pays(app: Flask, merchant: Merchant, race: int) -> None:
    shop = open_shop(merchant)
    deliver(merchant)
    code, owner = request(shop).code, merchant.id
    steps.receive(owner, code, None)
    ends = at_once(app, *[lambda: steps.refund(owner, code).status] * 2)
    assert len([end for end in ends if end == S.COMPLETED]) == 1
    db.session.expire_all()
    assert [refund.amount for refund in found.get(owner, code).refunds] == [2500]
