"""What a policy must not say, though each of its words is right: terms that take back what others give."""

from collections.abc import Iterator, Mapping
from typing import Any

from returns.policy.problems import Problem, below
from returns.policy.vocabulary import DEFAULT_REASONS, Resolution

_WHOLE_WORD_OPERATORS = frozenset({"eq", "ne", "in", "not_in"})


def find_contradictions(policy: Mapping[str, Any], currency: str | None) -> Iterator[Problem]:
    """Contradictions of a policy that is right word by word; ``currency`` is the merchant's, if known."""
    yield from _check_waived(policy)
    yield from _check_bonus(policy)
    yield from _check_windows(policy)
    yield from _check_reasons(policy)
    yield from _check_home_fees(policy, currency)
    for index, rule in enumerate(_rules(policy)):
        yield from _check_rule(rule, f"/rules/{index}")


def _rules(policy: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rules: list[Mapping[str, Any]] = policy.get("rules", [])
    return rules


def _ever_offered(policy: Mapping[str, Any]) -> set[str]:
    offered = set(policy.get("resolutions", Resolution))
    for rule in _rules(policy):
        offered.update(rule["then"].get("resolutions", ()))
    return offered


def _check_waived(policy: Mapping[str, Any]) -> Iterator[Problem]:
    offered = _ever_offered(policy)
    for index, resolution in enumerate(policy.get("fee_waived_for", ())):
        if resolution not in offered:
            message = f"waives the fee for {resolution}, which is never offered"
            yield Problem(f"/fee_waived_for/{index}", "not_offered", message)


def _check_bonus(policy: Mapping[str, Any]) -> Iterator[Problem]:
    message = "gives a bonus on store_credit, which is never offered"
    if Resolution.STORE_CREDIT in _ever_offered(policy):
        return
    if policy.get("store_credit_bonus_percent"):
        yield Problem("/store_credit_bonus_percent", "not_offered", message)
    for index, rule in enumerate(_rules(policy)):
        if rule["then"].get("store_credit_bonus_percent"):
            yield Problem(f"/rules/{index}/then/store_credit_bonus_percent", "not_offered", message)


def _check_windows(policy: Mapping[str, Any]) -> Iterator[Problem]:
    terms = [rule["then"] for rule in _rules(policy)]
    if "window" in policy or any("window_days" in then for then in terms):
        return
    for index, then in enumerate(terms):
        if "window_from" in then:
            message = "starts a window that no rule and no base term gives a length"
            yield Problem(f"/rules/{index}/then/window_from", "window_without_days", message)


def _check_reasons(policy: Mapping[str, Any]) -> Iterator[Problem]:
    reasons = policy.get("reasons", DEFAULT_REASONS)
    for index, reason in enumerate(policy.get("require_photo_for", ())):
        if reason not in reasons:
            message = f"{reason!r} is not among the policy's reasons"
            yield Problem(f"/require_photo_for/{index}", "unknown_reason", message)
    for index, rule in enumerate(_rules(policy)):
        if "when" in rule:
            yield from _check_reason_tests(rule["when"], f"/rules/{index}/when", reasons)


def _check_reason_tests(node: Mapping[str, Any], at: str, reasons: tuple[str, ...]) -> Iterator[Problem]:
    for word in ("all", "any"):
        for index, member in enumerate(node.get(word, ())):
            yield from _check_reason_tests(member, f"{at}/{word}/{index}", reasons)
    if "not" in node:
        yield from _check_reason_tests(node["not"], below(at, "not"), reasons)
    if node.get("fact") != "return.reason" or node["op"] not in _WHOLE_WORD_OPERATORS:
        return
    values = node["value"] if isinstance(node["value"], list) else [node["value"]]
    unknown = [value for value in values if value not in reasons]
    if unknown:
        message = f"asks for {', '.join(map(repr, unknown))}, not among the policy's reasons"
        yield Problem(f"{at}/value", "unknown_reason", message)


def _check_home_fees(policy: Mapping[str, Any], currency: str | None) -> Iterator[Problem]:
    places = [
        ("", policy),
        *((f"/rules/{index}/then", rule["then"]) for index, rule in enumerate(_rules(policy))),
    ]
    for at, terms in places:
        home = terms.get("fees", {}).get(currency)
        if home is not None and home != terms.get("fee", home):
            yield Problem(
                f"{at}/fees/{currency}", "two_fees", f"differs from fee, which is in {currency} too"
            )


def _check_rule(rule: Mapping[str, Any], at: str) -> Iterator[Problem]:
    then = rule["then"]
    if then.get("decision") == "deny" and then.get("keep_item"):
        yield Problem(f"{at}/then/keep_item", "denied_and_kept", "lets the shopper keep what the rule denies")
    resolutions = then.get("resolutions")
    if resolutions and then.get("store_credit_bonus_percent") and Resolution.STORE_CREDIT not in resolutions:
        message = "gives a bonus on store_credit, which the same rule does not offer"
        yield Problem(f"{at}/then/store_credit_bonus_percent", "not_offered", message)
