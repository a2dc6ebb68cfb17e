"""A part of the merchant's file before staff: its keys as the forms label them, its values as they show them."""

from collections.abc import Callable, Mapping
from typing import Any

from portal.console import notice_words, settings_words
from portal.console.words import WORDS
from portal.languages import NAMES, _l

Say = Callable[[str], str]

BRAND = {
    "logo_url": _l("Logo"),
    "accent": _l("Accent"),
    "background": _l("Background"),
    "text": _l("Text"),
    "font": _l("Font"),
    "radius": _l("Corners, in pixels"),
    "support_email": _l("E-mail address"),
    "support_url": _l("Help pages"),
    "policy_url": _l("Shipping and returns policy"),
    "sentences": _l("Your sentence"),
    "faq": _l("Questions and answers"),
    "question": _l("Question"),
    "answer": _l("Answer"),
    "shown_for": _l("Shown only"),
    "slot": _l("A word at the end"),
    "slot.title": _l("Title"),
    "slot.text": _l("Body"),
    "slot.link_url": _l("Link to"),
    "slot.link_text": _l("Words of the link"),
}
LOCATION = {
    "code": _l("Code"),
    "kind": _l("Kind"),
    "takes_returns": _l("Takes what comes back"),
    "hours": _l("Opening hours, as shoppers read them"),
    "country": _l("Country"),
    "postcode": _l("Postcode"),
    "address": _l("Street address, for return labels"),
    "address.name": _l("Name, where it is not the shop’s"),
    "address.line1": _l("Street and number"),
    "address.line2": _l("Second line"),
    "address.city": _l("Town"),
    "address.region": _l("State or region"),
    "address.phone": _l("Phone"),
    "working_days": _l("Working days"),
    "cutoff": _l("Cut-off"),
    "handling_days": _l("Handling days"),
    "time_zone": _l("Time zone"),
    "holidays": _l("Holiday calendar"),
    "closed_on": _l("Also closed on"),
}
SERVICE = {
    "code": _l("Code"),
    "name": _l("Name"),
    "carrier": _l("Carrier"),
    "service": _l("What the carrier calls the service"),
    "from": _l("Leaves from"),
    "to": _l("Countries it goes to"),
    "transit_days": _l("Days on the way"),
    "transit_days.min": _l("Days at least"),
    "transit_days.max": _l("Days at most"),
    "carrier_days": _l("Days on which the carrier moves and delivers"),
}
MESSAGES = notice_words.FIELDS | {
    "delay": _l("Delays"),
    "quiet_hours": _l("Send nothing at night"),
    "quiet_hours.from": _l("From"),
    "quiet_hours.to": _l("Until"),
    "kinds": _l("What is told"),
    "channels": _l("Channels"),
    "templates": _l("In your words"),
    "subject": _l("Subject"),
    "text": _l("Body"),
    "html": _l("HTML, for the mail’s body"),
}
LABELS: dict[str, Mapping[str, str]] = {
    "brand": BRAND,
    "locations": LOCATION,
    "shipping_services": SERVICE,
    "notifications": MESSAGES,
    "retention": settings_words.WORDS["retention"],
    "storefront_origins": {"storefront_origins": _l("Shop pages")},
}
BY_CODE = frozenset({"locations", "shipping_services"})
"""Parts whose items have codes, with which their keys begin."""
NAMED = ("moment", "notice_kind", "channel")
"""What keys are that are codes themselves: `sentences.late.en`, `kinds.delayed.channels`."""
CODED = {
    "kind": "location",
    "font": "font",
    "working_days": "day",
    "carrier_days": "day",
    "channels": "channel",
    "shown_for": "moment",
}
SHARES = frozenset({"delay.threshold"})
NOTHING = "–"


def label(say: Say, section: str, key: str) -> str:
    """A dotted key below a part in words: of locations, `NJ1.cutoff` is "NJ1 · Cut-off"."""
    codes, pieces = split(section, key)
    said = [name(say, section, ".".join(pieces[: number + 1]), piece) for number, piece in enumerate(pieces)]
    return " · ".join([*codes, *said])


def value(say: Say, section: str, key: str, told: Any) -> str:
    """What stands under a dotted key, in words."""
    return shown(say, section, ".".join(split(section, key)[1]), told)


def split(section: str, key: str) -> tuple[list[str], list[str]]:
    """The code that a key begins with, where the part's items have codes, and the rest."""
    pieces = key.split(".")
    return (pieces[:1], pieces[1:]) if section in BY_CODE else ([], pieces)


def name(say: Say, section: str, path: str, piece: str) -> str:
    """The last piece of a path in words; one that no form has a label for as it is."""
    known = LABELS[section].get(path) or LABELS[section].get(piece) or NAMES.get(piece)
    return say(known or next((WORDS[kind][piece] for kind in NAMED if piece in WORDS[kind]), piece))


def shown(say: Say, section: str, path: str, told: Any) -> str:
    if told in (None, "", [], {}):
        return NOTHING
    if isinstance(told, bool):
        return say(_l("yes")) if told else say(_l("no"))
    if isinstance(told, Mapping):
        inside = {one: f"{path}.{one}" if path else one for one in told}
        return "; ".join(
            f"{name(say, section, below, one)}: {shown(say, section, below, told[one])}"
            for one, below in inside.items()
        )
    if isinstance(told, list):
        return ", ".join(shown(say, section, path, one) for one in told)
    return plain(say, path, told)


def plain(say: Say, path: str, told: Any) -> str:
    """A text or a number as the form shows it: codes in words, shares in percent."""
    if path in SHARES and isinstance(told, float):
        return f"{told * 100:g}%"
    last = path.rpartition(".")[2]
    known = WORDS[CODED[last]].get(str(told)) if last in CODED else None
    return say(known) if known else str(told)
