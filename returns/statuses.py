"""The life of a return, the table of its moves, and the words for what comes back."""

from enum import StrEnum


class ReturnStatus(StrEnum):
    """Where a return stands; each status has its own time."""

    REQUESTED = "requested"
    APPROVED = "approved"
    IN_TRANSIT = "in_transit"
    RECEIVED = "received"
    COMPLETED = "completed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


_S = ReturnStatus

ALLOWED: dict[ReturnStatus, frozenset[ReturnStatus]] = {
    _S.REQUESTED: frozenset({_S.APPROVED, _S.DECLINED, _S.CANCELLED}),
    _S.APPROVED: frozenset({_S.IN_TRANSIT, _S.RECEIVED, _S.CANCELLED, _S.EXPIRED}),
    _S.IN_TRANSIT: frozenset({_S.RECEIVED, _S.EXPIRED}),
    _S.RECEIVED: frozenset({_S.COMPLETED}),
    _S.COMPLETED: frozenset(),
    _S.DECLINED: frozenset(),
    _S.CANCELLED: frozenset(),
    _S.EXPIRED: frozenset(),
}

# Nothing travels when the shopper keeps every item, so such a return is settled straight from its approval.
ALLOWED_WHEN_KEPT: dict[ReturnStatus, frozenset[ReturnStatus]] = {
    **ALLOWED,
    _S.APPROVED: frozenset({_S.COMPLETED, _S.CANCELLED}),
}

FREES_UNITS = frozenset({_S.DECLINED, _S.CANCELLED, _S.EXPIRED})
"""Statuses that give a return's units back to the order: they may be returned again."""


class RefundOn(StrEnum):
    """The step at which a return's money moves; it changes no status by itself."""

    APPROVED = "approved"
    IN_TRANSIT = "in_transit"
    RECEIVED = "received"
    INSPECTED = "inspected"


class LineAcceptance(StrEnum):
    """What the merchant makes of one line that came back."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Condition(StrEnum):
    """How a unit arrived."""

    AS_NEW = "as_new"
    OPENED = "opened"
    USED = "used"
    DAMAGED = "damaged"
    WRONG_ITEM = "wrong_item"
    EMPTY = "empty"


class Disposition(StrEnum):
    """Where a received unit goes; ``missing`` for one that did not arrive."""

    RESTOCK = "restock"
    REFURBISH = "refurbish"
    DONATE = "donate"
    RECYCLE = "recycle"
    DISCARD = "discard"
    MISSING = "missing"


class NoteKind(StrEnum):
    """Who a note on a return is for: colleagues, the shopper, or the shop."""

    NOTE = "note"
    QUESTION = "question"
    ANSWER = "answer"


class IllegalTransition(Exception):
    """A move that the table does not have; ``allowed`` is in the order of the enum."""

    code = "illegal_transition"

    def __init__(self, from_status: StrEnum, to_status: StrEnum, allowed: frozenset[StrEnum]) -> None:
        self.from_status = from_status
        self.to_status = to_status
        self.allowed = [status for status in type(from_status) if status in allowed]
        choices = ", ".join(self.allowed) or "nothing"
        super().__init__(f"{from_status} cannot become {to_status}; allowed: {choices}")


def check_move(current: ReturnStatus, to: ReturnStatus, *, kept: bool = False) -> None:
    """Raise IllegalTransition unless a return may go from ``current`` to ``to``.

    ``kept``: every item of it stays with the shopper.
    """
    allowed = (ALLOWED_WHEN_KEPT if kept else ALLOWED)[current]
    if to not in allowed:
        raise IllegalTransition(current, to, allowed)
