"""Asking for a return: judged, its units taken, and kept with all that the decision was made from."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from commerce import orders
from commerce.clock import now
from commerce.database import transaction
from commerce.errors import Invalid
from commerce.ids import public_id, token
from commerce.merchants import Known
from commerce.models import Order
from commerce.outbox import emit
from returns import advancing, exchanges, order_case, published
from returns.amounts import shipping_refund
from returns.asking import inside
from returns.case import AskedLine
from returns.eligibility import Eligibility, LineAnswer, assess_by_versions
from returns.models.requests import Return, ReturnLine
from returns.order_case import Stored
from returns.policy.compiled import CompiledPolicy
from returns.policy.messages import locale_chain
from returns.policy.vocabulary import Decision, Resolution
from returns.policy_versions import in_force
from returns.refusals import NotReturnable, UnitsTaken, fault
from returns.request_checks import request_problems
from returns.statuses import RefundOn, ReturnStatus
from returns.taken import TAKEN, taken_rows

REFUND_STEPS = list(RefundOn)
COUNTED = ("not_shipped", "cancelled", "too_many_units", "already_being_returned", "already_returned")


def create(
    merchant: Known,
    number: str,
    lines: Sequence[Mapping[str, Any]],
    *,
    override: Mapping[str, str] | None = None,
    is_gift: bool = False,
    gift_email: str | None = None,
    at: datetime | None = None,
) -> Return:
    """Make a return of an order's lines: `approved` where every line is allowed, else `requested`.

    `lines` are those of the API body. `override` {by, reason} sets the policy's objections aside, never the
    counts. A gift is neither paid back nor told to its buyer; `gift_email` is of whoever got it. The request
    counts as made `at` a time (None: now). Raises `NotFound`, `Invalid` for what the policy or the order does
    not have, `UnitsTaken`, `OutOfStock`; then nothing is made.
    """
    with transaction() as session:
        order = orders.get(merchant.id, number, lock=True)
        stored = order_case.load(inside, merchant.id, number)
        asked = tuple(asked_line(line) for line in lines)
        versions = published.versions(inside, merchant.id)
        judged_at = at or now()
        check_words(asked, stored, in_force(versions, stored.order.placed_at), lines)
        if is_gift:
            refuse_money(lines)
        answer = assess_by_versions(stored.case(merchant, judged_at, asked, is_gift=is_gift), versions)
        refuse(answer, stored, lines, overridden=override is not None)
        request = drawn_up(merchant, order, stored, answer, lines, judged_at)
        request.is_gift, request.gift_email = is_gift, gift_email if is_gift else None
        request.override = kept_override(answer, override)
        session.add(request)
        session.flush()
        exchanges.reserve(request, order)
        emit(merchant.id, "return.requested", **{"return": request.code, "order": number})
        if override or all(line.decision is Decision.ALLOW for line in answer.lines):
            advancing.move(request, ReturnStatus.APPROVED)
            advancing.advance(merchant, order, request)
        order.page_version += 1
    return request


def asked_line(line: Mapping[str, Any]) -> AskedLine:
    return AskedLine(
        id=line["id"],
        quantity=line["quantity"],
        reason=line.get("reason"),
        resolution=line.get("resolution"),
        method=line.get("method"),
        photo=bool(line.get("photo") or line.get("photos")),
    )


def check_words(
    asked: Sequence[AskedLine], stored: Stored, policy: CompiledPolicy, lines: Sequence[Mapping[str, Any]]
) -> None:
    """Raise `Invalid` for lines the order lacks and words that nobody offers."""
    problems = [problem.as_json() for problem in request_problems(asked, stored.order.lines, policy)]
    problems += [
        fault(f"/lines/{index}/exchange_for", "not_an_exchange", "is only for the resolution exchange")
        for index, line in enumerate(lines)
        if line.get("exchange_for") and line.get("resolution") != Resolution.EXCHANGE
    ]
    if problems:
        raise Invalid(problems)


def refuse_money(lines: Sequence[Mapping[str, Any]]) -> None:
    """Raise `Invalid` where a gift would be paid back to whoever bought it; staff can't override that."""
    message = "a gift is exchanged, or becomes store credit"
    problems = [
        fault(f"/lines/{index}/resolution", "not_offered", message)
        for index, line in enumerate(lines)
        if line.get("resolution") in (None, Resolution.REFUND)
    ]
    if problems:
        raise Invalid(problems)


def refuse(
    answer: Eligibility, stored: Stored, lines: Sequence[Mapping[str, Any]], *, overridden: bool
) -> None:
    """Raise what stands against the whole request."""
    errors = [*uncountable(answer)] if overridden else [*uncountable(answer), *unwelcome(answer, lines)]
    if not errors:
        return
    if taken_elsewhere(answer, stored):
        raise UnitsTaken(errors[0]["message"], errors=errors)
    raise NotReturnable(errors)


def uncountable(answer: Eligibility) -> Iterator[dict[str, str]]:
    """Lines with units that are not there to return, whatever staff say."""
    for index, line in enumerate(answer.lines):
        if line.reasons[:1] and line.reasons[0].code in COUNTED:
            yield fault(f"/lines/{index}/quantity", line.reasons[0].code, line.reasons[0].message)


def unwelcome(answer: Eligibility, lines: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, str]]:
    """What the policy has against a line, or does not offer for it."""
    for index, line in enumerate(answer.lines):
        at, terms, asked = f"/lines/{index}", line.verdict.terms, line.asked
        if line.decision is Decision.DENY:
            if line.reasons[0].code not in COUNTED:
                yield fault(at, line.reasons[0].code, line.reasons[0].message)
            continue
        for key, word, offered in (
            ("resolution", asked.resolution, terms.resolutions),
            ("method", asked.method, terms.methods),
        ):
            if word is not None and word not in offered:
                yield fault(f"{at}/{key}", "not_offered", f"offered here: {', '.join(offered)}")
        if terms.require_photo and not lines[index].get("photos"):
            yield fault(f"{at}/photos", "photo_required", "a photo is needed for this reason")


def taken_elsewhere(answer: Eligibility, stored: Stored) -> bool:
    """Whether the request would have enough units if no other return had any of them."""
    asked: dict[str, int] = {}
    for line in answer.lines:
        asked[line.asked.id] = asked.get(line.asked.id, 0) + line.asked.quantity
    gone: dict[str, int] = {}
    for one in stored.taken:
        gone[one.line] = gone.get(one.line, 0) + one.units
    left = {line.asked.id: line.returnable_quantity for line in answer.lines}
    short = [line for line, units in asked.items() if units > left[line]]
    return bool(short) and all(asked[line] <= left[line] + gone.get(line, 0) for line in short)


def kept_override(answer: Eligibility, override: Mapping[str, str] | None) -> dict[str, str] | None:
    """Who set which rule aside, and why."""
    if override is None:
        return None
    strictest = max(answer.lines, key=lambda line: list(Decision).index(line.decision))
    reason = strictest.reasons[0] if strictest.reasons else None
    rule = (reason.rule or reason.code) if reason else "none"
    return {"by": override["by"], "reason": override["reason"], "rule": rule}


def drawn_up(
    merchant: Known,
    order: Order,
    stored: Stored,
    answer: Eligibility,
    lines: Sequence[Mapping[str, Any]],
    at: datetime,
) -> Return:
    """The return as it will be kept; not yet in the session."""
    policy, case_locales = answer.policy, locale_chain(stored.order.locale, merchant.config["locales"][0])
    is_full = sum(line.asked.quantity for line in answer.lines) == sum(
        line.quantity for line in stored.order.lines
    )
    return Return(
        merchant_id=merchant.id,
        order_id=order.id,
        code=public_id("ret"),
        page_token=token(),
        status=ReturnStatus.REQUESTED.value,
        requested_at=at,
        currency=order.currency,
        locale=order.locale,
        policy_version=policy.version,
        home_currency=merchant.config["currency"],
        locales=list(case_locales),
        refund_on=max((line.verdict.terms.refund_on for line in answer.lines), key=REFUND_STEPS.index).value,
        fee_waived_for=sorted(policy.fee_waived_for),
        ship_within_days=policy.ship_within_days,
        order_paid=stored.paid,
        shipping_refund=shipping_refund(policy, stored.shipping, is_full=is_full),
        lines=[
            kept_line(merchant.id, position, one, line)
            for position, (one, line) in enumerate(zip(answer.lines, lines, strict=True))
        ],
    )


def kept_line(merchant_id: int, position: int, answer: LineAnswer, line: Mapping[str, Any]) -> ReturnLine:
    terms, wanted = answer.verdict.terms, line.get("exchange_for")
    return ReturnLine(
        merchant_id=merchant_id,
        position=position,
        line_id=answer.asked.id,
        quantity=answer.asked.quantity,
        reason=answer.asked.reason,
        comment=line.get("comment"),
        resolution=answer.asked.resolution,
        method=answer.asked.method,
        exchange_for=wanted["sku"] if wanted else None,
        photos=list(line.get("photos") or ()),
        keep_item=terms.keep_item,
        decision=answer.verdict.decision.value,
        facts=dict(answer.facts),
        reasons=[reason.as_json() for reason in answer.reasons],
        drawn=[[one.parcel.id, one.units] for one in answer.drawn],
        share=answer.share,
        fee=terms.fee,
        restocking_percent=terms.restocking_percent,
        bonus_percent=terms.store_credit_bonus_percent,
    )


@orders.holds_units
def held_units(order: Order) -> dict[str, int]:
    """Units per line that live returns have, so that an order can't lose them."""
    rows = inside(TAKEN, (order.merchant_id, order.id, order.merchant_id, order.id))
    units: dict[str, int] = {}
    for one in taken_rows(rows):
        units[one.line] = units.get(one.line, 0) + one.units
    return units
