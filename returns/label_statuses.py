"""Where a return's label stands."""

from enum import StrEnum


class LabelStatus(StrEnum):
    """`ordered` until the carrier has made it; `unavailable` where it can't be had, `voided` once given back.

    An ordered label becomes any of the others, a bought one is only ever voided.
    """

    ORDERED = "ordered"
    BOUGHT = "bought"
    UNAVAILABLE = "unavailable"
    VOIDED = "voided"
