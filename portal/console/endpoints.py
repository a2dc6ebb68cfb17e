"""The shop's own programs: where they listen, and which events they hear of."""

from urllib.parse import urlsplit

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from commerce import audit
from commerce.database import transaction
from commerce.errors import AppError, NotFound
from notifications.webhooks import endpoints
from notifications.webhooks.kinds import EVERYTHING, PUBLIC
from portal.console import saving
from portal.console.blueprint import blueprint
from portal.console.connections import shown
from portal.console.gate import visit
from portal.console.page import back
from portal.console.saving import Faults
from portal.languages import _l

LONGEST_URL = 2000


def events_told() -> list[str]:
    """The kinds that are ticked; all there are and will be where none is."""
    return [kind for kind in request.form.getlist("event") if kind in PUBLIC] or [EVERYTHING]


@blueprint.post("/connections/endpoints")
def add_endpoint() -> Response:
    """Tell one of the shop's own programs what happens; its secret is shown this once."""
    me, url, events = visit().staff, request.form.get("url", "").strip(), events_told()
    try:
        with transaction():
            if not takes_posts(url):
                raise NotFound
            endpoint, secret = endpoints.create(me.merchant_id, url, events)
            after = {"url": url, "events": events}
            audit.write(me.merchant_id, me.email, "endpoint_added", f"endpoint {endpoint.code}", after=after)
    except AppError:
        fault = _l("That is not an https address on the open internet, or there are too many already.")
        return shown(422, "endpoints", Faults(url=fault), url=url, wanted=events)
    return shown(200, secret=secret)


def takes_posts(url: str) -> bool:
    """Whether it is an https address with a host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.scheme == "https" and parts.hostname and len(url) <= LONGEST_URL and url.isprintable())


@blueprint.post("/connections/endpoints/events")
def choose_events() -> AnyResponse:
    """Let a program hear of other events from now on."""
    me, code, events = visit().staff, request.form.get("endpoint", ""), events_told()
    with transaction():
        before = list(endpoints.get(me.merchant_id, code, lock=True).events)
        if saving.mark(before) != request.form.get("mark"):
            said = _l("Somebody changed this meanwhile. This is how it stands now; try again.")
            return back("connections_page", said, "bad", _anchor="endpoints")
        after = list(endpoints.change(me.merchant_id, code, {"events": events}).events)
        if after != before:
            told = {"before": {"events": before}, "after": {"events": after}}
            audit.write(me.merchant_id, me.email, "endpoint_changed", f"endpoint {code}", **told)
    return back("connections_page", _l("It hears of what is ticked from now on."), _anchor="endpoints")


@blueprint.post("/connections/endpoints/test")
def test_endpoint() -> AnyResponse:
    """Have a signed test event sent."""
    endpoints.try_out(visit().merchant.id, request.form.get("endpoint", ""))
    return back(
        "connections_page", _l("A signed test event is on its way. Reload in a moment to see how it went.")
    )


@blueprint.post("/connections/endpoints/remove")
def remove_endpoint() -> AnyResponse:
    """Tell a program nothing any more."""
    me, code = visit().staff, request.form.get("endpoint", "")
    with transaction():
        before = {"url": endpoints.get(me.merchant_id, code).url}
        endpoints.remove(me.merchant_id, code)
        audit.write(me.merchant_id, me.email, "endpoint_removed", f"endpoint {code}", before=before)
    return back("connections_page", _l("It hears nothing any more."))
