"""What the shop's settings are called, and what is wrong with one."""

from portal.languages import _l

ACTIONS = {
    "brand_set": _l("Changed the brand"),
    "logo_set": _l("Changed the logo"),
}
MOMENTS = {
    "not_shipped": _l("Before anything is shipped"),
    "pre_transit": _l("Ready to ship"),
    "in_transit": _l("On its way"),
    "out_for_delivery": _l("Out for delivery"),
    "available_for_pickup": _l("Ready for pickup"),
    "delivered": _l("Delivered"),
    "late": _l("Late, or without news"),
    "return_to_sender": _l("On its way back to you"),
    "failure": _l("Could not be delivered"),
    "cancelled": _l("Cancelled"),
}
WORDS: dict[str, dict[str, str]] = {
    "moment": MOMENTS,
    "font": {
        "system": _l("Plain"),
        "serif": _l("With serifs"),
        "rounded": _l("Rounded"),
        "mono": _l("Typewriter"),
    },
    "shopper_page": {
        "tracking": _l("Tracking page"),
        "lookup": _l("Look-up page"),
        "return": _l("Return page"),
    },
    "brand_use": {
        "words": _l("Text"),
        "buttons and lines": _l("Buttons and lines"),
        "links": _l("Links"),
    },
}
FAULTS = (
    _l('Not a colour such as "#1f6f5c".'),
    _l("Not an e-mail address."),
    _l("Not an http or https address."),
    _l("Not a valid integer."),
    _l("Must be greater than or equal to 0 and less than or equal to 100."),
    _l("Must not be blank."),
    _l("Question and answer are not in the same languages."),
    _l("A link needs an address and words."),
    _l("Missing data for required field."),
)
"""The sentences of the file's schema that a form may have to repeat."""
