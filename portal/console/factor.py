"""Setting up the sign-in code: an app reads a QR code and proves that it did."""

from flask import Response, request
from markupsafe import Markup
from segno import make_qr
from werkzeug.wrappers import Response as AnyResponse

from commerce import audit, people, second_factor, staff, totp
from commerce.database import transaction
from portal.console.blueprint import blueprint
from portal.console.gate import visit
from portal.console.page import back, page
from portal.console.sign_in import limits_of
from portal.languages import _l
from portal.throttle import count_miss, waiting


@blueprint.post("/account/code")
def begin_second_factor() -> Response:
    """A new secret to read into an app."""
    me = visit().staff
    return shown(second_factor.begin(me.merchant_id, me.user_id))


def shown(secret: str, status: int = 200, fault: bool = False) -> Response:
    address = totp.address(secret, visit().staff.email)
    drawing = make_qr(address, error="m").svg_inline(scale=4, border=0, omitsize=True)
    grouped = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return page(
        "factor.html",
        status,
        fault=fault,
        secret=grouped,
        picture=Markup(drawing),  # noqa: S704 - drawn from our own words
    )


@blueprint.post("/account/code/confirm")
def confirm_second_factor() -> AnyResponse:
    """The first code: from now on signing in takes one. Shows the recovery codes, this once."""
    me = visit().staff
    with transaction():
        codes = second_factor.confirm(me.merchant_id, me.user_id, request.form.get("code", ""))
        if codes is not None:
            audit.write(me.merchant_id, me.email, "second_factor_on", f"person {me.email}")
    if codes is not None:
        return page("recovery.html", codes=codes)
    secret = second_factor.pending_secret(staff.get(me.merchant_id, me.user_id))
    if secret is None:
        return back("account", _l("Start again: the code was not set up."), "bad")
    return shown(secret, 422, fault=True)


@blueprint.post("/account/code/stop")
def stop_second_factor() -> AnyResponse:
    """Let the password be enough again; it takes the password, as a browser may have been left open."""
    me = visit().staff
    limits = limits_of(f"stop {me.merchant_id} {me.user_id}")
    known = people.has_password(staff.get(me.merchant_id, me.user_id), request.form.get("stop_password", ""))
    if waiting(limits) is not None or not known:
        count_miss(limits)
        return back("account", _l("That is not your password."), "bad")
    with transaction():
        second_factor.switch_off(me.merchant_id, me.user_id)
        audit.write(me.merchant_id, me.email, "second_factor_off", f"person {me.email}")
    return back("account", _l("Signing in takes your password alone."))
