"""What was taken back of an order so far: unit by unit, parcel by parcel, with what was paid for it."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from commerce.money import first_units
from returns.case import Order, Parcel
from returns.ledger import LineLedger

TAKEN = """
SELECT r.id, l.line_id, l.quantity - l.released_quantity, l.quantity, l.received_quantity,
       l.written_off_quantity, l.share, l.drawn
FROM return_lines l JOIN returns r ON r.merchant_id = l.merchant_id AND r.id = l.return_id
WHERE r.merchant_id = %s AND r.order_id = %s AND r.status NOT IN ('declined', 'cancelled', 'expired')
UNION ALL
SELECT NULL, w.line_id, w.quantity, w.quantity, 0, w.quantity, w.share, '[]'::jsonb
FROM write_offs w WHERE w.merchant_id = %s AND w.order_id = %s
"""


class Taken(NamedTuple):
    """Units of a line in one live return, or written off outside of one (`return_id` None).

    `share` is what was paid for `asked` units, of which `units` are still taken; `drawn` are
    [shipment id, units] pairs.
    """

    return_id: int | None
    line: str
    units: int
    asked: int
    received: int
    written_off: int
    share: int
    drawn: Sequence[Sequence[Any]]


def taken_rows(rows: Iterable[Sequence[Any]]) -> tuple[Taken, ...]:
    """The rows of `TAKEN`."""
    return tuple(Taken(*row) for row in rows)


def ledgers(order: Order, parcels: Sequence[Parcel], taken: Sequence[Taken]) -> dict[str, LineLedger]:
    """The counts of every line. A parcel called back after its units were taken does not unship them."""
    shipped = packed_units(parcel for parcel in parcels if parcel.shipped_at or parcel.delivered_at)
    delivered = packed_units(parcel for parcel in parcels if parcel.delivered_at)
    return {
        line.id: ledger(
            line.quantity,
            min(line.quantity, shipped.get(line.id, 0) + line.cancelled),
            delivered.get(line.id, 0),
            [one for one in taken if one.line == line.id],
            line.cancelled,
        )
        for line in order.lines
    }


def packed_units(parcels: Iterable[Parcel]) -> dict[str, int]:
    """Units per line in the parcels."""
    units: dict[str, int] = {}
    for parcel in parcels:
        for packed in parcel.packed:
            units[packed.line] = units.get(packed.line, 0) + packed.quantity
    return units


def ledger(
    ordered: int, shipped: int, delivered: int, taken: Sequence[Taken], cancelled: int = 0
) -> LineLedger:
    gone = sum(one.units for one in taken)
    received = sum(one.received for one in taken)
    written_off = sum(one.written_off for one in taken)
    shipped = max(shipped, gone)
    return LineLedger(
        ordered=max(ordered, shipped),
        shipped=shipped,
        delivered=min(delivered, shipped),
        in_open_returns=gone - received - written_off,
        received=received,
        written_off=written_off,
        cancelled=min(cancelled, written_off),
    )


def apportioned(taken: Sequence[Taken]) -> dict[str, int]:
    """What of each line's payment its taken units stand for."""
    sums: dict[str, int] = {}
    for one in taken:
        sums[one.line] = sums.get(one.line, 0) + first_units(one.share, one.asked, one.units)
    return sums


def by_parcel(taken: Sequence[Taken]) -> dict[tuple[str, str], int]:
    """Units known to be taken of each (parcel, line)."""
    units: dict[tuple[str, str], int] = {}
    for one in taken:
        left = one.units
        for parcel, count in one.drawn:
            known = min(left, count)
            left -= known
            units[parcel, one.line] = units.get((parcel, one.line), 0) + known
    return units
