"""What the shop's settings are called, and what is wrong with one."""

from portal.languages import _l

ACTIONS = {
    "shopper_erased": _l("Erased a shopper"),
    "shopper_exported": _l("Exported what is known of a shopper"),
    "retention_set": _l("Changed how long things are kept"),
    "brand_set": _l("Changed the brand"),
    "logo_set": _l("Changed the logo"),
    "location_set": _l("Changed a location"),
    "location_removed": _l("Removed a location"),
    "service_set": _l("Changed a shipping service"),
    "service_removed": _l("Removed a shipping service"),
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
    "location": {
        "warehouse": _l("Warehouse"),
        "store": _l("Store"),
        "drop_off": _l("Drop-off point"),
    },
    "day": {
        "mon": _l("Monday"),
        "tue": _l("Tuesday"),
        "wed": _l("Wednesday"),
        "thu": _l("Thursday"),
        "fri": _l("Friday"),
        "sat": _l("Saturday"),
        "sun": _l("Sunday"),
    },
    "retention": {
        "shoppers": _l("Who bought"),
        "photos": _l("Photos"),
        "notices": _l("Messages to shoppers"),
        "messages": _l("Raw messages of carriers and shops"),
    },
    "retention_hint": {
        "shoppers": _l("Counted from the order; 180 at least"),
        "photos": _l("Sent with returns and claims"),
        "notices": _l("To whom and when; 30 at least"),
        "messages": _l("As they came, names and all"),
    },
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
    _l("Not a code of letters, digits, '.', '_' and '-' (63 at most)."),
    _l("Not an ISO 3166-1 alpha-2 country code."),
    _l("Not an IANA time zone such as America/New_York."),
    _l("Not a time of day such as 15:00."),
    _l("Not a date such as 2026-12-24."),
    _l("Not a holiday calendar such as US or US-CA."),
    _l("Stands in the list already."),
    _l("No location has this code."),
    _l("Must not be less than min."),
    _l("Shorter than minimum length 1."),
    _l("Must be greater than or equal to 0 and less than or equal to 60."),
    _l("Must be greater than or equal to 30 and less than or equal to 3650."),
    _l("Must be greater than or equal to 180 and less than or equal to 3650."),
    _l("Must be greater than or equal to 0 and less than or equal to 120."),
)
"""The sentences of the file's schema that a form may have to repeat."""
