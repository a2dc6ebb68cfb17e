"""The people who work for the shop: invited by a link, given a role, shown the door."""

from flask import Response, current_app, request
from werkzeug.wrappers import Response as AnyResponse

from commerce import audit, people, staff
from commerce.database import transaction
from commerce.errors import AppError
from commerce.people import ROLES, LastOwner
from portal.console import words
from portal.console.blueprint import blueprint
from portal.console.gate import visit
from portal.console.page import back, page
from portal.languages import _l


@blueprint.get("/people")
def people_page() -> Response:
    """Everyone with their roles."""
    return shown(200)


def shown(status: int, fault: str | None = None, email: str = "", link: str | None = None) -> Response:
    everyone = staff.listed(visit().merchant.id)
    return page("people.html", status, people=everyone, roles=ROLES, fault=fault, email=email, made=link)


@blueprint.post("/people")
def add_person() -> Response:
    """Invite somebody; the link is shown once, to be sent to them."""
    me, role = visit().staff, request.form.get("role", "viewer")
    email = request.form.get("email", "")
    try:
        with transaction():
            invitation = people.invite(me.merchant_id, email, role)
            subject = f"person {invitation.email}"
            audit.write(me.merchant_id, me.email, "person_added", subject, after={"role": role})
    except LastOwner as refused:
        return shown(409, words.problem(refused), email)
    except AppError:
        return shown(422, _l("That is not an e-mail address."), email)
    base_url = current_app.config["SETTINGS"].base_url
    return shown(200, email=invitation.email, link=f"{base_url}/console/password/{invitation.token}")


@blueprint.post("/people/role")
def change_role() -> AnyResponse:
    """Give somebody another role."""
    me, role = visit().staff, request.form.get("role", "")
    try:
        with transaction():
            person = staff.by_email(me.merchant_id, request.form.get("email", ""))
            before = staff.change_role(me.merchant_id, person.id, role)
            told = {"before": {"role": before}, "after": {"role": role}}
            audit.write(me.merchant_id, me.email, "role_changed", f"person {person.email}", **told)
    except AppError as refused:
        return back("people_page", words.problem(refused), "bad")
    return back("people_page", _l("The role is changed."))


@blueprint.post("/people/remove")
def remove_person() -> AnyResponse:
    """Let somebody work here no more."""
    me = visit().staff
    try:
        with transaction():
            gone = staff.by_email(me.merchant_id, request.form.get("email", ""))
            staff.remove(me.merchant_id, gone.id)
            told = {"before": {"role": gone.role}}
            audit.write(me.merchant_id, me.email, "person_removed", f"person {gone.email}", **told)
    except AppError as refused:
        return back("people_page", words.problem(refused), "bad")
    return back("people_page", _l("They can’t sign in any more."))
