"""What a return owes for the units that are to be paid for."""

from collections.abc import Sequence
from typing import NamedTuple

from commerce.money import first_units
from returns.amounts import Priced, price
from returns.policy.vocabulary import Resolution


class Settling(NamedTuple):
    """A return's line: `units` of its `quantity` are to be paid for, `share` was paid for all of them."""

    units: int
    quantity: int
    share: int
    resolution: str | None
    fee: int
    restocking_percent: float
    bonus_percent: float


class Owed(NamedTuple):
    """Minor units: money, store credit with its bonus, and the credit without."""

    refund: int
    store_credit: int
    credit_principal: int


def owed(lines: Sequence[Settling], waived: frozenset[str], shipping: int = 0) -> Owed:
    """What the lines come to altogether; `shipping` is paid back once every unit is to be paid for."""
    full = price([priced(line, line.bonus_percent) for line in lines], waived)
    plain = price([priced(line, 0) for line in lines], waived)
    refund = credit = principal = 0
    for line, paid, without_bonus in zip(lines, full, plain, strict=True):
        if line.resolution == Resolution.STORE_CREDIT:
            credit += paid.store_credit
            principal += without_bonus.store_credit
        elif line.resolution != Resolution.EXCHANGE:
            refund += paid.refund
    if pays_money(lines) and all(line.units == line.quantity for line in lines):
        refund += shipping
    return Owed(refund, credit, principal)


def pays_money(lines: Sequence[Settling]) -> bool:
    return any(line.resolution in (None, Resolution.REFUND) for line in lines)


def priced(line: Settling, bonus_percent: float) -> Priced:
    return Priced(
        share=first_units(line.share, line.quantity, line.units),
        denied=line.units == 0,
        resolution=line.resolution,
        fee=line.fee,
        restocking_percent=line.restocking_percent,
        bonus_percent=bonus_percent,
    )
