"""The morning's list: what waits for a hand, with its next step."""

from datetime import timedelta

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from commerce import audit, failed_work
from commerce.clock import now
from commerce.database import transaction
from notifications import worklist as notices
from portal.console.blueprint import blueprint
from portal.console.gate import visit
from portal.console.page import back, page, speaks
from portal.languages import _l
from returns import worklist
from returns.withdrawal import unpaid
from tracking import parcel_lists

SHOWN, MOST = 5, 20
STATES = ("late", "stalled", "trouble")


@blueprint.get("/today")
def today() -> Response:
    """Everything that waits, at most `SHOWN` of a kind with how many there are."""
    found = visit()
    days = timedelta(days=found.merchant.config["tracking"]["stalled_after_days"])
    day = speaks(found).today
    parcels = parcel_lists.several(found.merchant.id, STATES, now(), day, days, most=MOST + 1)
    tasks = worklist.waiting(found.merchant.id, MOST + 1)
    late = {parcel.code for parcel in parcels if parcel.state == "late"}
    parcels = [parcel for parcel in parcels if parcel.state != "stalled" or parcel.code not in late]
    troubles = failed_work.troubles(found.merchant.id)
    return page(
        "today.html",
        parcels={state: [one for one in parcels if one.state == state] for state in STATES},
        tasks={kind: [one for one in tasks if one.kind == kind] for kind in KINDS},
        news=notices.news(found.merchant.id, [parcel.code for parcel in parcels], MOST + 1),
        withdrawals=unpaid.listed(found.merchant.id, MOST + 1),
        failed=troubles.work,
        unanswered=[one for one in troubles.unanswered if is_set(one.provider)],
        shown=SHOWN,
        most=MOST,
    )


def is_set(provider: str) -> bool:
    """Whether the shop has that connection; the mail server is the installation's."""
    return provider == "smtp" or provider in visit().merchant.integrations


KINDS = ("review", "inspect", "refund", "failed", "claim", "claim_failed")


@blueprint.post("/today/again")
def try_work_again() -> AnyResponse:
    """Let workers try failed work once more."""
    me, subscriber = visit().staff, request.form.get("subscriber", "")
    with transaction():
        count = failed_work.try_again(me.merchant_id, subscriber)
        audit.write(
            me.merchant_id, me.email, "work_retried", f"work {subscriber[:100]}", after={"count": count}
        )
    return back("today", _l("It is being tried again."))
