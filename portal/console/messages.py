"""What is told on which channel, from which delay on, and when not to disturb."""

from typing import Any

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from commerce.merchant_file import WrongFile
from notifications import channels
from notifications.kinds import KINDS
from portal.console import message_form, saving
from portal.console.blueprint import blueprint
from portal.console.page import back, page
from portal.console.saving import ChangedMeanwhile, Faults, Told
from portal.languages import _l

SECTION = "notifications"
GROUPS = {
    "order": _l("Orders"),
    "shipment": _l("Parcels"),
    "return": _l("Returns"),
    "claim": _l("Claims"),
}


@blueprint.get("/messages/settings")
def notice_settings() -> Response:
    """The form as the file stands."""
    stored = saving.stands(SECTION)
    return shown(200, stored or {}, saving.mark(stored))


def shown(
    status: int,
    wanted: dict[str, Any],
    mark: str,
    faults: Faults | None = None,
    differences: list[Told] | None = None,
) -> Response:
    filled = message_form.filled(wanted)
    return page(
        "message_settings.html",
        status,
        block=filled,
        mark=mark,
        faults=faults or Faults(),
        differences=differences,
        groups={about: [kind for kind in KINDS.values() if kind.about == about] for about in GROUPS},
        titles=GROUPS,
        channels=channels.names(),
        told=message_form.channels_of(wanted),
        fields={"delays": message_form.DELAYS, "rest": message_form.REST, "sender": message_form.SENDER},
        value=lambda field: message_form.shown(field, filled),
    )


@blueprint.post("/messages/settings")
def save_notice_settings() -> AnyResponse:
    """Put the settings in place of those that were shown."""
    wanted = message_form.read(request.form, saving.stands(SECTION) or {})
    seen = request.form.get("mark", "")
    try:
        saving.put(SECTION, wanted, seen, "messages_set")
    except WrongFile as wrong:
        return shown(422, wanted, seen, faults=saving.faults(wrong, SECTION))
    except ChangedMeanwhile as conflict:
        return shown(409, wanted, saving.mark(saving.stands(SECTION)), differences=conflict.differences)
    return back("notice_settings", _l("The settings hold for every message from now on."))
