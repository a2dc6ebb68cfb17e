"""The policy as it would be published now: base terms and rules as sentences, and what to do with them."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from commerce.errors import NotFound
from portal.console.blueprint import blueprint
from portal.console.gate import visit
from portal.console.page import back
from portal.console.policy.describing import TITLES, group_of
from portal.console.policy.desk import STALE, draft, policy_page, problems, theirs
from portal.languages import _l
from returns import drafting, publishing
from returns.drafting import DraftChanged
from returns.policy.compiled import compile_policy
from returns.policy.dead_rules import find_dead_rules
from returns.policy.problems import Problem
from returns.policy.validation import MOST_RULES

STARTER: dict[str, Any] = {
    "window": {"days": 30, "from": "delivered", "if_not_delivered": "review"},
    "resolutions": ["exchange", "store_credit", "refund"],
    "methods": ["label", "drop_off"],
    "refund_on": "received",
    "require_photo_for": ["damaged", "wrong_item"],
}
Rules = list[Mapping[str, Any]]


@blueprint.get("/policy")
def policy_overview() -> Response:
    """The draft, or the policy in force."""
    return overview(200)


def overview(status: int, refused: DraftChanged | None = None) -> Response:
    found = draft()
    faults = problems(found.source)
    published = publishing.in_force(visit().merchant.id)
    return policy_page(
        "overview.html",
        status,
        draft=found,
        in_force=published,
        titles=TITLES,
        rules=found.source.get("rules", []),
        faults=faults,
        of_rule=lambda index: [fault for fault in faults if below(fault, f"/rules/{index}")],
        of_base=lambda group: [fault for fault in faults if group_at(fault) == group],
        dead={} if faults or not found.source else dead_rules(found.source),
        theirs=theirs(refused) if refused else None,
        stale=STALE,
    )


def dead_rules(source: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The rules that never decide anything, with those that stand before them."""
    return {dead.rule: dead.behind for dead in find_dead_rules(compile_policy(dict(source)))}


def below(fault: Problem, pointer: str) -> bool:
    return f"{fault.pointer}/".startswith(f"{pointer}/")


def group_at(fault: Problem) -> str | None:
    key = fault.pointer.strip("/").partition("/")[0]
    return None if key in ("", "rules") else group_of(key)


@blueprint.post("/policy/start")
def start_policy() -> AnyResponse:
    """Begin with a policy that many shops have."""
    me = visit().staff
    try:
        drafting.save(me.merchant_id, request.form.get("seen", ""), STARTER, me.email)
    except DraftChanged as refused:
        return overview(409, refused)
    return back("policy_overview", _l("This is a start. Change what is different in your shop."))


@blueprint.post("/policy/rules")
def arrange_policy_rules() -> AnyResponse:
    """Take a step with one rule: `up:2`, `down:2`, `copy:2`, `delete:2`, or `move:2:0` to a place."""
    me, seen = visit().staff, request.form.get("seen", "")
    step, *places = request.form.get("do", "").split(":")
    try:
        found = drafting.unchanged(me.merchant_id, seen)
        rules: Rules = list(found.source.get("rules", []))
        said, focus = STEPS[step](rules, *map(place, places))
        drafting.save(me.merchant_id, seen, {**found.source, "rules": rules}, me.email)
    except DraftChanged as refused:
        return overview(409, refused)
    except (KeyError, ValueError, TypeError, IndexError) as exc:
        raise NotFound("there is no such rule") from exc
    return back("policy_overview", said, _anchor=f"rule-{focus}" if focus is not None else None)


def place(told: str) -> int:
    if not drafting.is_number(told):
        raise ValueError("a place is a number")
    return int(told)


def move(rules: Rules, at: int, to: int) -> tuple[str, int]:
    """Put a rule at a place of its own; the others make room."""
    to = min(max(to, 0), len(rules) - 1)
    rules.insert(to, rules.pop(at))
    return _l("The rule is moved."), to


def copy(rules: Rules, at: int) -> tuple[str, int]:
    """Put the same rule below itself, under a name of its own."""
    if len(rules) >= MOST_RULES:
        raise ValueError("there are as many rules as there may be")
    names, number = {rule["name"] for rule in rules}, 2
    while f"{rules[at]['name']} ({number})" in names:
        number += 1
    rules.insert(at + 1, {**rules[at], "name": f"{rules[at]['name']} ({number})"})
    return _l("The rule is there twice now."), at + 1


def delete(rules: Rules, at: int) -> tuple[str, int | None]:
    del rules[at]
    return _l("The rule is deleted."), None


STEPS: dict[str, Callable[..., tuple[str, int | None]]] = {
    "up": lambda rules, at: move(rules, at, at - 1),
    "down": lambda rules, at: move(rules, at, at + 1),
    "move": move,
    "copy": copy,
    "delete": delete,
}
