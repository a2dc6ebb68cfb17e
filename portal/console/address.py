"""The address that an order goes to, corrected where the shop or its shopper had it wrong."""

from flask import request
from marshmallow import ValidationError
from werkzeug.wrappers import Response as AnyResponse

from commerce import audit, orders
from commerce.database import transaction
from commerce.orders import AddressChanged
from commerce.schemas import AddressSchema
from portal.console import saving, words
from portal.console.blueprint import blueprint
from portal.console.gate import visit
from portal.console.order import ours
from portal.console.page import back
from portal.languages import _l

FIELDS = tuple(AddressSchema().fields)


@blueprint.post("/orders/<path:number>/address")
def correct_address(number: str) -> AnyResponse:
    """Put the form's address in place of the one that it showed."""
    stood = ours(number).ship_to
    try:
        wanted = AddressSchema().load({name: told(name) for name in FIELDS})
        if saving.mark(stood) != request.form.get("mark"):
            raise AddressChanged
        put(number, stood, {name: value for name, value in wanted.items() if stood.get(name) != value})
    except ValidationError:
        said = _l("A country is two letters, like US; the rest is text of one line.")
        return back("order", said, "bad", number=number, _anchor="shopper")
    except AddressChanged as refused:
        return back("order", words.problem(refused), "bad", number=number, _anchor="shopper")
    return back("order", _l("The address is corrected. Tell the carrier, too: we can’t."), number=number)


def told(name: str) -> str | None:
    value = request.form.get(name, "").strip()
    return (value.upper() if name == "country" else value) or None


def put(number: str, stood: dict[str, str | None], changed: dict[str, str | None]) -> None:
    """Correct the address, and write down from what to what."""
    me = visit().staff
    if changed:
        before = {name: stood.get(name) for name in changed}
        with transaction():
            orders.correct_address(me.merchant_id, number, stood, changed)
            subject = f"order {number}"
            audit.write(me.merchant_id, me.email, "address_corrected", subject, before=before, after=changed)
