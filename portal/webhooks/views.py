"""`POST /webhooks/{merchant}/{provider}`: signed messages from other systems, stored before they are answered."""

import hmac

from flask import Blueprint, Response, current_app, request

from commerce import merchants
from portal.webhooks.doors import DOORS, NoDoor, WrongSignature, opened, store

blueprint = Blueprint("webhooks", __name__)

LONGEST_CHALLENGE = 200
TAKEN = b'{"status":"ok"}'


def take(slug: str, provider: str) -> Response:
    """Store a signed message before the 200; one known by its id is answered alike and stored no more."""
    door, body = DOORS[provider], request.get_data(cache=False)
    merchant = opened(slug, provider, body, request.headers.get(door.header, ""))
    store(current_app.extensions["statements"], merchant, provider, body)
    return Response(TAKEN, content_type="application/json")


@blueprint.get("/webhooks/<slug>/whatsapp")
def confirm_whatsapp(slug: str) -> Response:
    """Meta asks once whether an address is ours, by the token that the merchant set on both sides."""
    merchant = merchants.fresh(slug)
    token = merchant.integrations.get("whatsapp", {}).get("verify_token") if merchant else None
    if not token:
        raise NoDoor("no verify token is set")
    asked = request.args
    if asked.get("hub.mode") != "subscribe" or not same(asked.get("hub.verify_token", ""), token):
        raise WrongSignature("the verify token is another one")
    return Response(asked.get("hub.challenge", "")[:LONGEST_CHALLENGE], content_type="text/plain")


def same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), token.encode())


for name in DOORS:
    blueprint.add_url_rule(
        f"/webhooks/<slug>/{name}", name, take, methods=["POST"], defaults={"provider": name}
    )
