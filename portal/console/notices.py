"""Messages: what shoppers were told, why they were not, and what failed, to be sent again."""

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from commerce import audit
from commerce.database import transaction
from commerce.errors import AppError
from notifications import listing
from portal.console import words
from portal.console.blueprint import blueprint
from portal.console.gate import visit
from portal.console.lists import AT_ONCE, asked, cursor_asked, cut, filters
from portal.console.page import back, page
from portal.languages import _l


@blueprint.get("/messages")
def notices_page() -> Response:
    """A page of the list, the last written first."""
    state = asked("state") if asked("state") in listing.SHOWN else None
    cursor = cursor_asked("console notices")
    with transaction():
        rows = listing.listed(
            visit().merchant.id,
            order=asked("q") or None,
            status=state,
            after=cursor[0] if cursor else None,
            most=AT_ONCE + 1,
        )
    shown, more = cut(rows, lambda row: [row.number], "console notices")
    return page(
        "notices.html", notices=shown, more=more, state=state, states=listing.SHOWN, filters=filters()
    )


@blueprint.post("/messages/again")
def send_notice_again() -> AnyResponse:
    """Send one that failed again; what is no longer news is skipped then."""
    me, code = visit().staff, request.form.get("notice", "")
    try:
        with transaction():
            notice = listing.retry(me.merchant_id, code)
            told = {"kind": notice.kind, "channel": notice.channel}
            audit.write(me.merchant_id, me.email, "notice_sent_again", f"order {notice.order}", after=told)
    except AppError as refused:
        return back("notices_page", words.problem(refused), "bad", state="failed")
    return back("notices_page", _l("It is on its way again."), state="failed")
