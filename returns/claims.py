"""Claims: opened by shoppers or staff, looked at, granted or denied, resolved."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from commerce import orders
from commerce.clock import now
from commerce.database import db, transaction
from commerce.errors import Invalid, NotFound
from commerce.ids import public_id
from commerce.merchants import Known
from commerce.models import Order
from commerce.outbox import emit
from returns import credits, refunds, write_offs
from returns.amounts import within_paid
from returns.claim_statuses import ClaimKind, ClaimResolution, ClaimStatus, check_claim_move
from returns.found import filed
from returns.models.claims import Claim
from returns.refusals import IllegalMove, fault, wrong
from returns.statuses import IllegalTransition
from tracking.models import Shipment

S = ClaimStatus


def open_claim(merchant: Known, number: str, fields: Mapping[str, Any]) -> Claim:
    """Open a claim about an order, or one parcel of it; `lines` left out are all of them.

    Raises `NotFound` for an unknown order or a parcel that is not one of its, `Invalid` for unknown lines.
    """
    with transaction() as session:
        order = orders.get(merchant.id, number, lock=True)
        if fields.get("shipment") is not None:
            refuse_foreign(order, fields["shipment"])
        claim = Claim(
            merchant_id=merchant.id,
            order_id=order.id,
            code=public_id("clm"),
            shipment=fields.get("shipment"),
            kind=ClaimKind(fields["kind"]).value,
            status=S.OPEN.value,
            lines=claimed_lines(order, fields.get("lines")),
            description=fields.get("description"),
            photos=list(fields.get("photos") or ()),
            open_at=now(),
        )
        session.add(claim)
        order.page_version += 1
        emit(merchant.id, "claim.opened", claim=claim.code, order=number)
        session.flush()
    return claim


def refuse_foreign(order: Order, code: str) -> None:
    known = db.session.scalar(
        select(Shipment.id).where(
            Shipment.merchant_id == order.merchant_id,
            Shipment.order_id == order.id,
            Shipment.code == code,
        )
    )
    if known is None:
        raise NotFound("this order has no shipment with this id")


def claimed_lines(order: Order, lines: Sequence[Mapping[str, Any]] | None) -> list[dict[str, Any]]:
    """The lines as {id, quantity}, each once; `Invalid` for more than was ordered."""
    bought = {line.line_id: line.quantity for line in order.lines}
    if lines is None:
        return [{"id": line, "quantity": units} for line, units in bought.items()]
    errors, units = [], dict.fromkeys(bought, 0)
    for index, line in enumerate(lines):
        if line["id"] not in bought:
            errors.append(fault(f"/lines/{index}/id", "unknown_line", "the order has no such line"))
            continue
        units[line["id"]] += line["quantity"]
        if units[line["id"]] > bought[line["id"]]:
            errors.append(fault(f"/lines/{index}/quantity", "too_many", "more than were ordered"))
    if errors:
        raise Invalid(errors)
    return [{"id": line, "quantity": count} for line, count in units.items() if count]


@contextmanager
def held(merchant_id: int, code: str) -> Iterator[tuple[Order, Claim]]:
    """One transaction with the claim's order and the claim locked. `NotFound`."""
    with transaction() as session:
        number = get(merchant_id, code).order.number
        order = orders.get(merchant_id, number, lock=True)
        claim = get(merchant_id, code, lock=True)
        yield order, claim
        order.page_version += 1
        session.flush()


def move(claim: Claim, to: ClaimStatus) -> None:
    """Change the status: checked, timed, told. Raises `IllegalMove`."""
    try:
        check_claim_move(S(claim.status), to)
    except IllegalTransition as exc:
        raise IllegalMove(exc) from exc
    claim.status = to.value
    setattr(claim, f"{to}_at", now())
    emit(claim.merchant_id, f"claim.{to}", claim=claim.code)


def review(merchant_id: int, code: str) -> Claim:
    """Begin to look at an open claim."""
    with held(merchant_id, code) as (_, claim):
        move(claim, S.IN_REVIEW)
    return claim


def approve(merchant_id: int, code: str, resolution: str) -> Claim:
    """Grant a claim, and say how it will be made good."""
    with held(merchant_id, code) as (_, claim):
        move(claim, S.APPROVED)
        claim.resolution = ClaimResolution(resolution).value
    return claim


def deny(merchant_id: int, code: str, reason: str) -> Claim:
    """Refuse a claim."""
    with held(merchant_id, code) as (_, claim):
        move(claim, S.DENIED)
        claim.denial_reason = reason
    return claim


def resolve(merchant: Known, code: str, amount: int | None = None) -> Claim:
    """Close a claim. A granted one pays `amount` minor units, or what was paid for its lines.

    Units that will not come back are written off; what arrived late stays the shopper's to return. Raises
    `Invalid` for an amount beyond what may still be paid back, `UnitsTaken` where a return has the units.
    """
    with held(merchant.id, code) as (order, claim):
        move(claim, S.RESOLVED)
        if claim.resolution in (ClaimResolution.REFUND, ClaimResolution.STORE_CREDIT):
            pay(merchant, order, claim, amount)
    return claim


def pay(merchant: Known, order: Order, claim: Claim, amount: int | None) -> None:
    worth = 0
    if claim.kind != ClaimKind.LATE:
        units = {line["id"]: line["quantity"] for line in claim.lines}
        gone = write_offs.record(merchant.id, order.number, units, source="claim", reference=claim.code)
        worth = sum(row.share for row in gone)
    already = refunds.refunded(merchant.id, order.id)
    most = within_paid(paid_for(order), paid_for(order), already)
    wanted = min(worth, most) if amount is None else amount
    if not 1 <= wanted <= most:
        raise wrong("/amount", "out_of_range", f"must be from 1 to {most}, which may still be paid back")
    if claim.resolution == ClaimResolution.STORE_CREDIT:
        claim.refunds.append(
            credits.give(merchant, order, wanted, wanted, email=order.email, claim_id=claim.id)
        )
    else:
        claim.refunds.append(refunds.start(merchant, order, wanted, claim_id=claim.id))


def paid_for(order: Order) -> int:
    """What was paid for the whole order, shipping and taxes included, in minor units."""
    lines = (max(0, line.unit_price * line.quantity - line.discount + line.tax) for line in order.lines)
    return sum(lines) + order.shipping + order.shipping_tax


def get(merchant_id: int, code: str, *, lock: bool = False) -> Claim:
    """The merchant's claim with this id; `NotFound`. Lock its order first."""
    statement = select(Claim).where(Claim.merchant_id == merchant_id, Claim.code == code)
    statement = statement.options(joinedload(Claim.order), selectinload(Claim.refunds))
    if lock:
        statement = statement.with_for_update(of=Claim).execution_options(populate_existing=True)
    if (claim := db.session.scalars(statement).one_or_none()) is None:
        raise NotFound("there is no claim with this id")
    return claim


def listed(
    merchant_id: int,
    *,
    status: str | None = None,
    order: str | None = None,
    after: int | None = None,
    most: int = 50,
    oldest: bool = False,
) -> list[Claim]:
    """The merchant's claims, the last opened first, or `oldest` first.

    `after` is the row number where the page before ended.
    """
    statement = filed(Claim, merchant_id, status, order, after, most, oldest=oldest)
    whole = (joinedload(Claim.order), selectinload(Claim.refunds))
    return list(db.session.scalars(statement.options(*whole)))
