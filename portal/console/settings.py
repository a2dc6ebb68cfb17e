"""The shop's keys, and the web addresses whose pages may ask for delivery dates."""

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from commerce import audit, keys
from commerce.database import transaction
from commerce.errors import NotFound
from portal.api import origins
from portal.console import saving
from portal.console.blueprint import blueprint
from portal.console.gate import visit
from portal.console.page import back, page
from portal.console.saving import Form
from portal.languages import _l

SECTION = "storefront_origins"
MOST_ORIGINS = 100
WRONG = _l("Each line is the beginning of an address, like https://shop.example, without a path.")


@blueprint.get("/settings")
def settings() -> Response:
    """Keys and origins."""
    return shown(saving.opened(SECTION))


def shown(form: Form, *, made: str | None = None) -> Response:
    return page(
        "settings.html",
        form.status,
        keys=[key for key in keys.listed(visit().merchant.id) if key.revoked_at is None],
        kinds=tuple(keys.PREFIXES),
        made=made,
        fault=WRONG if form.faults else None,
        origins=form.wanted or [],
        mark=form.mark,
        differences=form.differences,
    )


@blueprint.post("/settings/keys")
def make_key() -> AnyResponse:
    """Make a key; it is shown this once."""
    me, kind = visit().staff, request.form.get("kind", "")
    if kind not in keys.PREFIXES:
        return back("settings", _l("Something in the form is not right. Check it and send it again."), "bad")
    with transaction():
        key, plain = keys.create(me.merchant_id, kind)
        audit.write(me.merchant_id, me.email, "key_made", f"key {key.id}", after={"kind": kind})
    return shown(saving.opened(SECTION), made=plain)


@blueprint.post("/settings/keys/revoke")
def revoke_key() -> AnyResponse:
    """Let a key open nothing any more."""
    me, wanted = visit().staff, request.form.get("key", "")
    mine = {key.id: key for key in keys.listed(me.merchant_id)}
    if wanted not in mine:
        raise NotFound("this shop has no such key")
    with transaction():
        keys.revoke(wanted)
        before = {"kind": mine[wanted].kind, "ends_with": mine[wanted].hint}
        audit.write(me.merchant_id, me.email, "key_revoked", f"key {wanted}", before=before)
    return back("settings", _l("The key opens nothing any more."))


@blueprint.post("/settings/origins")
def set_origins() -> AnyResponse:
    """Put the list of origins in place of the one that was shown; checked as in the merchant's file."""
    told = request.form.get("origins", "")
    wanted = [line.strip() for line in told.splitlines() if line.strip()][:MOST_ORIGINS]
    if refused := saving.refused(SECTION, wanted, request.form.get("mark", ""), "origins_set"):
        return shown(refused)
    origins.forget()
    return back("settings", _l("The addresses are set."))
