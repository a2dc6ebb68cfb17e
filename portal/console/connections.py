"""The systems around the shop: what it takes to talk to them, and whether they answer."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from flask import Response, current_app, request
from marshmallow import fields as kinds
from werkzeug.wrappers import Response as AnyResponse

from commerce import audit, connections, merchant_changes, merchant_export, merchant_file, merchants
from commerce.database import transaction
from commerce.errors import NotFound
from commerce.fields import Text
from commerce.integration_schema import SECRETS, IntegrationsSchema
from commerce.merchants import Known
from notifications.webhooks import endpoints
from notifications.webhooks.kinds import EVERYTHING, PUBLIC
from portal.console import saving, words
from portal.console.blueprint import blueprint
from portal.console.gate import visit
from portal.console.page import back, page
from portal.console.saving import ChangedMeanwhile, Faults
from portal.languages import _l

NOT_HERE = ("api_base",)  # it is for a stand-in, and would send keys to wherever it says
SET = "•••"
Values = dict[str, Any]


def own_fields(provider: str) -> dict[str, str]:
    """The fields of a provider that a form has, and whether each is `secret` or `plain`."""
    nested = cast(kinds.Nested, IntegrationsSchema().fields[provider])
    return {
        str(field.data_key or name): "secret" if name in SECRETS else "plain"
        for name, field in nested.schema.fields.items()
        if name not in NOT_HERE and (isinstance(field, Text) or name in SECRETS)
    }


FIELDS = {provider: own_fields(provider) for provider in IntegrationsSchema().fields}
TOPICS = {
    "order": "orders",
    "shipment": "parcels",
    "delay": "parcels",
    "return": "returns",
    "exchange": "returns",
    "withdrawal": "returns",
    "claim": "claims",
    "refund": "money",
    "store_credit": "money",
}
OTHERS = "others"
INCOMING = ("easypost", "shopify", "woocommerce", "stripe", "twilio", "whatsapp")


@blueprint.get("/connections")
def connections_page() -> Response:
    """Every system with how it stands, and the endpoints of the shop's own programs."""
    return shown(200)


def shown(
    status: int, provider: str = "", faults: Faults | None = None, secret: str | None = None, **more: Any
) -> Response:
    merchant, settings = saving.fresh(), current_app.config["SETTINGS"]
    return page(
        "connections.html",
        status,
        fields=FIELDS,
        stored={name: masked(merchant, name) for name in FIELDS},
        marks={name: saving.mark(masked(merchant, name)) for name in FIELDS},
        incoming={name: f"{settings.base_url}/webhooks/{merchant.slug}/{name}" for name in INCOMING},
        checkable=tuple(connections.CHECKS),
        standings=connections.standings(merchant.id),
        nothing=connections.Standing(),
        mail_from=settings.mail_from if settings.smtp_url else None,
        endpoints=endpoints.listed(merchant.id),
        open_provider=provider,
        faults=faults or Faults(),
        made=secret,
        url=more.get("url", ""),
        wanted=more.get("wanted", []),
        everything=EVERYTHING,
        event_mark=lambda endpoint: saving.mark(endpoint.events),
        topics=by_topic(PUBLIC),
    )


def by_topic(kinds: Iterable[str]) -> dict[str, list[str]]:
    """The kinds of event by what they are about, in the order of the topics."""
    found: dict[str, list[str]] = {topic: [] for topic in dict.fromkeys((*TOPICS.values(), OTHERS))}
    for kind in kinds:
        found[TOPICS.get(kind.partition(".")[0], OTHERS)].append(kind)
    return found


def masked(merchant: Known, provider: str) -> Values:
    """What is stored of a provider, each secret as dots."""
    own = merchant.integrations.get(provider, {})
    return {name: SET if name in SECRETS else value for name, value in own.items() if value is not None}


@blueprint.post("/connections/<provider>")
def save_connection(provider: str) -> AnyResponse:
    """Put a provider's settings in place; a secret left empty stays, and one that is ticked goes."""
    if provider not in FIELDS:
        raise NotFound("there is no such connection")
    try:
        put(provider, told(provider, request.form), request.form.get("mark", ""))
    except merchant_file.WrongFile as wrong:
        return shown(422, provider, saving.faults(wrong, "integrations").below(f"{provider}/"))
    except ChangedMeanwhile:
        said = _l("Somebody changed this meanwhile. This is how it stands now; try again.")
        return back("connections_page", said, "bad")
    return back("connections_page", _l("The connection is set. Test it to be sure."))


def told(provider: str, form: Mapping[str, str]) -> Values:
    """What a form says of a provider: plain fields as they are, secrets where one was typed or is to go."""
    wanted: Values = {}
    for name, kind in FIELDS[provider].items():
        value = form.get(name, "").strip() or None
        if kind == "plain":
            wanted[name] = value
        elif value or form.get(f"remove-{name}") == "yes":
            wanted[name] = value
    return wanted


def put(provider: str, wanted: Values, seen: str) -> None:
    """Apply the shop's file with one provider changed, if it is still as it was shown. No secret is logged."""
    me, slug = visit().staff, visit().merchant.slug
    with transaction() as session:
        merchant_changes.locked(session, slug)
        stored = saving.fresh()
        before = masked(stored, provider)
        if saving.mark(before) != seen:
            raise ChangedMeanwhile([])
        contents = merchant_export.document(stored)
        others = contents.get("integrations") or {}
        contents["integrations"] = others | {provider: (others.get(provider) or {}) | wanted}
        applied = merchant_changes.apply(merchant_file.made_of(contents))
        if applied.changed:
            after = {name: SET if name in SECRETS and value else value for name, value in wanted.items()}
            told = {"before": before, "after": before | after}
            audit.write(me.merchant_id, me.email, "connection_set", f"connection {provider}", **told)
    merchants.forget()


@blueprint.post("/connections/<provider>/test")
def test_connection(provider: str) -> AnyResponse:
    """Ask the other side now."""
    if provider not in connections.CHECKS:
        raise NotFound("there is nothing to be asked")
    failure = connections.check(saving.fresh(), provider)
    if failure is None:
        return back("connections_page", _l("It answered well."), _anchor=provider)
    return back("connections_page", words.WORDS["no_answer"][failure.code], "bad", _anchor=provider)
