"""What the codes of returns are called before a shopper."""

from typing import Literal, NamedTuple

from portal.languages import _l
from portal.shopper.returning.choices import Step
from portal.shopper.voice import Voice
from returns.policy.vocabulary import Method, Resolution
from returns.statuses import RefundOn
from returns.statuses import ReturnStatus as S

QUESTIONS = {
    Step.ITEMS: _l("What would you like to return?"),
    Step.WHY: _l("Why are you returning it?"),
    Step.WHAT: _l("What would you like instead?"),
    Step.HOW: _l("How will it come back?"),
}
REASONS = {
    "too_small": _l("Too small"),
    "too_large": _l("Too large"),
    "not_as_described": _l("Not as described"),
    "changed_mind": _l("I changed my mind"),
    "damaged": _l("It arrived damaged"),
    "wrong_item": _l("I got the wrong item"),
    "arrived_late": _l("It arrived too late"),
    "other": _l("Another reason"),
}
RESOLUTIONS = {
    Resolution.EXCHANGE: _l("Exchange"),
    Resolution.STORE_CREDIT: _l("Store credit"),
    Resolution.REFUND: _l("Refund to your original payment"),
}
METHODS = {
    Method.LABEL: (_l("With a return label"), _l("You print it and put it on the parcel.")),
    Method.QR_CODE: (_l("With a QR code"), _l("You show it on your phone. There is nothing to print.")),
    Method.DROP_OFF: (_l("At a drop-off point"), _l("You hand the parcel in near you.")),
    Method.IN_STORE: (_l("In the store"), _l("You bring it to us.")),
    Method.OWN_CARRIER: (_l("With a carrier of your choice"), _l("You send it yourself, at your own cost.")),
}
NEXT = {
    Method.LABEL: _l("We send you the return label. Put it on the parcel and hand it in."),
    Method.QR_CODE: _l("We send you the QR code. Show it where you hand the parcel in."),
    Method.DROP_OFF: _l("Pack it well and hand it in at a drop-off point. We send you the address."),
    Method.IN_STORE: _l("Bring it to our store, and show the code below."),
    Method.OWN_CARRIER: _l("Send it to us with a carrier of your choice, and keep the receipt."),
}
NEXT_AT_PLACES = {
    Method.QR_CODE: _l("Hand it in at one of the places below and show the code. There is nothing to print."),
    Method.DROP_OFF: _l("Pack it well, hand it in at one of the places below, and show the code."),
    Method.IN_STORE: _l("Bring it to one of the stores below, and show the code."),
}
CODE = _l("The code of this return, which our staff scan")
PAID_WHEN = {
    RefundOn.APPROVED: _l("We pay as soon as the return is approved."),
    RefundOn.IN_TRANSIT: _l("We pay as soon as the parcel is on its way to us."),
    RefundOn.RECEIVED: _l("We pay once the parcel has reached us."),
    RefundOn.INSPECTED: _l("We pay once the parcel has reached us and we have looked at it."),
}
PAID_WHEN_GIFT = {
    RefundOn.APPROVED: _l("You get your store credit as soon as the return is approved."),
    RefundOn.IN_TRANSIT: _l("You get your store credit as soon as the parcel is on its way to us."),
    RefundOn.RECEIVED: _l("You get your store credit once the parcel has reached us."),
    RefundOn.INSPECTED: _l(
        "You get your store credit once the parcel has reached us and we have looked at it."
    ),
}
PROBLEMS = {
    "nothing_chosen": _l("Choose at least one item."),
    "no_why": _l("Choose a reason."),
    "no_what": _l("Choose what you would like instead."),
    "no_how": _l("Choose how it comes back."),
    "photo_required": _l("For this reason we need a photo. Please choose one."),
    "not_a_photo": _l("Choose up to four photos as JPEG, PNG or WebP, of at most 10 MB each."),
    "amounts_changed": _l("The amounts have changed. Please check them and send your request again."),
    "units_taken": _l("Another return has this item already."),
    "out_of_stock": _l("What you would like instead has just sold out. Choose something else."),
    "not_an_address": _l("Check the email address, or leave it out."),
    "too_long": _l("Please write less, and without unusual characters."),
    "refused": _l("This can’t be returned as asked. Check your answers and try again."),
    "no_answer": _l("Write an answer first."),
    "nothing_asked": _l("Your answer is here already, or the question is settled."),
    "not_a_number": _l("That is not a tracking number. It stands on the receipt."),
    "which_carrier": _l("Tell us the carrier too: the number does not say whose it is."),
    "number_elsewhere": _l("Another parcel has this number. Please check it."),
    "not_sent_by_shopper": _l("The parcel is on its way already, so its number can’t be changed."),
    "too_late": _l("This return can’t be cancelled any more."),
    "too_late_to_change": _l("This return can’t be changed any more."),
}


class Told(NamedTuple):
    """What is said of a return in one status."""

    label: str
    headline: str
    sentence: str
    icon: str
    tone: Literal["calm", "care", "good"] = "calm"


STATUSES = {
    S.REQUESTED: Told(
        _l("Requested"),
        _l("We are looking at your request"),
        _l("You will see our answer here. Please send nothing yet."),
        "clock",
    ),
    S.APPROVED: Told(_l("Approved"), _l("Your return is approved"), "", "check", "good"),
    S.IN_TRANSIT: Told(
        _l("On its way back"),
        _l("Your return is on its way to us"),
        _l("There is nothing you need to do."),
        "truck",
    ),
    S.RECEIVED: Told(
        _l("Received"),
        _l("Your return has arrived"),
        _l("We are looking at it now. There is nothing you need to do."),
        "house",
    ),
    S.COMPLETED: Told(
        _l("Completed"),
        _l("Your return is complete"),
        _l("There is nothing you need to do."),
        "check",
        "good",
    ),
    S.DECLINED: Told(
        _l("Declined"),
        _l("We can’t take this return"),
        _l("Please keep the item. If you have a question, write to us."),
        "hand",
        "care",
    ),
    S.CANCELLED: Told(
        _l("Cancelled"),
        _l("This return was cancelled"),
        _l("Please keep the item. You can ask for a return again while the return period lasts."),
        "cross",
    ),
    S.EXPIRED: Told(
        _l("Expired"),
        _l("This return has expired"),
        _l("The parcel was not sent in time. If it is on its way, write to us."),
        "clock",
        "care",
    ),
}


CHANGED = Told(_l("Changed"), _l("This return was changed"), "", "swap")


def reason(code: str | None, voice: Voice) -> str:
    """A reason; one that the shop made up is said as it is written."""
    if code in REASONS:
        return voice.gettext(REASONS[code])
    return (code or "").replace("_", " ").capitalize()


def resolution(code: str | None, voice: Voice) -> str:
    return voice.gettext(RESOLUTIONS[Resolution(code or Resolution.REFUND)])
