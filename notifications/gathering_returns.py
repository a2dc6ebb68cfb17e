"""The return, the claim and the terms of return that a notice speaks of."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from commerce.clock import now
from commerce.database import transaction
from commerce.merchants import Known
from commerce.models import Order, OrderLine
from notifications import facts
from returns import order_case, paying, published
from returns.asking import outside
from returns.eligibility import assess_by_versions
from returns.label_statuses import LabelStatus
from returns.models.claims import Claim
from returns.models.money import Refund
from returns.models.requests import Return
from returns.policy.vocabulary import Decision, Resolution
from returns.refunds import RefundKind, RefundStatus
from returns.settlement import owed
from returns.statuses import ReturnStatus


def return_of(merchant_id: int, return_id: int, told: Mapping[str, Any]) -> facts.Return | None:
    """A return; what was `told` names the one `refund` or `question` that the notice is about.

    Without a refund all of the return's money counts.
    """
    whole = (selectinload(Return.lines), selectinload(Return.refunds), selectinload(Return.label))
    lines = joinedload(Return.order).selectinload(Order.lines)
    with transaction() as session:
        request = session.scalars(
            select(Return)
            .where(Return.merchant_id == merchant_id, Return.id == return_id)
            .options(*whole, lines)
        ).one_or_none()
        return return_facts(request, told) if request else None


def return_facts(request: Return, told: Mapping[str, Any]) -> facts.Return:
    label = request.label if request.label and request.label.status == LabelStatus.BOUGHT else None
    resolution, amount, credit_code = money_of(request, told.get("refund"))
    units = {line.line_id: line.quantity for line in request.lines}
    return facts.Return(
        code=request.code,
        status=request.status,
        page_url=f"{current_app.config['SETTINGS'].base_url}/r/{request.page_token}",
        currency=request.currency,
        deadline=request.ship_by,
        label_url=label.label_url if label else None,
        qr_code_url=label.qr_code_url if label else None,
        gift=request.is_gift,
        amount=None if request.is_gift else amount,
        credit_code=credit_code,
        resolution=resolution,
        methods=tuple(dict.fromkeys(line.method for line in request.lines if line.method)),
        refund_on=request.refund_on,
        reason_text=request.decline_reason,
        question=question_of(request, told["question"]) if "question" in told else None,
        kept=request.kept,
        lines=lines_of(request.order.lines, units),
    )


def question_of(request: Return, number: int) -> str | None:
    """What the shop asked, by its note's id."""
    return next((note.text for note in request.notes if note.id == number), None)


def money_of(request: Return, code: str | None) -> tuple[str, int | None, str | None]:
    """How it is made good, what comes back in minor units, and the code of the credit."""
    paid = [one for one in request.refunds if one.status != RefundStatus.FAILED and code in (None, one.code)]
    if paid:
        return of_refunds(paid)
    lines = paying.settling(request)
    if request.status == ReturnStatus.REQUESTED:
        lines = [line._replace(units=line.quantity) for line in lines]
    owing = owed(lines, frozenset(request.fee_waived_for), request.shipping_refund)
    if owing.refund:
        return Resolution.REFUND, owing.refund, None
    if owing.store_credit:
        return Resolution.STORE_CREDIT, owing.store_credit, None
    exchanges = any(line.resolution == Resolution.EXCHANGE for line in request.lines)
    return (Resolution.EXCHANGE if exchanges else Resolution.REFUND), None, None


def of_refunds(refunds: list[Refund]) -> tuple[str, int, str | None]:
    """The same for money that is paid or on its way; where both were paid, of the money alone."""
    money = [one for one in refunds if one.kind == RefundKind.REFUND]
    if money:
        return Resolution.REFUND, sum(one.amount for one in money), None
    return Resolution.STORE_CREDIT, sum(one.amount for one in refunds), refunds[-1].credit_code


def claim_of(merchant_id: int, claim_id: int) -> facts.Claim | None:
    """A claim, with what was paid for it."""
    with transaction() as session:
        claim = session.scalars(
            select(Claim)
            .where(Claim.merchant_id == merchant_id, Claim.id == claim_id)
            .options(selectinload(Claim.refunds), joinedload(Claim.order).selectinload(Order.lines))
        ).one_or_none()
        return claim_facts(claim) if claim else None


def claim_facts(claim: Claim) -> facts.Claim:
    paid = [one for one in claim.refunds if one.status != RefundStatus.FAILED]
    _, amount, credit_code = of_refunds(paid) if paid else (None, None, None)
    return facts.Claim(
        code=claim.code,
        status=claim.status,
        kind=claim.kind,
        currency=claim.order.currency,
        resolution=claim.resolution,
        denied=claim.denied_at is not None,
        amount=amount,
        credit_code=credit_code,
        reason_text=claim.denial_reason,
        lines=lines_of(claim.order.lines, {line["id"]: line["quantity"] for line in claim.lines}),
    )


def return_terms(merchant: Known, number: str) -> facts.ReturnTerms | None:
    """Until when the order's items may come back: the first day on which one of them can't any more.

    None where nothing may come back, or nothing limits it. Three statements, and the policy as it judges shoppers.
    """
    if not merchant.config.get("return_policy"):
        return None
    stored = order_case.load(outside, merchant.id, number)
    answer = assess_by_versions(stored.case(merchant, now(), None), published.versions(outside, merchant.id))
    verdicts = [line.verdict for line in answer.lines if line.verdict.decision is not Decision.DENY]
    days = [verdict.return_by for verdict in verdicts if verdict.return_by]
    if days:
        return facts.ReturnTerms(until=min(days))
    waiting = [verdict.terms for verdict in verdicts if verdict.terms.window_days]
    if not waiting:
        return None
    shortest = min(waiting, key=lambda terms: terms.window_days or 0)
    return facts.ReturnTerms(days=shortest.window_days, anchor=shortest.window_from.value)


def lines_of(lines: Iterable[OrderLine], units: Mapping[str, int]) -> tuple[facts.Line, ...]:
    """So many units of an order's lines, in the order's own order."""
    return tuple(
        facts.Line(line.title, line.variant, units[line.line_id], line.image_url)
        for line in lines
        if units.get(line.line_id, 0) > 0
    )
