"""Privacy: how long what is kept, and a shopper who wants to know what is known of them, or to be forgotten."""

import io
import zipfile
from typing import Any

import orjson
from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from commerce import audit, personal_data
from commerce.clock import now
from commerce.database import run, transaction
from commerce.errors import NotFound
from commerce.personal_data import Known
from commerce.retention_schema import RetentionSchema
from portal.console import saving
from portal.console.blueprint import blueprint
from portal.console.brand_form import whole
from portal.console.gate import visit
from portal.console.lists import asked
from portal.console.page import back, page
from portal.console.saving import Form
from portal.languages import _l

KINDS = tuple(RetentionSchema().fields)
PHOTOS = "SELECT code, picture FROM return_photos WHERE merchant_id = %s AND order_id = ANY(%s)"


@blueprint.get("/privacy")
def privacy() -> Response:
    """The search for a shopper, `?q=`, and how long things are kept."""
    return shown(saving.opened("retention"))


def shown(form: Form) -> Response:
    query = asked("q")
    found = personal_data.find(visit().merchant.id, query) if query else []
    return page(
        "privacy.html",
        form.status,
        q=query,
        people=by_person(found),
        kinds=KINDS,
        kept=form.wanted or {},
        mark=form.mark,
        faults=form.faults,
        differences=form.differences,
    )


def by_person(found: list[Known]) -> list[tuple[str, list[Known]]]:
    """Orders by whose they are: an address, or the order's own number where there is none."""
    people: dict[str, list[Known]] = {}
    for one in found:
        people.setdefault(one.email or one.number, []).append(one)
    return list(people.items())


@blueprint.post("/privacy/export")
def export_person() -> Response:
    """All that is known of a shopper as a ZIP file: a JSON document, and their photos."""
    me, orders, email = visit().staff, orders_told(), request.form.get("email", "")
    if email:
        told = personal_data.export(me.merchant_id, email)
    else:
        told = {"orders": personal_data.export_orders(me.merchant_id, orders)}
    with transaction():
        photos = run(PHOTOS, (me.merchant_id, [one.id for one in orders]))
        for one in orders:
            audit.write(me.merchant_id, me.email, "shopper_exported", f"order {one.number}")
    return zipped(told | {"exported_at": now().isoformat()}, photos)


def orders_told() -> list[Known]:
    """The orders of the form's shopper; `NotFound`."""
    merchant_id, email = visit().merchant.id, request.form.get("email", "")
    number = request.form.get("number", "")
    found = personal_data.whole(merchant_id, email) if email else personal_data.of_order(merchant_id, number)
    if not found:
        raise NotFound("this shop knows nobody of that address or order")
    return found


def zipped(told: dict[str, Any], photos: list[tuple[Any, ...]]) -> Response:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("shopper.json", orjson.dumps(told, default=str, option=orjson.OPT_INDENT_2))
        for code, picture in photos:
            archive.writestr(f"photos/{code}.jpg", bytes(picture))
    answer = Response(written.getvalue(), content_type="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="shopper.zip"'
    return answer


@blueprint.post("/privacy/erase")
def erase_person() -> AnyResponse:
    """Blank all that is known of a shopper, once whoever asks has ticked that it is theirs to ask."""
    if request.form.get("sure") != "yes":
        return back("privacy", _l("Tick that you are sure, then erase."), "bad", q=request.form.get("q", ""))
    me, email, orders = visit().staff, request.form.get("email", ""), orders_told()
    if email:
        personal_data.erase(me.merchant_id, email, me.email)
    else:
        for one in orders:
            personal_data.erase_order(me.merchant_id, one, me.email)
    return back("privacy", _l("They are erased: nothing here says any more who they were."))


@blueprint.post("/privacy/retention")
def set_retention() -> AnyResponse:
    """Put how long things are kept in place of what was shown."""
    told = {kind: whole(request.form.get(kind, "")) for kind in KINDS}
    wanted = {kind: days for kind, days in told.items() if days is not None}
    if refused := saving.refused("retention", wanted, request.form.get("mark", ""), "retention_set"):
        return shown(refused)
    return back("privacy", _l("It is set. What is older goes each night."))
