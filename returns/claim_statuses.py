"""The life of a claim: something went wrong with a parcel, and the shopper asks to be made whole."""

from enum import StrEnum

from returns.statuses import IllegalTransition


class ClaimKind(StrEnum):
    """What went wrong."""

    LOST = "lost"
    DAMAGED = "damaged"
    NOT_RECEIVED = "not_received"
    LATE = "late"
    MISSING_ITEM = "missing_item"
    WRONG_ITEM = "wrong_item"


class ClaimStatus(StrEnum):
    """Where a claim stands."""

    OPEN = "open"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    DENIED = "denied"
    RESOLVED = "resolved"


class ClaimResolution(StrEnum):
    """What an approved claim gives."""

    REFUND = "refund"
    RESHIP = "reship"
    STORE_CREDIT = "store_credit"


ALLOWED: dict[ClaimStatus, frozenset[ClaimStatus]] = {
    ClaimStatus.OPEN: frozenset({ClaimStatus.IN_REVIEW}),
    ClaimStatus.IN_REVIEW: frozenset({ClaimStatus.APPROVED, ClaimStatus.DENIED}),
    ClaimStatus.APPROVED: frozenset({ClaimStatus.RESOLVED}),
    ClaimStatus.DENIED: frozenset({ClaimStatus.RESOLVED}),
    ClaimStatus.RESOLVED: frozenset(),
}


def check_claim_move(current: ClaimStatus, to: ClaimStatus) -> None:
    """Raise IllegalTransition unless a claim may go from ``current`` to ``to``."""
    if to not in ALLOWED[current]:
        raise IllegalTransition(current, to, ALLOWED[current])
