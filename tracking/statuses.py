"""The words a parcel's state is told in, and which word may follow which."""

from enum import StrEnum
from typing import Literal

Actor = Literal["shopper", "merchant"]


class Status(StrEnum):
    """EasyPost's ten statuses, which most of the trade speaks."""

    UNKNOWN = "unknown"
    PRE_TRANSIT = "pre_transit"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    AVAILABLE_FOR_PICKUP = "available_for_pickup"
    DELIVERED = "delivered"
    RETURN_TO_SENDER = "return_to_sender"
    FAILURE = "failure"
    CANCELLED = "cancelled"
    ERROR = "error"


class StatusDetail(StrEnum):
    """EasyPost's 28 details, which say more of a status."""

    ADDRESS_CORRECTION = "address_correction"
    ARRIVED_AT_DESTINATION = "arrived_at_destination"
    ARRIVED_AT_FACILITY = "arrived_at_facility"
    ARRIVED_AT_PICKUP_LOCATION = "arrived_at_pickup_location"
    AWAITING_INFORMATION = "awaiting_information"
    CANCELLED = "cancelled"
    DAMAGED = "damaged"
    DELAYED = "delayed"
    DELIVERY_EXCEPTION = "delivery_exception"
    DEPARTED_FACILITY = "departed_facility"
    DEPARTED_ORIGIN_FACILITY = "departed_origin_facility"
    EXPIRED = "expired"
    FAILURE = "failure"
    HELD = "held"
    IN_TRANSIT = "in_transit"
    LABEL_CREATED = "label_created"
    LOST = "lost"
    MISSORTED = "missorted"
    OUT_FOR_DELIVERY = "out_for_delivery"
    RECEIVED_AT_DESTINATION_FACILITY = "received_at_destination_facility"
    RECEIVED_AT_ORIGIN_FACILITY = "received_at_origin_facility"
    REFUSED = "refused"
    RETURN = "return"
    STATUS_UPDATE = "status_update"
    TRANSFERRED_TO_DESTINATION_CARRIER = "transferred_to_destination_carrier"
    TRANSIT_EXCEPTION = "transit_exception"
    UNKNOWN = "unknown"
    WEATHER_DELAY = "weather_delay"


FINAL = frozenset({Status.DELIVERED, Status.RETURN_TO_SENDER, Status.CANCELLED})
"""After these no further news is waited for; what comes all the same is judged by `ALLOWED`."""

ATTEMPTED_DETAILS = frozenset({StatusDetail.DELIVERY_EXCEPTION, StatusDetail.REFUSED})
"""Details that tell of a courier who stood at the door and left with the parcel."""

_LIFE = (
    Status.UNKNOWN,
    Status.ERROR,
    Status.PRE_TRANSIT,
    Status.CANCELLED,
    Status.IN_TRANSIT,
    Status.OUT_FOR_DELIVERY,
    Status.FAILURE,
    Status.AVAILABLE_FOR_PICKUP,
    Status.DELIVERED,
    Status.RETURN_TO_SENDER,
)
RANK: dict[Status, int] = {status: place for place, status in enumerate(_LIFE)}
"""Of two scans at the same moment the one of higher rank is taken as the later."""

_NEWS: dict[Status, str] = {
    Status.PRE_TRANSIT: "The carrier has the label's data.",
    Status.IN_TRANSIT: "A scan shows the parcel on its way.",
    Status.OUT_FOR_DELIVERY: "The courier has it on the round.",
    Status.AVAILABLE_FOR_PICKUP: "It waits where the shopper can fetch it.",
    Status.DELIVERED: "It was handed over.",
    Status.RETURN_TO_SENDER: "The carrier turned it round.",
    Status.FAILURE: "The carrier says that it cannot deliver.",
    Status.CANCELLED: "The label or the journey was called off.",
    Status.ERROR: "The parcel cannot be followed for now.",
}


def _news(*targets: Status) -> dict[Status, str]:
    return {target: _NEWS[target] for target in targets}


def _all_but(own: Status) -> dict[Status, str]:
    return {target: reason for target, reason in _NEWS.items() if target is not own}


ALLOWED: dict[Status, dict[Status, str]] = {
    Status.UNKNOWN: dict(_NEWS),
    Status.ERROR: _all_but(Status.ERROR),
    Status.PRE_TRANSIT: _all_but(Status.PRE_TRANSIT),
    Status.IN_TRANSIT: _news(
        Status.OUT_FOR_DELIVERY,
        Status.AVAILABLE_FOR_PICKUP,
        Status.DELIVERED,
        Status.RETURN_TO_SENDER,
        Status.FAILURE,
        Status.CANCELLED,
        Status.ERROR,
    ),
    Status.OUT_FOR_DELIVERY: {
        Status.IN_TRANSIT: "It came back from the round to be brought another day.",
        **_news(
            Status.AVAILABLE_FOR_PICKUP,
            Status.DELIVERED,
            Status.RETURN_TO_SENDER,
            Status.FAILURE,
            Status.CANCELLED,
            Status.ERROR,
        ),
    },
    Status.AVAILABLE_FOR_PICKUP: {
        Status.IN_TRANSIT: "It left the pick-up point for another place.",
        Status.OUT_FOR_DELIVERY: "It is brought to the door after all.",
        **_news(Status.DELIVERED, Status.RETURN_TO_SENDER, Status.FAILURE, Status.CANCELLED, Status.ERROR),
    },
    Status.FAILURE: {
        Status.IN_TRANSIT: "A failure is not the end: it moves again.",
        **_news(
            Status.OUT_FOR_DELIVERY,
            Status.AVAILABLE_FOR_PICKUP,
            Status.DELIVERED,
            Status.RETURN_TO_SENDER,
            Status.CANCELLED,
            Status.ERROR,
        ),
    },
    Status.CANCELLED: {
        Status.IN_TRANSIT: "It travels although its label was called off.",
        **_news(
            Status.OUT_FOR_DELIVERY,
            Status.AVAILABLE_FOR_PICKUP,
            Status.DELIVERED,
            Status.RETURN_TO_SENDER,
            Status.FAILURE,
        ),
    },
    Status.DELIVERED: {Status.RETURN_TO_SENDER: "It was refused or sent back after delivery."},
    Status.RETURN_TO_SENDER: {},
}
"""From → to → why. Every move that is missing here is refused, for the reason in `KEEPS`."""

KEEPS: dict[Status, str] = {
    Status.UNKNOWN: "Nothing is refused where nothing is known.",
    Status.ERROR: "A code nobody knows says no more than the error does.",
    Status.PRE_TRANSIT: "A code nobody knows never hides what is known.",
    Status.IN_TRANSIT: "Label data and unknown codes are late news of a parcel under way.",
    Status.OUT_FOR_DELIVERY: "Label data and unknown codes are late news of a parcel on the round.",
    Status.AVAILABLE_FOR_PICKUP: "Label data and unknown codes are late news of a parcel that waits.",
    Status.FAILURE: "Label data and unknown codes do not mend a failure.",
    Status.CANCELLED: "Only a scan of the parcel itself undoes a cancellation.",
    Status.DELIVERED: "A delivered parcel may be sent back; all else is late news.",
    Status.RETURN_TO_SENDER: "After the turn all scans are of the way back, the delivery to the sender too.",
}
"""Why a status refuses the moves that `ALLOWED` does not name."""

_STATUS_ACTION: dict[Status, Actor] = {
    Status.AVAILABLE_FOR_PICKUP: "shopper",
    Status.RETURN_TO_SENDER: "merchant",
    Status.FAILURE: "merchant",
    Status.ERROR: "merchant",
}

_DETAIL_ACTION: dict[str, Actor] = {
    StatusDetail.ADDRESS_CORRECTION: "shopper",
    StatusDetail.ARRIVED_AT_PICKUP_LOCATION: "shopper",
    StatusDetail.DELIVERY_EXCEPTION: "shopper",
    StatusDetail.AWAITING_INFORMATION: "merchant",
    StatusDetail.DAMAGED: "merchant",
    StatusDetail.EXPIRED: "merchant",
    StatusDetail.FAILURE: "merchant",
    StatusDetail.HELD: "merchant",
    StatusDetail.LOST: "merchant",
    StatusDetail.REFUSED: "merchant",
    StatusDetail.RETURN: "merchant",
}

_SETTLED = frozenset({Status.DELIVERED, Status.CANCELLED})


def action_required(status: Status, detail: str | None) -> Actor | None:
    """Say who has to do something before the parcel gets further, or None where nobody has to.

    The status decides before the detail: a parcel that waits for pick-up is the shopper's to fetch.
    """
    if status in _SETTLED:
        return None
    return _STATUS_ACTION.get(status) or _DETAIL_ACTION.get(detail or "")
