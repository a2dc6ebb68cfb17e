"""One's own account: language, password, and where one is signed in."""

from flask import Response, request, session
from werkzeug.wrappers import Response as AnyResponse

from commerce import audit, second_factor, staff, staff_sessions
from commerce.database import transaction
from commerce.errors import Invalid
from commerce.models import User
from portal.console import browsers
from portal.console.blueprint import blueprint
from portal.console.gate import let_in, visit
from portal.console.page import back, page
from portal.languages import SPOKEN, _l


@blueprint.get("/account")
def account() -> Response:
    """The person's own page."""
    return shown(200)


def shown(status: int, fault: str | None = None) -> Response:
    me = visit().staff
    sessions = staff_sessions.listed(me.merchant_id, me.user_id)
    user = own()
    second = second_factor.is_on(user)
    return page(
        "account.html",
        status,
        fault=fault,
        sessions=sessions,
        named=browsers.named,
        second=second,
        codes_left=len(user.recovery_digests),
        chosen=user.locale,
    )


def own() -> User:
    me = visit().staff
    return staff.get(me.merchant_id, me.user_id)


@blueprint.post("/account/language")
def set_language() -> AnyResponse:
    """Choose the console's language; nothing chosen means the browser's."""
    wanted = request.form.get("locale")
    with transaction():
        own().locale = wanted if wanted in SPOKEN else None
    return back("account", _l("The language is set."))


@blueprint.post("/account/password")
def change_password() -> AnyResponse:
    """Replace one's password; all other sessions end, and this one goes on under a new token."""
    me = visit().staff
    new = request.form.get("password", "")
    if new != request.form.get("again"):
        return shown(422, _l("The two new passwords differ."))
    try:
        with transaction():
            staff.change_password(me.merchant_id, me.user_id, request.form.get("old", ""), new)
            staff_sessions.end_others(me.merchant_id, me.user_id)
            token = staff_sessions.begin(own(), request.remote_addr or "", request.user_agent.string)
            audit.write(me.merchant_id, me.email, "password_set", f"person {me.email}")
    except Invalid as refused:
        wrong = refused.errors[0]["pointer"] == "/old"
        return shown(422, _l("That is not your password.") if wrong else _l("Use 10 to 200 characters."))
    let_in(token)
    return back("account", _l("Your password is changed. You are signed out everywhere else."))


@blueprint.post("/account/session/end")
def end_session() -> AnyResponse:
    """Sign out one browser."""
    me, told = visit().staff, request.form.get("session", "")
    session_id = int(told) if told.isascii() and told.isdigit() else 0
    staff_sessions.end(me.merchant_id, me.user_id, session_id)
    if session_id == me.session_id:
        session.clear()
    return back("account", _l("That browser is signed out."))


@blueprint.post("/account/sessions/end")
def end_other_sessions() -> AnyResponse:
    """Sign out everywhere but here."""
    me = visit().staff
    staff_sessions.end_others(me.merchant_id, me.user_id, kept=me.session_id)
    return back("account", _l("You are signed out everywhere else."))
