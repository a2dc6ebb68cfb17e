"""`POST /webhooks/{merchant}/{provider}`: signed messages from other systems, stored before they are answered."""

from flask import Blueprint, Response, current_app, request

from portal.webhooks.doors import DOORS, opened
from tracking import messages

blueprint = Blueprint("webhooks", __name__)

TAKEN = b'{"status":"ok"}'


def take(slug: str, provider: str) -> Response:
    """Store a signed message before the 200; one known by its id is answered alike and stored no more."""
    door, body = DOORS[provider], request.get_data(cache=False)
    merchant = opened(slug, provider, body, request.headers.get(door.header, ""))
    statements = current_app.extensions["statements"]
    messages.store(statements, merchant.id, provider, door.event_id(body), body, kind=door.kind)
    return Response(TAKEN, content_type="application/json")


for name in DOORS:
    blueprint.add_url_rule(
        f"/webhooks/<slug>/{name}", name, take, methods=["POST"], defaults={"provider": name}
    )
