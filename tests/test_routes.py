"""Every address asks who is calling, or is listed here as open to all."""

from flask import Flask
from werkzeug.routing import Rule

PUBLIC = {
    "/healthz": "probes",
    "/readyz": "probes",
    "/metrics": "kept from the outside by the operator's proxy",
    "/openapi.json": "describes the API, holds nobody's data",
    "/docs": "describes the API",
    "/docs/problems": "describes the API",
    "/docs/assets/<path:filename>": "what /docs loads",
    "/v1/embed.js": "the same script for every page",
    "/demo-shop": "a product page of the demo shop",
    "/t/<token>": "the token is the right to see",
    "/t/<token>/return": "the same token; writes are throttled and checked by the policy",
    "/t/<token>/gift": "the same token; writes are throttled",
    "/g/<code>": "the code is the right to send the gift back; writes are throttled",
    "/t/<token>/claim": "the same token; writes are throttled",
    "/t/<token>/photos/<code>.jpg": "both tokens are unguessable",
    "/t/<token>/withdraw": "the same token; writes are throttled",
    "/t/<token>/preferences": "the token is the right to choose",
    "/t/<token>/feedback": "the token is the right to answer",
    "/u/<token>": "signed; it only switches off",
    "/r/<token>": "the token is the right to see and to cancel",
    "/r/<token>/answer": "the token is the right to answer what the shop asks",
    "/r/<token>/parcel": "the token is the right to tell the parcel's number",
    "/brand/<slug>/<digest>.png": "a logo, shown on every page",
    "/console/password/<token>": "the token came by mail and works once",
    "/console/sign-in": "a form, throttled",
    "/console/sign-in/code": "the second form, throttled",
    "/console/forgotten": "a form, throttled, that says nothing",
    "/console/assets/<digest>/<name>": "the console's style sheet and script",
    "/<slug>": "a form, throttled",
    "/webhooks/<slug>/easypost": "the signature says who sent it",
    "/webhooks/<slug>/stripe": "the signature says who sent it",
    "/webhooks/<slug>/twilio": "the signature says who sent it",
    "/webhooks/<slug>/mail": "the signature says who sent it",
    "/webhooks/<slug>/whatsapp": "the signature, or the verify token, says who sent it",
}


def calls(rule: Rule) -> list[tuple[str, str]]:
    path = rule.rule
    for argument in rule.arguments:
        head, _, rest = path.partition("<")
        path = head + argument + rest.partition(">")[2]
    return [(method, path) for method in sorted(rule.methods or ()) if method != "HEAD"]


def test_every_route_asks_for_a_key_or_is_listed_as_public(app: Flask) -> None:
    client = app.test_client()
    open_to_all = {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        if rule.rule not in PUBLIC
        for method, path in calls(rule)
        if client.open(path, method=method).status_code != 401
    }
    assert not open_to_all


def test_what_is_listed_as_public_exists(app: Flask) -> None:
    assert {rule.rule for rule in app.url_map.iter_rules()} >= PUBLIC.keys()
