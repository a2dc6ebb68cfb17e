"""`/t/{token}/feedback`: one question after a delivery, 0–10, and room for words. Opening it writes nothing."""

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from commerce import clock
from commerce.database import transaction
from notifications import surveys
from notifications.surveys import Asked
from portal.languages import _l
from portal.shopper import visit
from portal.shopper.once import writable
from portal.shopper.visit import Visit
from portal.shopper.writing import language_kept, throttled

blueprint = Blueprint("surveying", __name__)

SCORES = range(11)
PROBLEMS = {
    "too_early": _l("Nothing of this order has been delivered yet. Please come back once it is there."),
    "no_score": _l("Choose a number from 0 to 10."),
    "too_long": _l("Please write less, and without unusual characters."),
    "too_late": _l("Your answer can’t be changed any more."),
}


@blueprint.get("/t/<token>/feedback")
def look(token: str) -> Response:
    """The question; the link in a mail brings the number along that was chosen there."""
    here = visit.by_token(token)
    about = surveys.asked(here.order)
    given = about.answer if about else None
    score = given.score if given else None
    if "score" in request.args:
        score = score_of(request.args["score"])
    comment = (given.comment if given else None) or ""
    return shown(here, about, score, comment, saved="saved" in request.args)


@blueprint.post("/t/<token>/feedback")
def send(token: str) -> AnyResponse:
    """Keep the answer."""
    here = visit.by_token(token)
    if too_often := throttled(here.merchant, "feedback", token, here.voice.locale):
        return too_often
    score = score_of(request.form.get("score", ""))
    comment = request.form.get("comment", "").strip()
    with transaction():
        about = surveys.asked(here.order)
        if problem := objection(about, score, comment):
            return shown(here, about, score, comment, problem=problem, status=422)
        if about and score is not None:
            surveys.answer(about.shipment, score, comment or None, here.voice.locale)
    kept = language_kept()
    return redirect(f"/t/{token}/feedback{kept}{'&' if kept else '?'}saved=1", 303)


def objection(about: Asked | None, score: int | None, comment: str) -> str | None:
    """What stands against an answer: a key of `PROBLEMS`."""
    if about is None:
        return "too_early"
    if not about.is_open(clock.now()):
        return "too_late"
    if score is None:
        return "no_score"
    return None if writable([comment]) else "too_long"


def score_of(told: str) -> int | None:
    return int(told) if told in map(str, SCORES) else None


def shown(
    here: Visit,
    about: Asked | None,
    score: int | None,
    comment: str,
    *,
    problem: str | None = None,
    saved: bool = False,
    status: int = 200,
) -> Response:
    """The page with an answer in it, wherever that came from."""
    return visit.answer(
        here,
        "feedback.html",
        status,
        kept="" if score is None else f"score={score}&",
        here=f"/t/{here.order.page_token}/feedback",
        delivered=about is not None,
        open=about is not None and about.is_open(clock.now()),
        scores=SCORES,
        score=score,
        comment=comment,
        problem=here.voice.gettext(PROBLEMS[problem]) if problem else None,
        saved=saved,
    )
