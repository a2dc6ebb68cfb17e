"""`/t/{token}/gift`: a code with which whoever got the gift may send it back."""

from flask import Blueprint, Response, abort, current_app
from werkzeug.wrappers import Response as AnyResponse

from commerce.errors import Conflict
from portal.shopper.logos import brand_of
from portal.shopper.render import render_page
from portal.shopper.returning import visits
from portal.shopper.returning.visits import Visit
from portal.shopper.writing import page_answer, throttled
from returns import gifts

blueprint = Blueprint("giving", __name__)


@blueprint.get("/t/<token>/gift")
def explain(token: str) -> Response:
    """What a gift code is for, and the button that makes one."""
    return shown(buyer(token), 200)


@blueprint.post("/t/<token>/gift")
def make(token: str) -> AnyResponse:
    """Make a code, and show it this once."""
    visit = buyer(token)
    if too_often := throttled(visit.merchant, "gifts", token, visit.voice.locale):
        return too_often
    try:
        return shown(visit, 201, code=gifts.make(visit.merchant.id, visit.number))
    except Conflict:
        return shown(visit, 409, refused=True)


def buyer(token: str) -> Visit:
    """The order behind a token; 404 where nothing of it is a gift."""
    visit = visits.of_order(token, {})
    if not any(line.gift for line in visit.court.lines.values()):
        abort(404)
    return visit


def shown(visit: Visit, status: int, *, code: str | None = None, refused: bool = False) -> Response:
    voice, base_url = visit.voice, current_app.config["SETTINGS"].base_url
    order = voice.gettext("Order %(number)s", number=visit.number)
    page = render_page(
        "gift.html",
        brand_of(visit.merchant),
        voice.locale,
        tuple(visit.merchant.config["locales"]),
        subject=order,
        order=order,
        code=code,
        refused=refused,
        address=f"{base_url}/g/{code}" if code else None,
        back=f"/t/{visit.token}",
    )
    answer = page_answer(page, status)
    answer.headers["Cache-Control"] = "no-store"
    return answer
