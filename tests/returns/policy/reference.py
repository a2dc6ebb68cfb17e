"""A slow evaluator written straight from the published rules, to hold the compiled one against."""

import datetime as dt
import re
from typing import Any

SHELL = {"*": ".*", "?": "."}


def test_holds(test: dict[str, Any], facts: dict[str, Any]) -> bool:
    op, value = test["op"], test.get("value", True)
    actual = facts.get(test["fact"])
    if op == "exists":
        return (actual is not None) == value
    if actual is None:
        return op in ("not_in", "not_contains", "ne")
    if op in ("starts_with", "matches") and isinstance(actual, list):
        return any(test_holds(test, {test["fact"]: one}) for one in actual)
    answers = {
        "eq": lambda: actual == value,
        "ne": lambda: actual != value,
        "lt": lambda: actual < value,
        "lte": lambda: actual <= value,
        "gt": lambda: actual > value,
        "gte": lambda: actual >= value,
        "in": lambda: actual in value,
        "not_in": lambda: actual not in value,
        "contains": lambda: value in actual,
        "not_contains": lambda: value not in actual,
        "contains_any": lambda: any(one in actual for one in value),
        "starts_with": lambda: actual[: len(value)] == value,
        "matches": lambda: (
            re.fullmatch("".join(SHELL.get(c, re.escape(c)) for c in value), actual, re.S) is not None
        ),
        "between": lambda: value[0] <= actual <= value[1],
    }
    return answers[op]()


def holds(when: dict[str, Any], facts: dict[str, Any]) -> bool:
    if "all" in when:
        return all(holds(part, facts) for part in when["all"])
    if "any" in when:
        return any(holds(part, facts) for part in when["any"])
    if "not" in when:
        return not holds(when["not"], facts)
    return test_holds(when, facts)


def first_setting(term: str, matching: list[dict[str, Any]], base: Any) -> Any:
    for rule in matching:
        if term in rule["then"]:
            return rule["then"][term]
    return base


def judge(policy: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    """The decision, the terms, the last day, and the reasons as pairs of code and rule."""
    matching = [rule for rule in policy["rules"] if holds(rule["when"], facts)]
    window = policy["window"]
    base = {
        "window_days": window["days"],
        "window_from": window["from"],
        "restocking_percent": policy["restocking_percent"],
        "store_credit_bonus_percent": policy["store_credit_bonus_percent"],
        "keep_item": False,
        "require_photo": facts.get("return.reason") in policy["require_photo_for"],
        "refund_on": policy["refund_on"],
        "resolutions": policy["resolutions"],
        "methods": policy["methods"],
        "fee": policy["fee"],
    }
    terms = {term: first_setting(term, matching, value) for term, value in base.items()}
    set_decision = first_setting("decision", matching, None)
    reasons = {
        (f"rule_{rule['then']['decision']}", rule["name"])
        for rule in matching
        if rule["then"].get("decision") in ("deny", "review")
    }
    decision = set_decision or "allow"
    since = facts.get(f"line.days_since_{terms['window_from']}")
    return_by = None
    if since is None:
        outcome = window["if_not_delivered"]
        reasons.add(("window_closed" if outcome == "deny" else "not_delivered", None))
    else:
        today = dt.date.fromisoformat(facts["return.requested_on"])
        return_by = today - dt.timedelta(days=since) + dt.timedelta(days=terms["window_days"])
        outcome = "allow" if today <= return_by else "deny"
        reasons.add(("window_open" if today <= return_by else "window_closed", None))
    if outcome == "deny" and set_decision != "review":
        decision = "deny"
    if outcome == "review" and decision == "allow":
        decision = "review"
    return {"decision": decision, "terms": terms, "return_by": return_by, "reasons": reasons}
