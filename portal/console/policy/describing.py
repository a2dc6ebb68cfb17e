"""What a policy says, and what one says otherwise than another, as lines to read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.console.policy import words
from portal.console.policy.sentences import Sayer
from portal.console.policy.terms import BASE
from portal.languages import NAMES, _l
from returns.policy.comparison import Change
from returns.policy.vocabulary import DEFAULT_REASONS, Anchor, Decision, JudgedBy, Method, Resolution
from returns.statuses import RefundOn

TITLES = {
    "window": _l("How long"),
    "offer": _l("What is offered"),
    "money": _l("Money"),
    "reasons": _l("Reasons"),
    "rest": _l("Afterwards"),
}

SHIPPING = {
    "never": _l("The shipping charge is kept."),
    "full_return": _l("The shipping charge is paid back when the whole order comes back."),
}


@dataclass(frozen=True)
class Difference:
    """One change, with the lines that went and those that came."""

    what: str
    title: str
    gone: list[str]
    new: list[str]
    stayed: list[str]


def base_lines(sayer: Sayer, policy: Mapping[str, Any]) -> dict[str, list[str]]:
    """The base terms as sentences by group; what is not set is told as what it then is."""
    return {
        "window": window_lines(sayer, policy.get("window") or {}),
        "offer": offer_lines(sayer, policy),
        "money": money_lines(sayer, policy),
        "reasons": reason_lines(sayer, policy),
        "rest": rest_lines(sayer, policy),
    }


def window_lines(sayer: Sayer, window: Mapping[str, Any]) -> list[str]:
    if "days" not in window:
        return [sayer.say(_l("A return may be asked for at any time."))]
    said = sayer.voice.ngettext(
        "A return may be asked for within %(number)d day.",
        "A return may be asked for within %(number)d days.",
        window["days"],
    )
    anchor = sayer.say(words.ANCHORS[window.get("from", Anchor.DELIVERED)])
    unknown = sayer.say(words.UNKNOWN_DAY[window.get("if_not_delivered", Decision.REVIEW)])
    return [
        said,
        sayer.say(_l("The days count from %(event)s."), event=anchor),
        sayer.say(_l("While that day is not known: %(what)s."), what=unknown),
    ]


def offer_lines(sayer: Sayer, policy: Mapping[str, Any]) -> list[str]:
    offered = sayer.plain("resolutions", list(policy.get("resolutions", Resolution)))
    ways = sayer.plain("methods", list(policy.get("methods", Method)))
    said = [
        sayer.say(_l("Shoppers choose between: %(list)s."), list=offered),
        sayer.say(_l("Items come back: %(list)s."), list=ways),
    ]
    if bonus := policy.get("store_credit_bonus_percent"):
        said.append(sayer.say(_l("Store credit is worth %(percent)s%% more."), percent=bonus))
    return said


def money_lines(sayer: Sayer, policy: Mapping[str, Any]) -> list[str]:
    said = [sayer.say(_l("There is no fee."))]
    if fee := policy.get("fee"):
        said = [sayer.say(_l("A return costs a fee of %(amount)s."), amount=sayer.amount(fee))]
    for code, amount in sorted((policy.get("fees") or {}).items()):
        told = {"currency": code, "amount": sayer.amount(amount, code)}
        said.append(sayer.say(_l("For orders in %(currency)s the fee is %(amount)s."), **told))
    if waived := policy.get("fee_waived_for"):
        said.append(sayer.say(_l("No fee for: %(list)s."), list=sayer.plain("fee_waived_for", waived)))
    if share := policy.get("restocking_percent"):
        said.append(sayer.say(_l("%(percent)s%% of each item is held back for restocking."), percent=share))
    step = sayer.plain("refund_on", policy.get("refund_on", RefundOn.RECEIVED))
    shipping = sayer.say(SHIPPING[policy.get("refund_shipping", "never")])
    return [*said, sayer.say(_l("Money goes back %(when)s."), when=step), shipping]


def reason_lines(sayer: Sayer, policy: Mapping[str, Any]) -> list[str]:
    reasons = sayer.plain("reasons", list(policy.get("reasons", DEFAULT_REASONS)))
    said = [sayer.say(_l("Shoppers choose from: %(list)s."), list=reasons)]
    if photos := policy.get("require_photo_for"):
        listed = sayer.plain("require_photo_for", photos)
        said.append(sayer.say(_l("A photo is needed for: %(list)s."), list=listed))
    return said


def rest_lines(sayer: Sayer, policy: Mapping[str, Any]) -> list[str]:
    days = sayer.voice.ngettext(
        "Once approved, it has to be sent within %(number)d day.",
        "Once approved, it has to be sent within %(number)d days.",
        policy.get("ship_within_days", 14),
    )
    judge = sayer.plain("judged_by", policy.get("judged_by", JudgedBy.PLACED))
    return [days, sayer.say(_l("Older orders are judged by: %(version)s."), version=judge)]


@dataclass(frozen=True)
class Told:
    """A rule as it is read: when it holds, what it sets, and what shoppers read, by locale."""

    name: str
    condition: str
    terms: list[str]
    messages: dict[str, str]

    @property
    def lines(self) -> list[str]:
        said = [
            f"{NAMES.get(locale, locale)}: {text}" if locale else text
            for locale, text in self.messages.items()
        ]
        return [self.condition, *self.terms, *said]


def told(sayer: Sayer, rule: Mapping[str, Any]) -> Told:
    """A rule in words."""
    message = rule["then"].get("message") or {}
    texts = {"": message} if isinstance(message, str) else dict(message)
    return Told(rule["name"], sayer.condition(rule.get("when")), sayer.terms(rule["then"]), texts)


def group_of(term: str) -> str:
    """The group of base terms in which a key of the policy stands."""
    return next(
        group for group, terms in BASE.items() if any(one.name.partition(".")[0] == term for one in terms)
    )


def differences(
    sayer: Sayer, before: Mapping[str, Any], after: Mapping[str, Any], changes: Sequence[Change]
) -> list[Difference]:
    """The changes in words: base terms by their group, rules one by one."""
    made = []
    groups = dict.fromkeys(group_of(change.name) for change in changes if not change.is_rule)
    old, new = base_lines(sayer, before), base_lines(sayer, after)
    for group in groups:
        made.append(difference("changed", sayer.say(TITLES[group]), old[group], new[group]))
    for change in changes:
        if change.is_rule:
            made.append(of_rule(sayer, change))
    return made


def of_rule(sayer: Sayer, change: Change) -> Difference:
    if change.what == "moved":
        places = {"before": change.before, "after": change.after}
        line = sayer.say(_l("from place %(before)d to place %(after)d"), **places)
        return Difference("moved", change.name, [], [], [line])
    gone, new = ([] if rule is None else told(sayer, rule).lines for rule in (change.before, change.after))
    if change.before and change.after and change.before["name"] != change.after["name"]:
        gone, new = [change.before["name"], *gone], [change.after["name"], *new]
    return difference(change.what, change.name, gone, new)


def difference(what: str, title: str, before: list[str], after: list[str]) -> Difference:
    return Difference(
        what,
        title,
        [line for line in before if line not in after],
        [line for line in after if line not in before],
        [line for line in after if line in before],
    )
