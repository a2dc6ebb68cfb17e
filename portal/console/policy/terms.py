"""The terms of a policy, base and rules alike, between what it holds and what a form has in its fields."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from babel.numbers import get_currency_precision

from portal.console.amounts import minor
from portal.console.policy.values import major, number, whole
from returns.policy.vocabulary import (
    DEFAULT_REASONS,
    Anchor,
    Decision,
    JudgedBy,
    Method,
    RefundShipping,
    Resolution,
)
from returns.statuses import RefundOn

Value = Any


@dataclass(frozen=True)
class Term:
    """One term: where it stands in the policy, which field asks for it, and the words that a choice offers.

    `kind` names the table of words; `widget` is `choice`, `choices`, `whole`, `percent`, `amount`, `amounts`,
    `flag`, `words` or `messages`.
    """

    name: str
    widget: str
    kind: str = ""
    offers: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        return f"t:{self.name}"

    @property
    def pointer(self) -> str:
        return "/" + self.name.replace(".", "/")


def choice(name: str, kind: str, offers: tuple[str, ...]) -> Term:
    return Term(name, "choice", kind, offers)


def choices(name: str, kind: str, offers: tuple[str, ...]) -> Term:
    return Term(name, "choices", kind, offers)


RESOLUTIONS, METHODS, STEPS = tuple(Resolution), tuple(Method), tuple(RefundOn)
BASE: dict[str, tuple[Term, ...]] = {
    "window": (
        Term("window.days", "whole"),
        choice("window.from", "anchor", tuple(Anchor)),
        choice("window.if_not_delivered", "unknown_day", tuple(Decision)),
    ),
    "offer": (
        choices("resolutions", "resolution", RESOLUTIONS),
        choices("methods", "method", METHODS),
        Term("store_credit_bonus_percent", "percent"),
    ),
    "money": (
        Term("fee", "amount"),
        Term("fees", "amounts"),
        choices("fee_waived_for", "resolution", RESOLUTIONS),
        Term("restocking_percent", "percent"),
        choice("refund_on", "step", STEPS),
        choice("refund_shipping", "shipping", tuple(RefundShipping)),
    ),
    "reasons": (
        Term("reasons", "words", "reason", DEFAULT_REASONS),
        Term("require_photo_for", "words", "reason", DEFAULT_REASONS),
    ),
    "rest": (Term("ship_within_days", "whole"), choice("judged_by", "judge", tuple(JudgedBy))),
}
RULE: dict[str, tuple[Term, ...]] = {
    "decision": (choice("decision", "decision_term", tuple(Decision)), Term("message", "messages")),
    "window": (Term("window_days", "whole"), choice("window_from", "anchor", tuple(Anchor))),
    "offer": (
        choices("resolutions", "resolution", RESOLUTIONS),
        choices("methods", "method", METHODS),
        Term("store_credit_bonus_percent", "percent"),
        Term("keep_item", "flag"),
        Term("require_photo", "flag"),
    ),
    "money": (
        Term("fee", "amount"),
        Term("fees", "amounts"),
        Term("restocking_percent", "percent"),
        choice("refund_on", "step", STEPS),
    ),
}


def all_of(groups: Mapping[str, tuple[Term, ...]]) -> list[Term]:
    return [term for terms in groups.values() for term in terms]


def get(terms: Mapping[str, Any], name: str) -> Value:
    """A term's value, None where it is not set; `window.days` is the days of the window."""
    outer, _, inner = name.partition(".")
    found = terms.get(outer)
    return (found or {}).get(inner) if inner else found


def put(terms: dict[str, Any], name: str, value: Value) -> None:
    outer, _, inner = name.partition(".")
    if inner:
        terms.setdefault(outer, {})[inner] = value
    else:
        terms[outer] = value


def shown(term: Term, value: Value, currency: str) -> list[str]:
    """A value as the term's field shows it, nothing where it is not set."""
    if value is None:
        return []
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if term.widget == "amount" and isinstance(value, int):
        return [major(value, currency)]
    if term.widget == "amounts" and isinstance(value, Mapping):
        return ["\n".join(f"{code} {written(amount, code)}" for code, amount in sorted(value.items()))]
    if isinstance(value, list):
        return [str(one) for one in value]
    return [str(value)]


def written(amount: Value, code: str) -> str:
    """An amount of a currency; what could not be read, as it was typed."""
    return major(amount, code) if isinstance(amount, int) else str(amount)


def read(term: Term, told: list[str], currency: str) -> Value:
    """What was told; None where nothing was. What can't be read stays text, for the policy's check to refuse."""
    told = [one.strip() for one in told if one.strip()]
    if not told:
        return None
    return READ[term.widget](told, currency)


def amount(told: list[str], currency: str) -> Value:
    found = minor(told[0], currency)
    return told[0] if found is None else found


def amounts(told: list[str], _: str) -> Value:
    """`EUR 4.50` on each line."""
    made: dict[str, Value] = {}
    for line in told[0].splitlines():
        code, _, written = line.strip().partition(" ")
        if code:
            made[code.upper()] = amount([written.strip()], code.upper()) if is_currency(code) else written
    return made


def is_currency(code: str) -> bool:
    return len(code) == 3 and code.isascii() and code.isalpha() and get_currency_precision(code.upper()) >= 0


def several(told: list[str], _: str) -> Value:
    """Words that were ticked, and words that were typed one on each line."""
    return [line.strip() for one in told for line in one.splitlines() if line.strip()]


READ: dict[str, Callable[[list[str], str], Value]] = {
    "choice": lambda told, _: told[0],
    "choices": several,
    "whole": lambda told, _: whole(told[0]),
    "percent": lambda told, _: number(told[0]),
    "flag": lambda told, _: {"yes": True, "no": False}.get(told[0], told[0]),
    "amount": amount,
    "amounts": amounts,
    "words": several,
}
DEFAULTS: dict[str, Value] = {
    "window.from": Anchor.DELIVERED.value,
    "window.if_not_delivered": Decision.REVIEW.value,
    "resolutions": [one.value for one in Resolution],
    "methods": [one.value for one in Method],
    "store_credit_bonus_percent": 0,
    "fee": 0,
    "restocking_percent": 0,
    "refund_on": RefundOn.RECEIVED.value,
    "refund_shipping": RefundShipping.NEVER.value,
    "reasons": list(DEFAULT_REASONS),
    "ship_within_days": 14,
    "judged_by": JudgedBy.PLACED.value,
}
"""What holds where a base term is left out."""


def with_defaults(terms: Mapping[str, Any]) -> dict[str, Any]:
    """The base terms as a form shows them: what is left out is filled in."""
    filled = {**terms, "window": dict(terms.get("window") or {})}
    for name, value in DEFAULTS.items():
        if get(filled, name) is None:
            put(filled, name, value)
    return filled


def without_defaults(told: Mapping[str, Any], source: Mapping[str, Any]) -> dict[str, Any]:
    """What was told, without what the policy left out and the form only filled in."""
    kept = {**told, "window": dict(told.get("window") or {})}
    for name, value in DEFAULTS.items():
        outer, _, inner = name.partition(".")
        if get(source, name) is None and get(kept, name) == value:
            (kept[outer] if inner else kept).pop(inner or outer)
    if get(kept, "window.days") is None:
        kept.pop("window")
    return kept


def messages_of(form: Mapping[str, str]) -> Any:
    """What shoppers read, by locale: one text where it is for everyone, None where there is none."""
    told = {
        key.removeprefix("m:"): text.replace("\r\n", "\n").strip()
        for key, text in form.items()
        if key.startswith("m:") and text.strip()
    }
    if set(told) == {""}:
        return told[""]
    return {locale: text for locale, text in told.items() if locale} or None


def message_fields(message: Any, locales: list[str]) -> dict[str, str]:
    """The texts by locale: the shop's own languages, and any other that has one; `""` is for everyone."""
    if isinstance(message, str):
        return {"": message}
    return {locale: (message or {}).get(locale, "") for locale in [*locales, *(message or {})]}


def terms_of(groups: Mapping[str, tuple[Term, ...]], form: Any, currency: str) -> dict[str, Any]:
    """The terms that a form tells of, in the order of the form; those that it leaves empty are not set."""
    terms: dict[str, Any] = {}
    for term in all_of(groups):
        value = (
            messages_of(form) if term.widget == "messages" else read(term, form.getlist(term.field), currency)
        )
        if value is not None:
            put(terms, term.name, value)
    return terms
