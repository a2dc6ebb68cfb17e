"""`/v1/policies`: the versions of the merchant's return policy."""

from datetime import datetime
from typing import Any

from marshmallow import Schema, fields

from commerce.errors import NotFound
from commerce.fields import Closed, Moment
from portal.api import examples, paging
from portal.api.auth import merchant_id
from portal.api.blueprint import V1
from portal.api.returns import merchant
from returns import past, published, publishing
from returns.asking import outside
from returns.models.policies import PolicyVersion
from returns.simulate import simulate

MOST_PARTS = 2

blueprint = V1("policies", "The versions of the merchant's return policy.")


class PolicySchema(Closed):
    policy = fields.Dict(
        keys=fields.String(),
        required=True,
        metadata={"description": "As under `return_policy` in the merchant's file."},
    )


class SimulationSchema(PolicySchema):
    since = Moment(required=True, metadata={"example": "2026-10-01T00:00:00Z"})


class SimulatedSchema(Schema):
    orders = fields.Integer(required=True)
    complete = fields.Boolean(required=True)
    cases = fields.Integer(required=True)
    lines = fields.Integer(required=True)
    flipped = fields.Integer(
        required=True, metadata={"description": "Lines that the draft decides otherwise."}
    )
    outcomes = fields.List(fields.Dict(), required=True)
    examples = fields.List(
        fields.Dict(), required=True, metadata={"description": "Those that move most money come first."}
    )
    rules = fields.List(fields.Dict(), required=True)
    idle_rules = fields.List(fields.String(), required=True)
    dead_rules = fields.List(fields.Dict(), required=True)


class PolicyVersionSchema(Schema):
    version = fields.Integer(required=True, metadata={"example": 3})
    status = fields.String(
        required=True, metadata={"description": "`draft`, `in_force` or `superseded`.", "example": "in_force"}
    )
    policy = fields.Dict(required=True)
    digest = fields.String(required=True)
    created_at = Moment(required=True)
    published_at = Moment(required=True, allow_none=True)


@blueprint.get("/policies")
@blueprint.arguments(paging.PageQuery, location="query")
@blueprint.response(200, paging.paged(PolicyVersionSchema))
def list_policies(query: dict[str, Any]) -> dict[str, Any]:
    """List policy versions, the last made first"""
    limit, cursor = query["limit"], paging.read_cursor(query["cursor"], "policies")
    rows = publishing.listed(merchant_id(), before=cursor[0] if cursor else None, most=limit + 1)
    return paging.page(rows, limit, all_shown, lambda row: [row.version], "policies")


@blueprint.post("/policies")
@blueprint.arguments(PolicySchema, example=examples.POLICY)
@blueprint.response(201, PolicyVersionSchema, description="Kept as a draft")
def post_policy(body: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """Keep a policy as a draft

    It judges nothing until it is published.
    """
    return shown(publishing.draft(merchant_id(), body["policy"])), 201


@blueprint.post("/policies/simulate")
@blueprint.arguments(SimulationSchema, example=examples.SIMULATION)
@blueprint.response(200, SimulatedSchema)
def simulate_policy(body: dict[str, Any]) -> dict[str, Any]:
    """Judge past orders and returns by a draft, beside the policy of their day

    Nothing is changed. At most 2,000 orders are judged, the first ones since then; `complete` says whether
    that was all. For more there is the command `waypost returns simulate`.
    """
    known = merchant()
    publishing.checked(body["policy"], known.config["currency"])
    parts = past.parts(outside, known.id, body["since"])
    chosen = (past.cases(outside, known, body["since"], part) for part in parts[:MOST_PARTS])
    cases = (case for part in chosen for order in part for case in order)
    draft = published.compile_source(body["policy"], 0)
    report = simulate(cases, published.versions(outside, known.id), draft)
    return report.as_json() | {
        "orders": sum(part.orders for part in parts),
        "complete": len(parts) <= MOST_PARTS,
    }


@blueprint.get("/policies/<version>")
@blueprint.response(200, PolicyVersionSchema)
def get_policy(version: str) -> dict[str, Any]:
    """Read a policy version"""
    return shown(publishing.get(merchant_id(), checked(version)))


@blueprint.post("/policies/<version>/publish")
@blueprint.response(200, PolicyVersionSchema)
def publish_policy(version: str) -> dict[str, Any]:
    """Let a version judge the orders placed from now on

    To go back to an earlier version publishes its contents as a new one.
    """
    return shown(publishing.publish(merchant_id(), checked(version)))


def checked(version: str) -> int:
    """The number that a path names; `NotFound` for what can't be one."""
    if not (version.isascii() and version.isdigit() and len(version) < 10):
        raise NotFound("there is no policy version with this number")
    return int(version)


def shown(row: PolicyVersion) -> dict[str, Any]:
    return all_shown([row])[0]


def all_shown(rows: Any) -> list[dict[str, Any]]:
    """What `PolicyVersionSchema` dumps of several versions of one merchant."""
    newest = publishing.in_force(merchant_id())
    return [
        {
            "version": row.version,
            "status": status(row.published_at, in_force=row is newest),
            "policy": row.source,
            "digest": row.digest,
            "created_at": row.created_at,
            "published_at": row.published_at,
        }
        for row in rows
    ]


def status(published_at: datetime | None, *, in_force: bool) -> str:
    if published_at is None:
        return "draft"
    return "in_force" if in_force else "superseded"
