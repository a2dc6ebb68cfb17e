"""What is told on which channel, from which delay on, and when not to disturb."""

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from notifications import channels
from notifications.kinds import KINDS
from portal.console import message_form, saving
from portal.console.blueprint import blueprint
from portal.console.page import back, page
from portal.console.saving import Form
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
    return shown(saving.opened(SECTION))


def shown(form: Form) -> Response:
    wanted = form.wanted or {}
    filled = message_form.filled(wanted)
    return page(
        "message_settings.html",
        form.status,
        block=filled,
        mark=form.mark,
        faults=form.faults,
        differences=form.differences,
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
    if refused := saving.refused(SECTION, wanted, request.form.get("mark", ""), "messages_set"):
        return shown(refused)
    return back("notice_settings", _l("The settings hold for every message from now on."))
