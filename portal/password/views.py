"""`/console/password/{token}`: one form, one use."""

from flask import Blueprint, Response, request
from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import EqualTo

from commerce import audit, people, staff_sessions
from commerce.database import transaction
from portal.console.gate import HEADERS
from portal.console.page import page as console_page
from portal.languages import _l

blueprint = Blueprint("password", __name__)

DIFFER = _l("The two passwords differ.")
FAULTS = (_l("Use at least 10 characters."), _l("Use at most 200 characters."))
"""What `people.fault_of` may say."""


class PasswordForm(FlaskForm):  # type: ignore[misc]
    password = PasswordField()
    again = PasswordField(validators=[EqualTo("password", DIFFER)])


@blueprint.route("/console/password/<token>", methods=["GET", "POST"])
def set_password(token: str) -> Response:
    """The form, and what came of it: 200 once set, 422 with what to mend, 404 for a link that is spent."""
    try:
        user = people.invited(token)
        form = PasswordForm()
        if request.method == "GET":
            return page("form", email=user.email)
        if faults := faults_of(form):
            return page("form", 422, email=user.email, faults=faults)
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


def page(state: str, status: int = 200, email: str = "", **shown: object) -> Response:
    """The page in one of its states, with headers that keep its address to itself."""
    faults = shown.get("faults") or {}
    answer = console_page(
        "password.html", status, state=state, email=email, faults=faults, shortest=people.SHORTEST
    )
    answer.headers.update(HEADERS | {"Referrer-Policy": "no-referrer"})
    return answer
