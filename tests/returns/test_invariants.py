"""Whatever several actors do at once: no unit comes back twice, no refund exceeds what was paid, …"""

from collections import Counter
from collections.abc import Callable
from itertools import count
from typing import Any, NamedTuple

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from commerce.database import db, transaction
from commerce.merchants import Known
from commerce.models import Merchant
from returns import (
    changing,
    claims,
    credits,
    missing,
    own_carrier,
    published,
    requests,
    steps,
    stock,
    write_offs,
)
from returns.asking import outside
from returns.claims import paid_for
from returns.models.money import CreditAccount, CreditEntry, Refund, Replacement
from returns.models.requests import Return, WriteOff
from returns.policy.evaluation import evaluate
from returns.policy_versions import NO_POLICY
from returns.statuses import ALLOWED, FREES_UNITS, ReturnStatus
from returns.withdrawal import cancelling, log
from returns.withdrawal.statute import statutory_policy
from returns.withdrawal.terms import Terms
from tests.builders import make_line
from tests.returns.racing import at_once
from tests.returns.shop import ask, deliver, open_shop
from tests.returns.withdrawal.shop import BERLIN, withdraw
from tracking import shipments
from tracking.models import ShipmentLine

UNITS = 4
NUMBERS = count()
STATUTE = statutory_policy(Terms(), NO_POLICY, sealed=False)
KINDS = """
ask ask ask approve approve cancel decline expire ship receive receive receive refund refund refund
settle settle settle inspect missing missing write_off spend change change claim claim replace
withdraw withdraw pay_off gift gift tell tell
""".split()


class Deed(NamedTuple):
    """What an actor does, to which return, with how many units or how much money."""

    kind: str
    which: int
    many: int
    resolution: str


deeds = st.builds(
    Deed,
    kind=st.sampled_from(KINDS),
    which=st.integers(0, 3),
    many=st.integers(1, 3),
    resolution=st.sampled_from(["refund", "store_credit", "exchange"]),
)
rounds = st.lists(st.lists(deeds, min_size=2, max_size=3), min_size=6, max_size=9)


@settings(max_examples=18, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(
    rounds=rounds,
    sku=st.sampled_from(["TEE-M", "TEE-M", "COAT"]),
    first_wish=st.sampled_from(["refund", "store_credit"]),
)
def test_books_and_units_stay_true_whatever_actors_do_at_once(
    app: Flask, merchant: Merchant, rounds: list[list[Deed]], sku: str, first_wish: str
) -> None:
    shop = open_shop(merchant, fee=100, methods=["own_carrier"])
    number = f"A{next(NUMBERS)}"
    deliver(merchant, number, make_line(quantity=UNITS, unit_price=333, tax=7, sku=sku), ship_to=BERLIN)
    leave_one_unsent(merchant)
    stock.put(shop.id, "TEE-L", {"available": 4})
    first = requests.create(shop, number, [ask(quantity=2, resolution=first_wish)])
    before = {first.code: ReturnStatus(first.status)}
    for together in rounds:
        codes = list(before)
        at_once(app, *[work(shop, number, codes, deed) for deed in together])
        before = check(shop, number, before)


def leave_one_unsent(merchant: Merchant) -> None:
    with transaction() as session:
        row = update(ShipmentLine).where(ShipmentLine.merchant_id == merchant.id)
        session.execute(row.values(quantity=UNITS - 1))


def work(shop: Known, number: str, codes: list[str], deed: Deed) -> Callable[[], Any]:
    """The deed as a call; on a return that is not there it finds none."""
    code = codes[deed.which % len(codes)] if codes else "ret_none"
    owner, one = shop.id, {"id": "L1", "quantity": deed.many}
    calls: dict[str, Callable[[], Any]] = {
        "ask": lambda: requests.create(shop, number, [wish(deed)]),
        "receive": lambda: steps.receive(owner, code, None if deed.which else [one | {"quantity": 1}]),
        "refund": lambda: steps.refund(owner, code, deed.many * 100 if deed.which == 3 else None),
        "settle": lambda: (steps.receive(owner, code, None), steps.refund(owner, code)),
        "approve": lambda: steps.approve(owner, code),
        "decline": lambda: steps.decline(owner, code, "No"),
        "cancel": lambda: steps.cancel(owner, code),
        "ship": lambda: steps.ship(owner, code),
        "expire": lambda: steps.expire(owner, code),
        "inspect": lambda: steps.inspect(owner, code, [{"id": "L1", "rejected": 1}]),
        "missing": lambda: missing.decide(
            owner, code, [one | {"outcome": ["found", "refund", "release", "refund"][deed.which]}]
        ),
        "write_off": lambda: write_offs.record(
            owner, number, {"L1": deed.many}, source="test", reference=str(deed)
        ),
        "gift": lambda: requests.create(shop, number, [wish(deed)], is_gift=True),
        "tell": lambda: own_carrier.tell(owner, code, f"{int.from_bytes(code[-6:].encode())}", "UPS"),
        "change": lambda: changing.change(owner, code, [wish(deed)]),
        "claim": lambda: claim(shop, number, [one], deed.resolution),
        "replace": lambda: steps.ship_exchange(owner, code, None),
        "withdraw": lambda: withdraw(shop, number, L1=deed.many),
        "pay_off": lambda: [cancelling.refund(owner, one.code) for one in log.listed(owner, order=number)],
        "spend": lambda: spend(owner, deed.many * 150),
    }
    return calls[deed.kind]


def wish(deed: Deed) -> dict[str, Any]:
    """A line of a request; what is exchanged is exchanged for something that is counted."""
    wanted = {"exchange_for": {"sku": "TEE-L"}} if deed.resolution == "exchange" else {}
    return ask(quantity=deed.many, resolution=deed.resolution, method="own_carrier", **wanted)


def claim(shop: Known, number: str, lines: list[dict[str, Any]], resolution: str) -> None:
    """Open a claim and see it through; the shopper wants again what they would exchange."""
    code = claims.open_claim(shop, number, {"kind": "lost", "lines": lines}).code
    claims.review(shop.id, code)
    claims.approve(shop.id, code, "reship" if resolution == "exchange" else resolution)
    claims.resolve(shop, code)


def spend(owner: int, amount: int) -> None:
    code = db.session.scalar(select(CreditAccount.code).where(CreditAccount.merchant_id == owner).limit(1))
    if code:
        credits.debit(owner, code, amount, "USD", None)


def check(shop: Known, number: str, before: dict[str, ReturnStatus]) -> dict[str, ReturnStatus]:
    """Everything that must hold; returns the status of each of the order's returns."""
    db.session.rollback()
    db.session.expire_all()
    every = db.session.scalars(select(Return).where(Return.merchant_id == shop.id).order_by(Return.id)).all()
    made = [request for request in every if request.order.number == number]
    check_units(shop, made)
    check_money(shop, made)
    check_credit(shop)
    check_stock(shop)
    check_gifts(made)
    check_parcels(shop, made)
    policies = published.compiled(outside, shop.id, [request.policy_version for request in made])
    for request in made:
        assert request.status in reachable(before.get(request.code, ReturnStatus.REQUESTED))
        assert getattr(request, f"{request.status}_at") is not None
        for line in request.lines:
            policy = STATUTE if request.withdrawal else policies[request.policy_version]
            again = evaluate(policy, line.facts, request.home_currency, tuple(request.locales))
            assert again.decision == line.decision
            assert [one.as_json() for one in again.reasons] == line.reasons
    return {request.code: ReturnStatus(request.status) for request in made}


def reachable(status: ReturnStatus) -> set[str]:
    found, waiting = {status.value}, [status]
    while waiting:
        news = [to for to in ALLOWED[waiting.pop()] if to.value not in found]
        found |= {to.value for to in news}
        waiting += news
    return found


def check_units(shop: Known, made: list[Return]) -> None:
    live = [line for request in made if request.status not in FREES_UNITS for line in request.lines]
    gone = {request.order_id for request in made}
    given_up = db.session.scalars(
        select(WriteOff.quantity).where(WriteOff.merchant_id == shop.id, WriteOff.order_id.in_(gone))
    )
    assert sum(line.quantity - line.released_quantity for line in live) + sum(given_up) <= UNITS


def check_money(shop: Known, made: list[Return]) -> None:
    for request in made[:1]:
        refunds = db.session.scalars(
            select(Refund).where(Refund.merchant_id == shop.id, Refund.order_id == request.order_id)
        ).all()
        assert sum(refund.principal for refund in refunds) <= paid_for(request.order)
    for request in made:
        share = sum(line.share for line in request.lines)
        assert sum(refund.principal for refund in request.refunds) <= share + request.shipping_refund


def check_gifts(made: list[Return]) -> None:
    """The buyer's payment pays for no gift."""
    paid = [refund.kind for request in made if request.is_gift for refund in request.refunds]
    assert set(paid) <= {"store_credit"}


def check_parcels(shop: Known, made: list[Return]) -> None:
    """Each parcel that a shopper told of is of one return, with units that it asked for."""
    told = [request for request in made if request.own_shipment]
    assert len({request.own_shipment for request in told}) == len(told)
    for request in told:
        units = sum(line.quantity for line in request.lines)
        assert sum(line.quantity for line in shipments.get(shop.id, request.own_shipment).lines) == units


def check_stock(shop: Known) -> None:
    """What is kept for exchanges is what waits to be sent."""
    kept = sum(row.reserved for row in stock.of_sku(shop.id, "TEE-L"))
    waiting = select(func.sum(Replacement.quantity)).where(
        Replacement.merchant_id == shop.id, Replacement.status == "reserved"
    )
    assert kept == (db.session.scalar(waiting) or 0)


def check_credit(shop: Known) -> None:
    entries = db.session.scalars(select(CreditEntry).where(CreditEntry.merchant_id == shop.id)).all()
    sums: Counter[str] = Counter()
    movements: Counter[str] = Counter()
    for entry in entries:
        sums[entry.account] += entry.amount
        movements[entry.movement] += entry.amount
    assert not any(movements.values())
    accounts = db.session.scalars(select(CreditAccount).where(CreditAccount.merchant_id == shop.id)).all()
    assert all(account.balance == sums[account.code] >= 0 for account in accounts)
