"""What a parcel's status, detail and flags amount to for the person who waits for it."""

from enum import StrEnum

from notifications.delays import DelayKind
from portal.shopper.page import Event, Parcel
from tracking.statuses import Status, StatusDetail


class Situation(StrEnum):
    """Everything a shopper can find a parcel, or the rest of an order, to be."""

    NOT_SHIPPED = "not_shipped"
    SHIPS_LATE = "ships_late"
    ORDER_CANCELLED = "order_cancelled"
    LABELLED = "labelled"
    NOT_MOVING = "not_moving"
    ACCEPTED = "accepted"
    MOVING = "moving"
    AT_FACILITY = "at_facility"
    LEFT_FACILITY = "left_facility"
    NEAR = "near"
    HANDED_OVER = "handed_over"
    STALLED = "stalled"
    MISSORTED = "missorted"
    DELAYED = "delayed"
    WEATHER = "weather"
    HELD_UP = "held_up"
    DELIVERY_PROBLEM = "delivery_problem"
    ON_HOLD = "on_hold"
    ADDRESS = "address"
    INFORMATION = "information"
    DAMAGED = "damaged"
    LOST = "lost"
    REFUSED = "refused"
    SILENT = "silent"
    OUT_FOR_DELIVERY = "out_for_delivery"
    ATTEMPTED = "attempted"
    PICKUP = "pickup"
    PICKUP_EXPIRED = "pickup_expired"
    DELIVERED = "delivered"
    RETURNING = "returning"
    FAILED = "failed"
    CANCELLED = "cancelled"
    ERROR = "error"
    UNKNOWN = "unknown"
    RETURN_LABELLED = "return_labelled"
    RETURN_MOVING = "return_moving"
    RETURN_ARRIVED = "return_arrived"


BY_STATUS: dict[str, Situation] = {
    Status.UNKNOWN: Situation.UNKNOWN,
    Status.PRE_TRANSIT: Situation.LABELLED,
    Status.IN_TRANSIT: Situation.MOVING,
    Status.OUT_FOR_DELIVERY: Situation.OUT_FOR_DELIVERY,
    Status.AVAILABLE_FOR_PICKUP: Situation.PICKUP,
    Status.DELIVERED: Situation.DELIVERED,
    Status.RETURN_TO_SENDER: Situation.RETURNING,
    Status.FAILURE: Situation.FAILED,
    Status.CANCELLED: Situation.CANCELLED,
    Status.ERROR: Situation.ERROR,
}

STOPS: dict[str, Situation] = {
    StatusDetail.RECEIVED_AT_ORIGIN_FACILITY: Situation.ACCEPTED,
    StatusDetail.DEPARTED_ORIGIN_FACILITY: Situation.ACCEPTED,
    StatusDetail.ARRIVED_AT_FACILITY: Situation.AT_FACILITY,
    StatusDetail.DEPARTED_FACILITY: Situation.LEFT_FACILITY,
    StatusDetail.RECEIVED_AT_DESTINATION_FACILITY: Situation.NEAR,
    StatusDetail.ARRIVED_AT_DESTINATION: Situation.NEAR,
    StatusDetail.TRANSFERRED_TO_DESTINATION_CARRIER: Situation.HANDED_OVER,
}

TROUBLES: dict[str, Situation] = {
    StatusDetail.MISSORTED: Situation.MISSORTED,
    StatusDetail.DELAYED: Situation.DELAYED,
    StatusDetail.WEATHER_DELAY: Situation.WEATHER,
    StatusDetail.TRANSIT_EXCEPTION: Situation.HELD_UP,
    StatusDetail.DELIVERY_EXCEPTION: Situation.DELIVERY_PROBLEM,
    StatusDetail.HELD: Situation.ON_HOLD,
    StatusDetail.ADDRESS_CORRECTION: Situation.ADDRESS,
    StatusDetail.AWAITING_INFORMATION: Situation.INFORMATION,
    StatusDetail.DAMAGED: Situation.DAMAGED,
    StatusDetail.LOST: Situation.LOST,
    StatusDetail.REFUSED: Situation.REFUSED,
    StatusDetail.EXPIRED: Situation.SILENT,
    StatusDetail.CANCELLED: Situation.CANCELLED,
    StatusDetail.RETURN: Situation.RETURNING,
}

RETURN_BY_STATUS: dict[str, Situation] = {
    Status.PRE_TRANSIT: Situation.RETURN_LABELLED,
    Status.UNKNOWN: Situation.RETURN_LABELLED,
    Status.DELIVERED: Situation.RETURN_ARRIVED,
    Status.CANCELLED: Situation.CANCELLED,
}

QUIET: dict[str, dict[Situation, Situation]] = {
    DelayKind.NOT_SHIPPED: dict.fromkeys((Situation.LABELLED, Situation.UNKNOWN), Situation.SHIPS_LATE),
    DelayKind.NOT_MOVING: dict.fromkeys((Situation.LABELLED, Situation.UNKNOWN), Situation.NOT_MOVING),
    DelayKind.STALLED: dict.fromkeys(
        (
            Situation.ACCEPTED,
            Situation.MOVING,
            Situation.HANDED_OVER,
            Situation.OUT_FOR_DELIVERY,
            *STOPS.values(),
        ),
        Situation.STALLED,
    ),
}
"""What a delay makes of a situation in which a parcel's scans tell of no trouble: its silence is the news."""

SETTLED = {Situation.DELIVERED, Situation.CANCELLED, Situation.RETURN_ARRIVED, Situation.ORDER_CANCELLED}


def situation_of(parcel: Parcel) -> Situation:
    """The one thing to tell about a parcel: a named trouble, a failed attempt, its silence, or where it is."""
    if parcel.returning:
        return RETURN_BY_STATUS.get(parcel.status, Situation.RETURN_MOVING)
    told = _told_by(parcel.status, parcel.status_detail)
    may_have_missed = parcel.status not in (Status.OUT_FOR_DELIVERY, Status.AVAILABLE_FOR_PICKUP)
    if parcel.attempted and may_have_missed and told not in SETTLED and told not in _WORSE_THAN_A_MISS:
        return Situation.ATTEMPTED
    return QUIET.get(parcel.silence or "", {}).get(told, told)


def situation_at(event: Event) -> Situation:
    """What one scan says, whatever came before or after it."""
    return _told_by(event.status, event.status_detail)


def _told_by(status: str, detail: str | None) -> Situation:
    plain = BY_STATUS.get(status, Situation.UNKNOWN)
    if plain == Situation.PICKUP:
        return Situation.PICKUP_EXPIRED if detail == StatusDetail.EXPIRED else plain
    if plain in SETTLED or plain == Situation.RETURNING or detail is None:
        return plain
    if detail in TROUBLES:
        return TROUBLES[detail]
    return STOPS.get(detail, plain) if plain == Situation.MOVING else plain


_WORSE_THAN_A_MISS = {
    Situation.RETURNING,
    Situation.ADDRESS,
    Situation.INFORMATION,
    Situation.DAMAGED,
    Situation.LOST,
    Situation.REFUSED,
    Situation.ON_HOLD,
    Situation.SILENT,
}
