"""Signing in: a password, a code where the person set one up, and never a word about who exists."""

from datetime import timedelta

from flask import Response, redirect, request, session, url_for
from flask_wtf.csrf import generate_csrf
from limits import parse
from werkzeug.wrappers import Response as AnyResponse

from commerce import audit, merchants, second_factor, staff, staff_sessions
from commerce.clock import now
from commerce.database import transaction
from commerce.models import User
from portal.console.blueprint import blueprint
from portal.console.gate import TOKEN, let_in
from portal.console.page import page
from portal.throttle import Limits, count_miss, waiting

PER_ADDRESS, PER_ACCOUNT = parse("30 per 10 minutes"), parse("10 per 15 minutes")
PENDING = "pending"  # in the cookie, between the password and the code
CODE_WITHIN = timedelta(minutes=10)


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> AnyResponse:
    """The form; 303 once signed in, 422 for a wrong password, 429 after too many."""
    if request.method == "GET":
        if session.get(TOKEN) and staff_sessions.find(session[TOKEN]):
            return redirect(wanted())
        return form(200)
    email = request.form.get("email", "").strip().casefold()
    limits = limits_of(email)
    if (wait := waiting(limits)) is not None:
        return wait_first(wait)
    fitting = staff.with_password(email, request.form.get("password", ""))
    fitting = [user for user in fitting if request.form.get("shop") in (None, str(user.merchant_id))]
    if not fitting:
        count_miss(limits)
        return form(422, fault="wrong", email=email)
    if len(fitting) > 1:
        return form(422, fault="shop", email=email, shops=fitting)
    return passed(fitting[0], limits)


def passed(user: User, limits: Limits) -> AnyResponse:
    """On with a person whose password was right: to the code, or in."""
    if not second_factor.is_on(user):
        return welcome(user)
    session[PENDING] = [user.merchant_id, user.id, now().timestamp()]
    return redirect(url_for("console.sign_in_code", next=wanted()), 303)


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
def sign_in_code() -> AnyResponse:
    """The second form, for the code; its tries are counted per person."""
    pending = session.get(PENDING)
    if pending is None or pending[2] < (now() - CODE_WITHIN).timestamp():
        return redirect(url_for("console.sign_in", next=wanted()), 303)
    if request.method == "GET":
        return page("code.html", fault=None, next=wanted())
    merchant_id, user_id, _ = pending
    limits = limits_of(f"code {merchant_id} {user_id}")
    if (wait := waiting(limits)) is not None:
        return wait_first(wait)
    if not second_factor.passes(merchant_id, user_id, request.form.get("code", "")):
        count_miss(limits)
        return page("code.html", 422, fault="wrong", next=wanted())
    return welcome(staff.get(merchant_id, user_id))


def welcome(user: User) -> AnyResponse:
    """A new session in place of whatever the browser held."""
    there = wanted()
    with transaction():
        token = staff_sessions.begin(user, request.remote_addr or "", request.user_agent.string)
        audit.write(user.merchant_id, user.email, "signed_in", f"person {user.email}")
    let_in(token)
    generate_csrf()
    return redirect(there, 303)


@blueprint.post("/sign-out")
def sign_out() -> AnyResponse:
    """End this session, here and in the database."""
    found = staff_sessions.find(session[TOKEN])
    if found:
        staff_sessions.end(found.merchant_id, found.user_id, found.session_id)
    session.clear()
    return redirect(url_for("console.sign_in"), 303)


def form(status: int, fault: str | None = None, email: str = "", shops: list[User] | None = None) -> Response:
    """The sign-in form; it is also the answer to who asks for another page without being signed in."""
    ids = [user.merchant_id for user in shops or ()]
    known = {one: found.config["name"] for one in ids if (found := merchants.known_by_id(one))}
    return page("sign_in.html", status, fault=fault, email=email, shops=known, next=wanted(), wait=0)


def wait_first(seconds: int) -> Response:
    minutes = max(1, round(seconds / 60))
    answer = page("sign_in.html", 429, fault="throttled", email="", shops={}, next=wanted(), wait=minutes)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def limits_of(account: str) -> Limits:
    """Failed tries are counted by where they come from, and by whom they are after."""
    return [
        (PER_ADDRESS, ("sign-in", "address", request.remote_addr or "")),
        (PER_ACCOUNT, ("sign-in", "account", account[:320])),
    ]


def wanted() -> str:
    """Where to go then: a page of the console alone, whatever the address says."""
    told = request.values.get("next", "")
    if told.startswith("/console/") and "\\" not in told and told.isprintable():
        return told
    if request.method == "GET" and request.endpoint not in ("console.sign_in", "console.sign_in_code"):
        return request.full_path.rstrip("?") if request.path.startswith("/console/") else home()
    return home()


def home() -> str:
    return url_for("console.home")
