"""What parcels, returns, claims and money are called before staff, and how they are tinted."""

from portal.languages import _l
from portal.shopper.returning.words import METHODS, REASONS
from portal.shopper.returning.words import STATUSES as RETURN_STATUSES

PARCEL = {
    "unknown": _l("Waiting for news"),
    "pre_transit": _l("Ready to ship"),
    "in_transit": _l("On its way"),
    "out_for_delivery": _l("Out for delivery"),
    "available_for_pickup": _l("Ready to collect"),
    "delivered": _l("Delivered"),
    "return_to_sender": _l("On its way back"),
    "failure": _l("Not delivered"),
    "cancelled": _l("Shipment cancelled"),
    "error": _l("Tracking interrupted"),
    "lost": _l("Lost"),
    "damaged": _l("Damaged"),
}
LISTS = {
    "late": _l("Late"),
    "stalled": _l("No news for days"),
    "trouble": _l("In trouble"),
    "under_way": _l("On the way"),
    "all": _l("All"),
}
RETURN = {status.value: told.label for status, told in RETURN_STATUSES.items()}
QUEUE = {"to_do": _l("To do"), **RETURN, "all": _l("All")}
CLAIM = {
    "open": _l("Just opened"),
    "in_review": _l("Being looked into"),
    "approved": _l("Granted"),
    "denied": _l("Denied"),
    "resolved": _l("Settled"),
}
CLAIM_KIND = {
    "lost": _l("Parcel lost"),
    "damaged": _l("Item damaged"),
    "not_received": _l("Parcel not received"),
    "late": _l("Parcel late"),
    "missing_item": _l("Item missing"),
    "wrong_item": _l("Wrong item"),
}
MONEY = {"refund": _l("Refund"), "store_credit": _l("Store credit")}
RESOLUTION = {**MONEY, "exchange": _l("Exchange"), "reship": _l("Send it again")}
REFUND = {
    "pending": _l("on its way"),
    "succeeded": _l("paid"),
    "failed": _l("failed"),
    "unknown": _l("being checked"),
}
METHOD = {method.value: told[0] for method, told in METHODS.items()}
CONDITION = {
    "as_new": _l("As new"),
    "opened": _l("Opened"),
    "used": _l("Used"),
    "damaged": _l("Damaged"),
    "wrong_item": _l("Wrong item"),
    "empty": _l("Empty box"),
}
DISPOSITION = {
    "restock": _l("Back to stock"),
    "refurbish": _l("Refurbish"),
    "donate": _l("Donate"),
    "recycle": _l("Recycle"),
    "discard": _l("Discard"),
}
OUTCOME = {
    "found": _l("It turned up"),
    "refund": _l("Lost on its way: pay for it"),
    "release": _l("Never sent: returnable again"),
}
DECISION = {"allow": _l("Allowed"), "review": _l("To review"), "deny": _l("Not allowed")}
LABEL = {
    "ordered": _l("Ordered"),
    "bought": _l("Bought"),
    "unavailable": _l("Could not be had"),
    "voided": _l("Given back"),
}
WORK = {
    "mail-link": _l("Mailing an order’s link"),
    "mail-reset": _l("Mailing a new password"),
    "post-webhook": _l("Webhooks to your programs"),
    "refund-gateway": _l("Refunds through the payment provider"),
    "read-payment-message": _l("News from the payment provider"),
    "buy-return-label": _l("Buying return labels"),
    "read-message": _l("News from the carrier"),
    "make-tracker": _l("Following parcels at the carrier"),
    "poll-tracker": _l("Following parcels at the carrier"),
    "fetch-logo": _l("Fetching the logo"),
}
LIFE = {
    "on_time": _l("It comes on time"),
    "late": _l("It is late already"),
    "stalled": _l("It stops moving"),
    "attempted": _l("Nobody is at home"),
    "lost": _l("It gets lost"),
    "returned": _l("It goes back to you"),
    "picked_up": _l("It waits to be collected"),
}
WORDS: dict[str, dict[str, str]] = {
    "life": LIFE,
    "parcel": PARCEL,
    "list": LISTS,
    "return": RETURN,
    "queue": QUEUE,
    "claim": CLAIM,
    "claim_kind": CLAIM_KIND,
    "claim_resolution": RESOLUTION,
    "money": MONEY,
    "resolution": RESOLUTION,
    "refund": REFUND,
    "reason": dict(REASONS),
    "method": METHOD,
    "condition": CONDITION,
    "disposition": DISPOSITION,
    "outcome": OUTCOME,
    "decision": DECISION,
    "label": LABEL,
    "work": WORK,
}
TONES = {
    **dict.fromkeys(("delivered", "completed", "resolved", "refund_succeeded"), "good"),
    **dict.fromkeys(("in_transit", "out_for_delivery", "approved", "received", "in_review"), "calm"),
    **dict.fromkeys(("requested", "open", "available_for_pickup", "expired", "refund_pending"), "care"),
    **dict.fromkeys(("failure", "lost", "damaged", "return_to_sender", "error", "refund_failed"), "bad"),
}


def parcel_code(status: str, detail: str | None) -> str:
    """The code that a parcel is called by: a detail that says what matters more, else its status."""
    return detail if detail in ("lost", "damaged") else status
