"""`POST /webhooks/{merchant}/easypost`: tracker events, signed."""

from flask import Blueprint, Response, current_app, request

from portal.webhooks.doors import opened
from tracking import messages
from tracking.providers import easypost

blueprint = Blueprint("webhooks", __name__)


@blueprint.post("/webhooks/<slug>/easypost")
def take_easypost(slug: str) -> Response:
    """Store a signed event before the 200; one known by its id is answered alike and stored no more."""
    body = request.get_data(cache=False)
    signed = {easypost.HEADER: request.headers.get(easypost.HEADER, "")}
    merchant = opened(slug, "easypost", lambda own: easypost.verify(body, signed, own["webhook_secret"]))
    messages.store(
        current_app.extensions["statements"], merchant.id, "easypost", easypost.event_id(body), body
    )
    return Response(b'{"status":"ok"}', content_type="application/json")
