"""From Stripe's JSON to refunds in our words. Any JSON at all is taken without raising."""

from dataclasses import dataclass

import orjson

from returns.providers.stripe.words import REASONS, amount_in, status_of
from returns.refunds import GatewayAnswer, RefundStatus
from tracking.providers.fields import Json, branch, text

KEY = "waypost_refund"
"""Under this name a refund's metadata at Stripe holds our id of it."""

OF_REFUNDS = frozenset({"refund.created", "refund.updated", "refund.failed", "charge.refund.updated"})


@dataclass(frozen=True, slots=True)
class RefundReport:
    """What Stripe says of one refund: `amount` in minor units of ISO 4217, `key` our own id where it is ours.

    `payments` are its PaymentIntent and its Charge.
    """

    answer: GatewayAnswer
    key: str | None
    payments: frozenset[str]
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class Told:
    """What an event tells: refunds, or only that those of a charge are to be asked for."""

    reports: tuple[RefundReport, ...] = ()
    charge: str | None = None


def event_id(body: bytes) -> str | None:
    """The id of the Event in a webhook's body, or None where it has none that can be used."""
    found = parsed(body).get("id")
    return found if isinstance(found, str) and 0 < len(found) <= 100 and found.isprintable() else None


def parse_event(body: bytes) -> Told | None:
    """Read a webhook's body, or return None where it tells nothing of a refund."""
    event = parsed(body)
    kind, about = event.get("type"), branch(branch(event, "data"), "object")
    if kind in OF_REFUNDS:
        report = parse_refund(about)
        return Told((report,)) if report else None
    charge = text(about.get("id"), 100)
    if kind == "charge.refunded" and charge:
        return Told(charge=charge)
    return None


def parse_refund(refund: Json) -> RefundReport | None:
    """Read a Refund object; None where it lacks an id, an amount or a currency."""
    external_id, currency = text(refund.get("id"), 100), text(refund.get("currency"), 3)
    amount = refund.get("amount")
    if not external_id or not currency or type(amount) is not int or not 0 < amount < 2**53:
        return None
    payments = (payment_id(refund.get(name)) for name in ("payment_intent", "charge"))
    return RefundReport(
        answer=answer_of(refund),
        key=text(branch(refund, "metadata").get(KEY), 100),
        payments=frozenset(one for one in payments if one),
        amount=amount_in(amount, currency.upper()),
        currency=currency.upper(),
    )


def answer_of(refund: Json) -> GatewayAnswer:
    """How a Refund object stands, with the reason for staff where it failed."""
    status = status_of(refund.get("status"))
    error = None
    if status is RefundStatus.FAILED:
        reason = text(refund.get("failure_reason"), 100) or text(refund.get("status"), 100) or "failed"
        error = REASONS.get(reason, reason)
    elif status is RefundStatus.UNKNOWN:
        error = f"Stripe says {text(refund.get('status'), 100)}"
    return GatewayAnswer(status, text(refund.get("id"), 100), error)


def payment_id(value: object) -> str | None:
    """The id of a payment, also where Stripe was asked to unfold it."""
    return text(value.get("id") if isinstance(value, dict) else value, 100)


def parsed(body: bytes) -> Json:
    try:
        event = orjson.loads(body)
    except ValueError:
        return {}
    return event if isinstance(event, dict) else {}
