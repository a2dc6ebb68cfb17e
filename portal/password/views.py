"""`/console/password/{token}`: one form, one use."""

import secrets

from flask import Blueprint, Response, make_response, render_template, request
from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import EqualTo

from commerce import audit, people, staff_sessions
from commerce.database import transaction

blueprint = Blueprint("password", __name__, template_folder="templates")

ALWAYS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
POLICY = (
    "default-src 'none'; style-src 'nonce-{}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class PasswordForm(FlaskForm):  # type: ignore[misc]
    password = PasswordField()
    again = PasswordField(validators=[EqualTo("password", "The two passwords differ.")])


@blueprint.route("/console/password/<token>", methods=["GET", "POST"])
def set_password(token: str) -> Response:
    """The form, and what came of it: 200 once set, 422 with what to mend, 404 for a link that is spent."""
    try:
        user = people.invited(token)
        form = PasswordForm()
        if request.method == "GET":
            return page("form", email=user.email, form=form, faults={})
        if faults := faults_of(form):
            return page("form", 422, email=user.email, form=form, faults=faults)
        with transaction():
            people.set_password(token, form.password.data)
            staff_sessions.end_others(user.merchant_id, user.id)
            audit.write(user.merchant_id, user.email, "password_set", f"person {user.email}")
    except people.LinkSpent:
        return page("spent", 404)
    return page("done", email=user.email)


def faults_of(form: PasswordForm) -> dict[str, str]:
    """By field, what keeps the password from being set; `csrf_token` for a form too old or not ours."""
    form.validate()
    faults = {name: messages[0] for name, messages in form.errors.items() if name}
    if fault := people.fault_of(form.password.data or ""):
        faults["password"] = fault
    return faults


def page(state: str, status: int = 200, **shown: object) -> Response:
    """The page in one of its states, with headers that keep its address to itself."""
    nonce = secrets.token_urlsafe(16)
    html = render_template("password.html", state=state, nonce=nonce, shortest=people.SHORTEST, **shown)
    answer = make_response(html, status)
    answer.headers.update(ALWAYS | {"Content-Security-Policy": POLICY.format(nonce)})
    return answer
