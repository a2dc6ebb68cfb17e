"""What can be reported of a parcel, and what a report still lacks."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from returns.claim_statuses import ClaimKind

K = ClaimKind

NAMES_ITEMS = frozenset({K.DAMAGED, K.MISSING_ITEM, K.WRONG_ITEM})
"""Kinds that are about some of the items; the others are about the whole parcel."""
SHOWS_ITEMS = frozenset({K.DAMAGED, K.WRONG_ITEM})
"""Kinds that a photo says more about than words."""


class Sent(NamedTuple):
    """A parcel of the order by its id; dates are the shopper's own, `units` those of each line in it."""

    code: str
    delivered_on: date | None
    promised_on: date | None
    units: Mapping[str, int]


class Report(NamedTuple):
    """What a shopper says went wrong with a parcel, and with which units of its lines."""

    parcel: Sent
    kind: ClaimKind
    units: Mapping[str, int]

    @property
    def about(self) -> str:
        """How the form's field names it."""
        return named(self.kind, self.parcel)


def named(kind: ClaimKind, parcel: Sent) -> str:
    return f"{kind}.{parcel.code}"


def kinds(parcel: Sent, today: date) -> tuple[ClaimKind, ...]:
    """What may have happened to a parcel; it is late only after the promised day, if one was promised."""
    promised, arrived = parcel.promised_on, parcel.delivered_on
    if arrived:
        late = (K.LATE,) if promised and arrived > promised else ()
        return (K.NOT_RECEIVED, K.DAMAGED, K.MISSING_ITEM, K.WRONG_ITEM, *late)
    return (K.LOST, K.LATE) if promised is None or promised < today else (K.LOST,)


def read(fields: Mapping[str, str], parcels: Collection[Sent], today: date) -> Report | None:
    """The report that a form's fields make; None where they name nothing that can be reported."""
    kind, _, code = fields.get("about", "").partition(".")
    parcel = next((one for one in parcels if one.code == code), None)
    if parcel is None or kind not in kinds(parcel, today):
        return None
    if kind not in NAMES_ITEMS:
        return Report(parcel, K(kind), parcel.units)
    return Report(parcel, K(kind), {line: units for line, units in chosen(fields, parcel).items() if units})


def chosen(fields: Mapping[str, str], parcel: Sent) -> dict[str, int]:
    """Units per line of a parcel, none above what it holds."""
    counts = {line: fields.get(f"units.{line}", "") for line in parcel.units}
    return {
        line: min(int(count), parcel.units[line]) if count.isascii() and count.isdigit() else 0
        for line, count in counts.items()
        if len(count) <= MOST_DIGITS
    }


MOST_DIGITS = 6


def lacks(report: Report, photos: int, asks_photo: Collection[str]) -> str | None:
    """The code of what a report that was sent still needs; `asks_photo` are the policy's words."""
    if not report.units:
        return "nothing_chosen"
    if report.kind in SHOWS_ITEMS and report.kind in asks_photo and not photos:
        return "photo_required"
    return None
