"""Which units a request is about: how many of a line are left, and which parcels they came in."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from returns.case import AskedLine, Case, Parcel
from returns.ledger import LineLedger, returnable


class Held(NamedTuple):
    """Units of one line in one parcel; ``returned`` of them are known to be in a return already."""

    parcel: Parcel
    units: int
    returned: int


class Drawn(NamedTuple):
    """Units taken from a parcel for a request."""

    parcel: Parcel
    units: int


def shelves(parcels: Sequence[Parcel]) -> dict[str, list[Held]]:
    """For each line the parcels that hold it: the one delivered last first, those under way at the end.

    A parcel counts once it has left, that is with a time of shipping or of delivery.
    """
    held: dict[str, list[Held]] = {}
    left = [parcel for parcel in parcels if parcel.shipped_at or parcel.delivered_at]
    for parcel in sorted(left, key=_recency, reverse=True):
        for packed in parcel.packed:
            held.setdefault(packed.line, []).append(Held(parcel, packed.quantity, packed.returned))
    return held


def _recency(parcel: Parcel) -> tuple[bool, float, float, str]:
    delivered, shipped = parcel.delivered_at, parcel.shipped_at
    return (
        delivered is not None,
        delivered.timestamp() if delivered else 0.0,
        shipped.timestamp() if shipped else 0.0,
        parcel.id,
    )


def ledgers_of(case: Case, held: dict[str, list[Held]]) -> dict[str, LineLedger]:
    """The counts of every line; parcels sent by mistake do not make more units than were ordered."""
    return {
        line.id: case.ledgers.get(line.id)
        or _only_shipped(line.quantity, sum([one.units for one in held.get(line.id, ())]))
        for line in case.order.lines
    }


@lru_cache(maxsize=1024)
def _only_shipped(ordered: int, sent: int) -> LineLedger:
    return LineLedger(ordered, min(ordered, sent))


def asked_lines(case: Case, ledgers: dict[str, LineLedger]) -> tuple[AskedLine, ...]:
    """What is asked for: the lines named, or else everything returnable."""
    if case.asked is not None:
        return case.asked
    return tuple(AskedLine(line.id, returnable(ledgers[line.id])) for line in case.order.lines)


def units_before(asked: Sequence[AskedLine], ledgers: dict[str, LineLedger]) -> list[int]:
    """For each asked line, how many units of it are taken already or asked for before it in the request."""
    taken = {line: ledger.taken for line, ledger in ledgers.items()}
    before = []
    for one in asked:
        before.append(taken[one.id])
        taken[one.id] += one.quantity
    return before


def draw(shelf: Sequence[Held], units: int, taken: int) -> list[Drawn]:
    """Take ``units`` from the parcels in their order, after the ``taken`` ones are gone.

    Taken units that no parcel knows of count as the first parcels'. May give fewer than asked.
    """
    unknown = max(0, taken - sum([held.returned for held in shelf]))
    drawn = []
    for parcel, held, returned in shelf:
        gone = min(held - returned, unknown)
        unknown -= gone
        count = min(held - returned - gone, units)
        units -= count
        if count:
            drawn.append(Drawn(parcel, count))
    return drawn
