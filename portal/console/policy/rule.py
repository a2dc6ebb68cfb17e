"""One rule in a form. Its shape is changed by buttons that send the form and save nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from commerce.errors import NotFound
from portal.console.blueprint import blueprint
from portal.console.gate import visit
from portal.console.page import back
from portal.console.policy import nodes
from portal.console.policy.desk import STALE, currency, draft, policy_page, problems, sayer, theirs
from portal.console.policy.fields import Asked, of_condition, of_terms
from portal.console.policy.nodes import Group
from portal.console.policy.sentences import operator
from portal.console.policy.terms import RULE, message_fields, terms_of
from portal.console.policy.words import GROUPS
from portal.languages import _l
from returns import drafting, known_values
from returns.drafting import Draft, DraftChanged, Source
from returns.policy.comparison import same_rule
from returns.policy.problems import Problem
from returns.policy.validation import MOST_RULES
from returns.policy.vocabulary import DEFAULT_REASONS, FACTS


@dataclass
class RuleForm:
    """A rule as it stands in the form. `at` is its place in the state that `seen` names, None for a new one."""

    name: str
    group: Group
    then: dict[str, Any]
    at: int | None
    seen: str
    places: dict[str, str] = field(default_factory=dict)
    fresh: str = ""  # the row that was just added

    def rule(self) -> dict[str, Any]:
        """The rule that the form says; `places` learns which field stands at which pointer."""
        said: dict[str, Any] = {"name": self.name.strip()}
        self.places = {"/name": "name"}
        if self.group.members:
            said["when"] = nodes.condition(self.group, currency(), "/when", self.places)
        return said | {"then": self.then}


@blueprint.get("/policy/rules/new")
def new_policy_rule() -> Response:
    """An empty rule."""
    group = Group("all", [nodes.blank()], "w")
    nodes.number(group, "w")
    return shown(RuleForm("", group, {}, None, draft().seen), draft())


@blueprint.get("/policy/rules/<at>")
def policy_rule(at: str) -> Response:
    """A rule of the draft; places count from 0."""
    found = draft()
    rules = found.source.get("rules", [])
    if not (drafting.is_number(at) and int(at) < len(rules)):
        raise NotFound("there is no such rule")
    rule = rules[int(at)]
    group = nodes.group_of(rule.get("when"), currency())
    return shown(RuleForm(rule["name"], group, dict(rule["then"]), int(at), found.seen), found)


def posted() -> RuleForm:
    """The rule that was sent."""
    group = nodes.posted(request.form)
    at = request.form.get("at", "")
    return RuleForm(
        name=request.form.get("name", ""),
        group=group if isinstance(group, Group) else Group("all", [group], "w"),
        then=terms_of(RULE, request.form, currency()),
        at=int(at) if drafting.is_number(at) else None,
        seen=request.form.get("seen", ""),
    )


@blueprint.post("/policy/rules/one")
def save_policy_rule() -> AnyResponse:
    """Save the rule, or change the form's shape where another button than the one for saving was pressed."""
    me, form, step = visit().staff, posted(), request.form.get("do", "save")
    if step != "save":
        form.fresh = nodes.reshape(form.group, step)
        nodes.suit(form.group)
        return shown(form, draft())
    try:
        found = drafting.unchanged(me.merchant_id, form.seen)
        source, at = placed(found.source, form.rule(), form.at)
        if faults := of_rule(problems(source), at):
            return shown(form, found, 422, faults)
        drafting.save(me.merchant_id, form.seen, source, me.email)
    except DraftChanged as refused:
        return conflict(form, refused)
    return back("policy_overview", _l("The rule is in the draft."), _anchor=f"rule-{at}")


def placed(source: Source, rule: Mapping[str, Any], at: int | None) -> tuple[dict[str, Any], int]:
    """The policy with the rule in its place, at the end where it is new."""
    rules = list(source.get("rules", []))
    if at is None or at >= len(rules):
        if len(rules) >= MOST_RULES:
            raise NotFound("there are as many rules as there may be")
        return {**source, "rules": [*rules, rule]}, len(rules)
    rules[at] = rule
    return {**source, "rules": rules}, at


def of_rule(faults: list[Problem], at: int) -> list[Problem]:
    """Those of the rule, their pointers counted from it."""
    start = f"/rules/{at}"
    return [
        Problem(fault.pointer.removeprefix(start), fault.code, fault.message)
        for fault in faults
        if f"{fault.pointer}/".startswith(f"{start}/")
    ]


def conflict(form: RuleForm, refused: DraftChanged) -> Response:
    """The form with all that was typed, beside what a colleague changed; saving it again puts it there."""
    mine = (refused.then or {}).get("rules", [])
    rules = refused.now.source.get("rules", [])
    if form.at is not None:
        was = mine[form.at] if form.at < len(mine) else {"name": form.name, "then": form.then}
        form.at = same_rule(rules, was)
    form.seen = refused.now.seen
    return shown(form, refused.now, 409, refused=refused)


def shown(
    form: RuleForm,
    found: Draft,
    status: int = 200,
    faults: list[Problem] | None = None,
    refused: DraftChanged | None = None,
) -> Response:
    rule = form.rule()
    reasons = tuple(found.source.get("reasons", DEFAULT_REASONS))
    asked = Asked(faults or [], form.places, reasons, known=known(form.group))
    return policy_page(
        "rule.html",
        status,
        form=form,
        condition=of_condition(form.group, asked),
        groups=of_terms(RULE, "/then", rule["then"], asked, currency()),
        messages=message_fields(rule["then"].get("message"), visit().merchant.config["locales"]),
        facts=grouped(FACTS),
        compare=how,
        fresh=form.fresh,
        then_faults=asked.among(lambda fault: fault.pointer == "/then"),
        message_faults=asked.at("/then/message"),
        name_faults=asked.at("/name"),
        other_faults=asked.rest(),
        theirs=theirs(refused) if refused else None,
        stale=STALE,
        currency=currency(),
    )


def known(group: Group) -> dict[str, list[str]]:
    """What the shop's own orders and file say of the facts in a condition."""
    config, facts = visit().merchant.config, set(nodes.facts(group))
    own = {
        "carrier": [service["carrier"] for service in config["shipping_services"]],
        "location": [location["code"] for location in config["locations"]],
    }
    told = {fact: list(dict.fromkeys(values)) for fact, values in own.items() if fact in facts}
    return known_values.of(visit().merchant.id, facts) | told


def how(fact: str, op: str) -> str:
    """What a way of comparing is called in a list: its sentence without fact and value."""
    return sayer().say(operator(fact, op), fact="", value="").strip(" :：")


def grouped(facts: Iterable[str]) -> dict[str, list[str]]:
    """The facts by what they are about, in the order in which people look for them."""
    return {group: [fact for fact in facts if group_of(fact) == group] for group in GROUPS}


def group_of(fact: str) -> str:
    group, dot, _ = fact.partition(".")
    return group if dot else ""
