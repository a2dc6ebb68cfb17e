"""What a parcel's status, detail and flags amount to for the person who waits for it."""

from enum import StrEnum

from portal.shopper.page import Event, Parcel


class Situation(StrEnum):
    """Everything a shopper can find a parcel, or the rest of an order, to be."""

    NOT_SHIPPED = "not_shipped"
    ORDER_CANCELLED = "order_cancelled"
    LABELLED = "labelled"
    ACCEPTED = "accepted"
    MOVING = "moving"
    AT_FACILITY = "at_facility"
    LEFT_FACILITY = "left_facility"
    NEAR = "near"
    HANDED_OVER = "handed_over"
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


BY_STATUS = {
    "unknown": Situation.UNKNOWN,
    "pre_transit": Situation.LABELLED,
    "in_transit": Situation.MOVING,
    "out_for_delivery": Situation.OUT_FOR_DELIVERY,
    "available_for_pickup": Situation.PICKUP,
    "delivered": Situation.DELIVERED,
    "return_to_sender": Situation.RETURNING,
    "failure": Situation.FAILED,
    "cancelled": Situation.CANCELLED,
    "error": Situation.ERROR,
}

STOPS = {
    "received_at_origin_facility": Situation.ACCEPTED,
    "departed_origin_facility": Situation.ACCEPTED,
    "arrived_at_facility": Situation.AT_FACILITY,
    "departed_facility": Situation.LEFT_FACILITY,
    "received_at_destination_facility": Situation.NEAR,
    "arrived_at_destination": Situation.NEAR,
    "transferred_to_destination_carrier": Situation.HANDED_OVER,
}

TROUBLES = {
    "missorted": Situation.MISSORTED,
    "delayed": Situation.DELAYED,
    "weather_delay": Situation.WEATHER,
    "transit_exception": Situation.HELD_UP,
    "delivery_exception": Situation.DELIVERY_PROBLEM,
    "held": Situation.ON_HOLD,
    "address_correction": Situation.ADDRESS,
    "awaiting_information": Situation.INFORMATION,
    "damaged": Situation.DAMAGED,
    "lost": Situation.LOST,
    "refused": Situation.REFUSED,
    "expired": Situation.SILENT,
    "cancelled": Situation.CANCELLED,
    "return": Situation.RETURNING,
}

RETURN_BY_STATUS = {
    "pre_transit": Situation.RETURN_LABELLED,
    "unknown": Situation.RETURN_LABELLED,
    "delivered": Situation.RETURN_ARRIVED,
    "cancelled": Situation.CANCELLED,
}

SETTLED = {Situation.DELIVERED, Situation.CANCELLED, Situation.RETURN_ARRIVED, Situation.ORDER_CANCELLED}


def situation_of(parcel: Parcel) -> Situation:
    """The one thing to tell about a parcel: a named trouble before a failed attempt before where it is."""
    if parcel.returning:
        return RETURN_BY_STATUS.get(parcel.status, Situation.RETURN_MOVING)
    told = _told_by(parcel.status, parcel.status_detail)
    may_have_missed = parcel.status not in ("out_for_delivery", "available_for_pickup")
    if parcel.attempted and may_have_missed and told not in SETTLED and told not in _WORSE_THAN_A_MISS:
        return Situation.ATTEMPTED
    return told


def situation_at(event: Event) -> Situation:
    """What one scan says, whatever came before or after it."""
    return _told_by(event.status, event.status_detail)


def _told_by(status: str, detail: str | None) -> Situation:
    plain = BY_STATUS.get(status, Situation.UNKNOWN)
    if plain == Situation.PICKUP:
        return Situation.PICKUP_EXPIRED if detail == "expired" else plain
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
