"""The shop's keys, and the web addresses whose pages may ask for delivery dates."""

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from commerce import audit, keys, merchant_changes, merchant_export, merchant_file, merchants
from commerce.database import transaction
from commerce.errors import Conflict, NotFound
from portal.api import origins
from portal.console.blueprint import blueprint
from portal.console.gate import visit
from portal.console.page import back, page
from portal.languages import _l

MOST_ORIGINS = 100


class ChangedMeanwhile(Conflict):
    code, title = "changed_meanwhile", "Somebody changed the shop meanwhile"


@blueprint.get("/settings")
def settings() -> Response:
    """Keys and origins."""
    return shown(200)


def shown(
    status: int, *, made: str | None = None, fault: str | None = None, told: str | None = None
) -> Response:
    merchant = merchants.fresh_by_id(visit().merchant.id) or visit().merchant
    known = [key for key in keys.listed(merchant.id) if key.revoked_at is None]
    stored = "\n".join(merchant.config["storefront_origins"])
    return page(
        "settings.html",
        status,
        keys=known,
        kinds=tuple(keys.PREFIXES),
        made=made,
        fault=fault,
        origins=stored if told is None else told,
        version=merchant.version,
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
    return shown(200, made=plain)


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
    listed = [line.strip() for line in told.splitlines() if line.strip()][:MOST_ORIGINS]
    try:
        replace(listed, request.form.get("version", ""))
    except merchant_file.WrongFile:
        fault = _l("Each line is the beginning of an address, like https://shop.example, without a path.")
        return shown(422, fault=fault, told=told)
    except ChangedMeanwhile:
        fault = _l("Somebody changed this meanwhile. This is how it stands now; try again.")
        return shown(409, fault=fault)
    origins.forget()
    return back("settings", _l("The addresses are set."))


def replace(listed: list[str], version: str) -> None:
    """Apply the merchant's own file with these origins, if it is still the version that was shown."""
    me, slug = visit().staff, visit().merchant.slug
    with transaction() as session:
        stored, _ = merchant_changes.locked(session, slug)
        if str(stored.version) != version:
            raise ChangedMeanwhile
        contents = merchant_export.document(visit().merchant) | {"storefront_origins": listed}
        contents.pop("integrations", None)
        before = {"origins": stored.config["storefront_origins"]}
        merchant_changes.apply(merchant_file.read(merchant_export.as_yaml(contents).encode()))
        told = {"before": before, "after": {"origins": listed}}
        audit.write(me.merchant_id, me.email, "origins_set", f"shop {slug}", **told)
