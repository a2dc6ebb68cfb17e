"""Blueprints of `/v1`: each route asks for a secret key, counts against its limit, and is documented."""

from typing import Any

from flask_smorest import Blueprint
from werkzeug.routing import PathConverter

from portal.api import auth, limits
from portal.api.bodies import Parser
from portal.api.once import once

WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
    "description": "The same key with the same request gives the same answer and one effect for 24 hours.",
}


class Anything(PathConverter):
    """The rest of a path, slashes included, without control characters: order numbers and shipment ids."""

    regex = r"[^\x00-\x1f\x7f-\x9f]+?"
    part_isolating = False


def describe_anything(_: Anything) -> dict[str, Any]:
    """What OpenAPI says of such a part of a path."""
    return {"type": "string", "minLength": 1, "pattern": r"^[^\x00-\x1f\x7f-\x9f]+$"}


class V1(Blueprint):
    """A part of the API. Its views run in one transaction where they write."""

    ARGUMENTS_PARSER = Parser()
    writes = WRITES

    def __init__(self, name: str, description: str) -> None:
        super().__init__(name, f"portal.api.{name}", url_prefix="/v1", description=description)
        self.ask_for_key()
        self.after_request(limits.tell_limit)
        self._prepare_doc_cbks.append(self.document_conventions)

    def ask_for_key(self) -> None:
        """What comes before each view."""
        self.before_request(limits.count_request)
        self.before_request(asks_for_a_secret_key)

    def add_url_rule(self, rule: str, endpoint: Any = None, view_func: Any = None, **options: Any) -> None:  # type: ignore[override]
        """As any route, with writes made safe to repeat."""
        if self.writes & set(options.get("methods", ())):
            view_func = once(view_func)
        view_func = self.doc(operationId=view_func.__name__)(view_func)
        super().add_url_rule(rule, endpoint, view_func, **options)

    def document_conventions(
        self, doc: dict[str, Any], doc_info: Any, *, method: str, **_: Any
    ) -> dict[str, Any]:
        """Add what holds for every operation: the refusals, and the idempotency key of a write."""
        responses = doc.setdefault("responses", {})
        statuses = {"401", "403", "404", "429", "500"}
        if responses.pop(422, None):
            statuses.add("422")
        if method.upper() in WRITES:
            statuses |= {"400", "413", "422"}
        if method.upper() in self.writes:
            statuses.add("409")
            doc.setdefault("parameters", []).append(IDEMPOTENCY_KEY)
        responses.update({status: f"Refused{status}" for status in sorted(statuses)})
        return doc


def asks_for_a_secret_key() -> None:
    auth.merchant_id()
