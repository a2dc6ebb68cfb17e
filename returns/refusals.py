"""What may stand against a step of a return or a claim."""

from commerce.errors import Conflict, Invalid
from returns.statuses import IllegalTransition


class IllegalMove(Conflict):
    """A move that the table of statuses does not have; it names `from`, `to` and what is `allowed`."""

    code, title = "illegal_transition", "This can't be done from where it stands"

    def __init__(self, refused: IllegalTransition) -> None:
        super().__init__(
            str(refused),
            **{"from": refused.from_status, "to": refused.to_status, "allowed": refused.allowed},
        )


class UnitsTaken(Conflict):
    code, title = "units_taken", "Another return has these units"


class NotReturnable(Invalid):
    code, title = "not_returnable", "These lines can't be returned"


class NoRightOfWithdrawal(Conflict):
    """There is none (any more); it names the `standing`, and the `last_day` where there is one."""

    code, title = "no_right_of_withdrawal", "There is no right to withdraw from this contract"


class Withdrawn(Conflict):
    code, title = "withdrawn", "This return came about by a withdrawal from the contract"


class NotSentByShopper(Conflict):
    code, title = "not_sent_by_shopper", "No parcel of the shopper's own is awaited"


class NumberElsewhere(Conflict):
    code, title = "number_elsewhere", "Another parcel has this tracking number"


class ReturnClosed(Conflict):
    code, title = "return_closed", "This return is settled"


class NothingAsked(Conflict):
    code, title = "nothing_asked", "No question about this return waits for an answer"


class NoSecondLabel(Conflict):
    code, title = "no_label_to_retry", "No label was refused that could be tried for again"


class NothingDue(Conflict):
    code, title = "nothing_due", "All that is due has been paid"


class OutOfStock(Conflict):
    code, title = "out_of_stock", "What is wanted in exchange is not there"


class AlreadyPaid(Conflict):
    code, title = "already_refunded", "Money has moved for this return"


class RefundUnderWay(Conflict):
    code, title = "refund_under_way", "A refund is on its way"


class NotByHand(Conflict):
    code, title = "not_by_hand", "A gateway pays this refund"


class TooManyCodes(Conflict):
    code, title = "too_many_codes", "This order has enough gift codes"


class CreditTooSmall(Conflict):
    code, title = "insufficient_credit", "There is less on this store credit"


class ReferenceUsed(Conflict):
    code, title = "reference_used", "This reference moved another amount"


def wrong(pointer: str, code: str, message: str) -> Invalid:
    """An `Invalid` that names one place."""
    return Invalid([fault(pointer, code, message)])


def fault(pointer: str, code: str, message: str) -> dict[str, str]:
    """One entry of `Invalid.errors`."""
    return {"pointer": pointer, "code": code, "message": message}
