"""How far along a parcel is, as a row of steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from portal.languages import _l
from portal.shopper.page import Parcel
from portal.shopper.situations import Situation as Is
from portal.shopper.situations import situation_of
from portal.shopper.words import WORDS
from tracking.statuses import Status

TO_THE_DOOR = (_l("Ordered"), _l("Shipped"), _l("On its way"), _l("Out for delivery"), _l("Delivered"))
TO_A_COUNTER = (_l("Ordered"), _l("Shipped"), _l("On its way"), _l("Ready to collect"), _l("Collected"))
BACK_TO_US = (_l("Return ready to send"), _l("Return on its way"), _l("Return received"))

REACHED: dict[str, int] = {
    Status.PRE_TRANSIT: 1,
    Status.IN_TRANSIT: 2,
    Status.OUT_FOR_DELIVERY: 3,
    Status.AVAILABLE_FOR_PICKUP: 3,
    Status.DELIVERED: 4,
}
NO_LONGER_COMING = {Is.CANCELLED, Is.RETURNING}


@dataclass(frozen=True, slots=True)
class Step:
    """One stage, named by a message of the catalogue."""

    label: str
    state: Literal["done", "current", "ahead"]
    troubled: bool = False


def not_shipped_rail() -> tuple[Step, ...]:
    """The steps before any parcel has left."""
    return _steps(TO_THE_DOOR, 0, troubled=False)


def rail_of(parcel: Parcel) -> tuple[Step, ...]:
    """The steps of a parcel, none where it is no longer coming.

    A status that tells of no place (unknown, failure, error) leaves it where its scans had brought it.
    """
    situation = situation_of(parcel)
    if situation in NO_LONGER_COMING:
        return ()
    if parcel.returning:
        return _steps(
            BACK_TO_US, {Is.RETURN_LABELLED: 0, Is.RETURN_MOVING: 1}.get(situation, 2), troubled=False
        )
    reached = 3 if situation == Is.ATTEMPTED else REACHED.get(parcel.status) or _reached_by_scans(parcel)
    collected = any(event.status == Status.AVAILABLE_FOR_PICKUP for event in parcel.events)
    labels = TO_A_COUNTER if collected or parcel.status == Status.AVAILABLE_FOR_PICKUP else TO_THE_DOOR
    return _steps(labels, reached, troubled=WORDS[situation].tone in ("care", "bad"))


def _reached_by_scans(parcel: Parcel) -> int:
    """The furthest step a scan tells of, short of the last: only a status delivers."""
    furthest = max((REACHED.get(event.status, 1) for event in parcel.events), default=1)
    return min(furthest, len(TO_THE_DOOR) - 2)


def _steps(labels: Sequence[str], reached: int, troubled: bool) -> tuple[Step, ...]:
    last = len(labels) - 1
    return tuple(
        Step(
            label,
            "done" if at < reached or reached == last else "current" if at == reached else "ahead",
            at == reached and troubled,
        )
        for at, label in enumerate(labels)
    )
