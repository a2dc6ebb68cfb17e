"""What the codes of claims are called before a shopper."""

from typing import NamedTuple

from portal.languages import _l
from portal.shopper.words import Tone
from returns.claim_statuses import ClaimKind as K
from returns.claim_statuses import ClaimResolution
from returns.claim_statuses import ClaimStatus as S

KINDS = {
    K.LOST: _l("The parcel seems to be lost"),
    K.DAMAGED: _l("Something is damaged"),
    K.NOT_RECEIVED: _l("The parcel is not there"),
    K.LATE: _l("The parcel is late"),
    K.MISSING_ITEM: _l("Something is missing"),
    K.WRONG_ITEM: _l("I got something else"),
}
NEXT = {
    K.LOST: _l("We look for it with the carrier. Our answer appears on this page."),
    K.DAMAGED: _l(
        "We look at it. Please keep the item and its packaging until our answer appears on this page."
    ),
    K.NOT_RECEIVED: _l(
        "We ask the carrier where it was left. Meanwhile, please look around your door and ask your neighbours."
    ),
    K.LATE: _l("We ask the carrier what is holding it up. Our answer appears on this page."),
    K.MISSING_ITEM: _l(
        "We check what was packed. Please keep the packaging until our answer appears on this page."
    ),
    K.WRONG_ITEM: _l(
        "We check what was packed. Please keep what you got until our answer appears on this page."
    ),
}
WHICH = {
    K.DAMAGED: _l("What is damaged?"),
    K.MISSING_ITEM: _l("What is missing?"),
    K.WRONG_ITEM: _l("What did you order?"),
}
GRANTED = {
    ClaimResolution.REFUND: _l("You get your money back."),
    ClaimResolution.RESHIP: _l("We send it to you again."),
    ClaimResolution.STORE_CREDIT: _l("You get store credit."),
}
PROBLEMS = {
    "no_kind": _l("Choose what happened."),
    "reported": _l("You have reported this already. Our answer appears on this page."),
}


class Told(NamedTuple):
    """What is said of a claim in one status."""

    label: str
    sentence: str
    icon: str
    tone: Tone = "calm"


STATUSES = {
    S.OPEN: Told(_l("We have your report"), "", "clock"),
    S.IN_REVIEW: Told(_l("We are looking into it"), "", "clock"),
    S.APPROVED: Told(_l("We make it good"), "", "check", "good"),
    S.DENIED: Told(
        _l("We can’t make this good"), _l("If you see it otherwise, write to us."), "hand", "care"
    ),
    S.RESOLVED: Told(_l("Settled"), "", "check", "good"),
}
