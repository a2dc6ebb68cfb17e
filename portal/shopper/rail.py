"""How far along a parcel is, as a row of steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from portal.languages import _l
from portal.shopper.page import Parcel
from portal.shopper.situations import Situation as Is
from portal.shopper.situations import situation_of
from portal.shopper.words import WORDS

TO_THE_DOOR = (_l("Ordered"), _l("Shipped"), _l("On its way"), _l("Out for delivery"), _l("Delivered"))
TO_A_COUNTER = (_l("Ordered"), _l("Shipped"), _l("On its way"), _l("Ready to collect"), _l("Collected"))
BACK_TO_US = (_l("Return ready to send"), _l("Return on its way"), _l("Return received"))

REACHED = {
    "pre_transit": 1,
    "in_transit": 2,
    "failure": 2,
    "out_for_delivery": 3,
    "available_for_pickup": 3,
    "delivered": 4,
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

    A status that says nothing of the place (unknown, failure, error) leaves it where its scans had brought
    it.
    """
    situation = situation_of(parcel)
    if situation in NO_LONGER_COMING:
        return ()
    if parcel.returning:
        return _steps(
            BACK_TO_US, {Is.RETURN_LABELLED: 0, Is.RETURN_MOVING: 1}.get(situation, 2), troubled=False
        )
    reached = REACHED.get(parcel.status) if parcel.status != "failure" else None
    if reached is None:
        reached = max((REACHED.get(event.status, 0) for event in parcel.events), default=0)
        reached = min(max(reached, REACHED.get(parcel.status, 1)), 3)
    if situation == Is.ATTEMPTED:
        reached = 3
    collected = any(event.status == "available_for_pickup" for event in parcel.events)
    labels = TO_A_COUNTER if collected or parcel.status == "available_for_pickup" else TO_THE_DOOR
    return _steps(labels, reached, troubled=WORDS[situation].tone in ("care", "bad"))


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
