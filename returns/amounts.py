"""What a return pays: shares of what was paid, restocking, the fee charged once, the bonus on credit."""

from collections.abc import Sequence
from typing import NamedTuple

from commerce.money import first_units, percent_of
from returns.case import OrderLine
from returns.policy.compiled import CompiledPolicy
from returns.policy.vocabulary import RefundShipping, Resolution


class Priced(NamedTuple):
    """One line on its way to its amounts; ``share`` is what was paid for the units, tax included."""

    share: int
    denied: bool
    resolution: str | None
    fee: int
    restocking_percent: float
    bonus_percent: float


class Amounts(NamedTuple):
    """What a line pays in either resolution, and what is held back, in minor units of the order."""

    refund: int
    store_credit: int
    fee: int
    restocking: int

    def as_json(self) -> dict[str, int]:
        """The form that the API shows."""
        return {
            "refund": self.refund,
            "store_credit": self.store_credit,
            "fee": self.fee,
            "restocking": self.restocking,
        }


NOTHING = Amounts(0, 0, 0, 0)


def share_of(total: int, line: OrderLine, units: int, taken: int, apportioned: int | None = None) -> int:
    """What ``units`` of a line stand for of ``total``, after ``taken`` units that stand for ``apportioned``.

    Piece by piece the shares come to exactly the total, whichever returns were cancelled between.
    """
    total = max(total, 0)
    if not taken and not apportioned:
        return first_units(total, line.quantity, min(units, line.quantity))
    before = (
        first_units(total, line.quantity, min(taken, line.quantity)) if apportioned is None else apportioned
    )
    return max(0, first_units(total, line.quantity, min(taken + units, line.quantity)) - before)


def price(lines: Sequence[Priced], waived: frozenset[str]) -> list[Amounts]:
    """The amounts of each line of one return; ``waived`` are the resolutions that pay no fee.

    The highest fee among the lines neither denied nor waived is charged on the first line that has it.
    """
    fees = [0 if line.denied or (line.resolution or "refund") in waived else line.fee for line in lines]
    free = Resolution.STORE_CREDIT in waived
    bearer = fees.index(max(fees)) if any(fees) else None
    return [
        NOTHING if line.denied else _amounts(line, fees[index] if index == bearer else 0, free)
        for index, line in enumerate(lines)
    ]


def _amounts(line: Priced, fee: int, free: bool) -> Amounts:
    restocking = percent_of(line.share, line.restocking_percent)
    after_restocking = line.share - restocking
    fee = min(fee, after_restocking)
    credit = after_restocking if free else after_restocking - fee
    return Amounts(
        refund=after_restocking - fee,
        store_credit=credit + percent_of(credit, line.bonus_percent),
        fee=fee,
        restocking=restocking,
    )


def shipping_refund(policy: CompiledPolicy, shipping_paid: int, *, is_full: bool) -> int:
    """What of the shipping charge, tax included, is paid back; ``is_full``: every unit comes back."""
    return shipping_paid if is_full and policy.refund_shipping is RefundShipping.FULL_RETURN else 0


def within_paid(amount: int, paid: int, refunded: int) -> int:
    """What of ``amount`` may still be refunded of an order's ``paid``, after all ``refunded`` anywhere."""
    return max(0, min(amount, paid - refunded))
