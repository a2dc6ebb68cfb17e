"""Whether an order's shopper may withdraw from the contract, from which units of it, and until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from commerce.eea import in_eea
from commerce.withdrawal_schema import Exempt
from returns.case import Order, OrderLine, Parcel
from returns.ledger import LineLedger, returnable, unsent
from returns.withdrawal.period import Arrival, holidays_at, last_day
from returns.withdrawal.terms import UNTIL_OPENED, Terms


class Standing(StrEnum):
    """How the right stands for an order as a whole."""

    OPEN = "open"
    ELSEWHERE = "elsewhere"  # sent to where European law does not hold
    EXEMPT = "exempt"  # no line carries the right
    OVER = "over"
    NOTHING_LEFT = "nothing_left"  # withdrawn from, returned or cancelled


@dataclass(frozen=True, slots=True)
class LineRight:
    """One line: units never sent, units that were sent and not taken back, and what excepts it."""

    line: OrderLine
    unsent: int
    sent: int
    exempt: Exempt | None = None

    @property
    def most(self) -> int:
        """Units that may be withdrawn from. A seal stands against it only once it is broken."""
        return 0 if self.exempt and self.exempt not in UNTIL_OPENED else self.unsent + self.sent


@dataclass(frozen=True, slots=True)
class Right:
    """The right of an order's shopper; `last_day` is None while its end is not fixed."""

    standing: Standing
    lines: tuple[LineRight, ...]
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an order goes, as far as it bears on the right; `zone` is the shopper's own."""

    country: str | None
    region: str | None
    zone: ZoneInfo


def right(
    order: Order,
    parcels: Sequence[Parcel],
    ledgers: Mapping[str, LineLedger],
    terms: Terms,
    place: Place,
    at: datetime,
    *,
    cancelled: bool = False,
) -> Right:
    """The right at a time; `cancelled`: the merchant called the whole order off, so nothing more is sent."""
    lines = tuple(
        LineRight(
            line,
            0 if cancelled else unsent(ledgers[line.id]),
            max(0, returnable(ledgers[line.id])),
            terms.exempt(line),
        )
        for line in order.lines
    )
    end = end_of(order.lines, [arrival(parcel) for parcel in parcels], terms, place)
    offered = standing(order.lines, terms, place, end, at)
    if offered is Standing.OPEN and not any(line.most for line in lines):
        offered = Standing.NOTHING_LEFT
    return Right(offered, lines, end)


def standing(
    lines: Sequence[OrderLine], terms: Terms, place: Place, end: date | None, at: datetime
) -> Standing:
    """How the right stands, whatever was withdrawn from already."""
    if not in_eea(place.country):
        return Standing.ELSEWHERE
    exceptions = [terms.exempt(line) for line in lines]
    if all(one and one not in UNTIL_OPENED for one in exceptions):
        return Standing.EXEMPT
    return Standing.OVER if end and at.astimezone(place.zone).date() > end else Standing.OPEN


def end_of(
    lines: Sequence[OrderLine], arrivals: Sequence[Arrival], terms: Terms, place: Place
) -> date | None:
    """The last day for an order's lines; None where no European country is known."""
    if not place.country:
        return None
    to_come = {line.id: line.quantity - line.cancelled for line in lines}
    is_holiday = holidays_at(place.country, place.region)
    return last_day(to_come, arrivals, terms.days, place.zone, is_holiday)


def arrival(parcel: Parcel) -> Arrival:
    """A parcel as the period counts it."""
    units: dict[str, int] = {}
    for packed in parcel.packed:
        units[packed.line] = units.get(packed.line, 0) + packed.quantity
    return Arrival(units, parcel.delivered_at)
