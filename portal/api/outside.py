"""What is called without a key, described by hand: other systems' webhooks, the script for pages, and probes."""

from typing import Any

from apispec import APISpec
from flask import Flask

from notifications import bounces
from notifications.providers import twilio, whatsapp_cloud
from returns.providers import stripe
from tracking.providers import easypost

Operation = dict[str, Any]

FORM = "application/x-www-form-urlencoded"
OPEN: list[dict[str, Any]] = []
"""No key is asked for."""


def describe(app: Flask, spec: APISpec) -> None:
    """Add these addresses to the description."""
    rules = {rule.rule: rule for rule in app.url_map.iter_rules()}
    for address, method, operation in (
        ("/webhooks/<slug>/easypost", "post", door("easypost", "EasyPost", easypost.HEADER)),
        ("/webhooks/<slug>/stripe", "post", door("stripe", "Stripe", stripe.HEADER)),
        ("/webhooks/<slug>/twilio", "post", door("twilio", "Twilio", twilio.HEADER, FORM)),
        ("/webhooks/<slug>/whatsapp", "post", door("whatsapp", "WhatsApp", whatsapp_cloud.HEADER)),
        ("/webhooks/<slug>/whatsapp", "get", CHALLENGE),
        ("/webhooks/<slug>/mail", "post", door("mail", "a mail server", bounces.HEADER, "message/rfc822")),
        ("/v1/embed.js", "get", EMBED),
        ("/openapi.json", "get", probe("Read this description", "OpenAPI 3.1, as JSON")),
        ("/healthz", "get", probe("Is the process up?", "It is")),
        ("/readyz", "get", READY),
        ("/metrics", "get", METRICS),
    ):
        spec.path(rule=rules[address], operations={method: operation | {"security": OPEN}})
    spec.tag({"name": "webhooks", "description": "Doors for what other systems tell."})
    spec.tag({"name": "operation", "description": "For probes and Prometheus."})


def probe(summary: str, good: str) -> Operation:
    return {"summary": summary, "tags": ["operation"], "responses": {"200": {"description": good}}}


def door(name: str, sender: str, header: str, body: str = "application/json") -> Operation:
    """Where a sender's signed messages are taken."""
    return {
        "summary": f"Take an event from {sender}",
        "description": "Signed with the merchant's webhook secret. An event told again does nothing twice.",
        "tags": ["webhooks"],
        "operationId": f"take_{name}",
        "parameters": [{"in": "header", "name": header, "required": True, "schema": {"type": "string"}}],
        "requestBody": {"required": True, "content": {body: {"schema": {"type": "object"}}}},
        "responses": {
            "200": {"description": "Stored; what it means is worked out after"},
            "401": "Refused401",
            "404": "Refused404",
            "405": "Refused405",
            "413": "Refused413",
        },
    }


CHALLENGE: Operation = {
    "summary": "Tell Meta that this address is ours",
    "description": "Answers `hub.challenge` where `hub.verify_token` is the merchant's.",
    "tags": ["webhooks"],
    "operationId": "confirm_whatsapp",
    "parameters": [
        {"in": "query", "name": name, "required": True, "schema": {"type": "string"}}
        for name in ("hub.mode", "hub.verify_token", "hub.challenge")
    ],
    "responses": {
        "200": {"description": "The challenge", "content": {"text/plain": {"schema": {"type": "string"}}}},
        "401": "Refused401",
        "404": "Refused404",
    },
}

EMBED: Operation = {
    "summary": "Load the element that shows delivery dates",
    "description": "Defines `<waypost-delivery-date>`; the same for every shop. No key is asked for.",
    "tags": ["delivery_dates"],
    "operationId": "load_embed",
    "responses": {
        "200": {
            "description": "A script",
            "content": {"text/javascript": {"schema": {"type": "string"}}},
        },
        "304": {"description": "The browser has it as it is"},
        "405": "Refused405",
    },
}

READY = probe("Can the process work?", "Database, Redis and migrations are as they should be")
READY["responses"]["503"] = {"description": "The body names what is not"}

METRICS = probe("What the process has counted", "Prometheus's text format")
