"""Who changed what in this shop, the last change first."""

from flask import Response, request

from commerce import audit
from portal.api.paging import read_cursor, signer
from portal.console.blueprint import blueprint
from portal.console.gate import visit
from portal.console.page import page

AT_ONCE = 50


@blueprint.get("/log")
def audit_log() -> Response:
    """A page of the log."""
    place = read_cursor(request.args.get("cursor"), "changes")
    rows = audit.listed(visit().merchant.id, after=place[0] if place else None, most=AT_ONCE + 1)
    more = signer("changes").dumps([rows[AT_ONCE - 1].id]) if len(rows) > AT_ONCE else None
    return page("log.html", entries=rows[:AT_ONCE], more=more)
