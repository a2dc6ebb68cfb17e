"""What codes are called before staff, and how they are tinted."""

from collections.abc import Callable

from commerce.errors import AppError
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
    "model_promoted": _l("Let a delivery-date model serve"),
    "model_taken_back": _l("Took a delivery-date model back"),
}
PROBLEMS = {
    "last_owner": _l("A shop keeps one owner at least. Make somebody else an owner first."),
    "invalid": _l("Something in the form is not right. Check it and send it again."),
    "model_refused": _l("It lost its test. Let it serve all the same, or leave it."),
    "illegal_transition": _l("It can’t be put there any more: somebody was quicker, or its files are gone."),
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
WORDS = {
    "role": ROLES,
    "may": MAY,
    "action": ACTIONS,
    "problem": PROBLEMS,
    "basis": BASES,
    "unavailable": UNAVAILABLE,
    "model": MODELS,
}
TONES: dict[str, str] = {"serving": "good", "candidate": "calm", "refused": "care"}


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
