"""Stripe's words and amounts in ours."""

from returns.refunds import RefundStatus

STATUSES = {
    "pending": RefundStatus.PENDING,
    "requires_action": RefundStatus.PENDING,
    "succeeded": RefundStatus.SUCCEEDED,
    "failed": RefundStatus.FAILED,
    "canceled": RefundStatus.FAILED,
}

REASONS = {
    "lost_or_stolen_card": "the card was reported lost or stolen",
    "expired_or_canceled_card": "the card has expired or was cancelled",
    "charge_for_pending_refund_disputed": "the shopper disputed the payment",
    "insufficient_funds": "the Stripe balance was too low",
    "declined": "the bank declined it",
    "merchant_request": "it was cancelled on your request",
}

UNITS = {"ISK": (100, 1), "UGX": (100, 1), "MGA": (1, 100)}
"""How many parts Stripe and ISO 4217 cut one into, where they differ. Source: Stripe's page on currencies."""


class NoSuchAmount(ValueError):
    """An amount that Stripe's units can't say."""


def status_of(word: object) -> RefundStatus:
    """A refund's status; a word that we don't know is `unknown`."""
    return STATUSES.get(word, RefundStatus.UNKNOWN) if isinstance(word, str) else RefundStatus.UNKNOWN


def amount_out(amount: int, currency: str) -> int:
    """Minor units of ISO 4217 as Stripe counts them. `NoSuchAmount` for fractions of what it counts."""
    theirs, ours = UNITS.get(currency, (1, 1))
    if amount * theirs % ours:
        raise NoSuchAmount(f"Stripe knows no parts of one {currency}")
    return amount * theirs // ours


def amount_in(amount: int, currency: str) -> int:
    """The same back; what is less than one minor unit is dropped."""
    theirs, ours = UNITS.get(currency, (1, 1))
    return amount * ours // theirs
