"""What codes are called before staff, and how they are tinted."""

from collections.abc import Callable

from commerce.errors import AppError
from portal.console import notice_words, settings_words, trade
from portal.console.policy import words as policy_words
from portal.languages import _l

ROLES = {
    "owner": _l("Owner"),
    "manager": _l("Manager"),
    "agent": _l("Agent"),
    "viewer": _l("Viewer"),
}
MAY = {
    "owner": _l("Everything, people and keys too"),
    "manager": _l("Everything but people and keys"),
    "agent": _l("Orders, returns and claims"),
    "viewer": _l("Looks, and changes nothing"),
}
ACTIONS = {
    "signed_in": _l("Signed in"),
    "password_set": _l("Set a password"),
    "second_factor_on": _l("Switched the sign-in code on"),
    "second_factor_off": _l("Switched the sign-in code off"),
    "person_added": _l("Added a person"),
    "role_changed": _l("Changed a role"),
    "person_removed": _l("Removed a person"),
    **settings_words.ACTIONS,
    "model_promoted": _l("Let a delivery-date model serve"),
    "notice_sent_again": _l("Sent a message again"),
    "model_taken_back": _l("Took a delivery-date model back"),
    "work_retried": _l("Let failed work be tried again"),
    "order_noted": _l("Wrote a note"),
    "link_mailed": _l("Mailed the page’s link"),
    "address_corrected": _l("Corrected an address"),
    "order_tried": _l("Made a test order"),
    "parcel_played": _l("Played a test parcel’s journey"),
    "scan_added": _l("Added a scan"),
    "marked_lost": _l("Marked a parcel as lost"),
    "messages_set": _l("Changed what is told"),
    "words_set": _l("Changed the words of a message"),
    "policy_edited": _l("Edited the draft of the return policy"),
    "policy_draft_dropped": _l("Dropped the draft of the return policy"),
    "policy_published": _l("Published a return policy"),
    "policy_restored": _l("Went back to an earlier return policy"),
    "key_made": _l("Made an API key"),
    "key_revoked": _l("Revoked an API key"),
    "origins_set": _l("Set the addresses of shop pages"),
    "return_made": _l("Made a return"),
    "return_approved": _l("Approved a return"),
    "return_declined": _l("Declined a return"),
    "return_cancelled": _l("Cancelled a return"),
    "label_tried_again": _l("Asked for a label again"),
    "return_received": _l("Took in a return"),
    "return_inspected": _l("Inspected a return"),
    "missing_decided": _l("Decided on missing items"),
    "return_refunded": _l("Refunded a return"),
    "shopper_asked": _l("Asked the shopper"),
    "return_noted": _l("Wrote a note"),
    "withdrawal_refunded": _l("Paid a withdrawal back"),
    "claim_reviewed": _l("Began to look into a claim"),
    "claim_granted": _l("Granted a claim"),
    "claim_denied": _l("Denied a claim"),
    "claim_resolved": _l("Resolved a claim"),
}
PROBLEMS = {
    "last_owner": _l("A shop keeps one owner at least. Make somebody else an owner first."),
    "invalid": _l("Something in the form is not right. Check it and send it again."),
    "model_refused": _l("It lost its test. Let it serve all the same, or leave it."),
    "illegal_transition": _l("This can’t be done from where it stands now."),
    "changed_meanwhile": _l("Somebody changed this meanwhile. This is how it stands now; try again."),
    "already_refunded": _l("Money has moved for it already."),
    "nothing_due": _l("All that is due has been paid."),
    "return_closed": _l("It is settled. There is nothing left to ask."),
    "no_label_to_retry": _l("There is no refused label any more."),
    "refund_under_way": _l("A refund is on its way. Wait until it is settled."),
    "not_returnable": _l("The policy does not allow this. Write down why to set it aside."),
    "units_taken": _l("Another return has these items."),
    "notice_not_failed": _l("It did not fail, so it is not sent again."),
    "not_found": _l("It is not there any more."),
}
BASES = {
    "lane": _l("from this lane’s parcels"),
    "region": _l("from its region’s parcels"),
    "carrier": _l("from the carrier’s parcels"),
    "service_table": _l("from the service’s transit days"),
}
UNAVAILABLE = {
    "country_not_served": _l("does not go to this country"),
    "no_location": _l("leaves from no location that could send it"),
    "location_closed": _l("its location is closed for two weeks"),
}
MODELS = {
    "candidate": _l("Candidate"),
    "serving": _l("Serving"),
    "retired": _l("Served before"),
    "refused": _l("Not used"),
}
KEYS = {"secret": _l("Secret key"), "publishable": _l("Publishable key")}
KEYS_MAY = {
    "secret": _l("Everything, for programs of your own (secret)"),
    "publishable": _l("Read delivery dates, for shop pages (publishable)"),
}
HINTS = {
    "empty_box": _l("Empty boxes that came back from this shopper within a year: %(number)d."),
    "odd_contents": _l(
        "Other things than those asked back that came from this shopper within a year: %(number)d."
    ),
    "many_returns": _l(
        "Other returns of this shopper within a year: %(returns)d, beside %(orders)d other orders."
    ),
    "many_claims": _l("Claims of this shopper within a year: %(number)d."),
    "dear": _l("It is worth %(worth)s; half of your last returns were worth %(middle)s or less."),
    "new_address": _l("It went to a postcode to which none of this shopper’s other orders went."),
}
"""Facts beside a return, by the codes of `returns.hints`."""
TOPICS = {
    "delivery": _l("Delivery"),
    "returns": _l("Returns"),
    "money": _l("Money and shoppers"),
}
SIDES = {
    "week": _l("Week"),
    "carrier": _l("Carrier"),
    "country": _l("Country"),
    "product": _l("Product"),
    "lane": _l("Lane"),
    "size": _l("Size"),
    "reason": _l("Reason"),
}
WORDS: dict[str, dict[str, str]] = {
    "topic": TOPICS,
    "side": SIDES,
    **trade.WORDS,
    **notice_words.WORDS,
    **settings_words.WORDS,
    **policy_words.WORDS,
    "key": KEYS,
    "key_may": KEYS_MAY,
    "role": ROLES,
    "may": MAY,
    "action": ACTIONS,
    "problem": PROBLEMS,
    "basis": BASES,
    "unavailable": UNAVAILABLE,
    "model": MODELS,
}
TONES: dict[str, str] = (
    trade.TONES
    | notice_words.TONES
    | policy_words.TONES
    | {"serving": "good", "candidate": "calm", "refused": "care"}
)


def word(say: Callable[[str], str], kind: str, code: str | None) -> str:
    """What a code of a kind is called; one that we don't know is shown as words."""
    if code is None:
        return ""
    known = WORDS[kind].get(code)
    return say(known) if known else code.replace("_", " ").capitalize()


def tone(code: str | None) -> str:
    """The tint of a status: `good`, `care`, `bad`, `calm`, or none."""
    return TONES.get(code or "", "")


def problem(refused: AppError) -> str:
    """What to say of a refusal: a message to be translated."""
    return PROBLEMS.get(refused.code, PROBLEMS["invalid"])
