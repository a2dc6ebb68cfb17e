"""A policy as sentences, in the language of whoever reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from babel.lists import format_list

from commerce.prices import price
from portal.console import trade
from portal.console.policy import words
from portal.console.policy.words import with_particles
from portal.languages import _l
from portal.shopper.returning.words import REASONS
from portal.shopper.voice import Voice
from returns.policy.vocabulary import FACTS, Kind

Rule = Mapping[str, Any]
Style = Literal["standard", "or"]


@dataclass(frozen=True)
class Sayer:
    """Says a policy's parts in a language, amounts in the shop's currency."""

    voice: Voice
    currency: str

    def say(self, message: str, **values: object) -> str:
        return with_particles(self.voice.gettext(message, **values))

    def one_of(self, values: Sequence[str], style: Style = "or") -> str:
        return str(format_list(list(values), style, self.voice.locale)) if values else ""

    def fact(self, fact: str) -> str:
        return self.say(words.FACTS[fact]) if fact in words.FACTS else fact

    def amount(self, amount: object, currency: str | None = None) -> str:
        if not isinstance(amount, int):
            return str(amount)
        return price(amount, currency or self.currency, self.voice.locale)

    def value(self, fact: str, value: object) -> str:
        """One value of a test or a fact, in words where it is a code."""
        if value is None:
            return self.say(_l("not known"))
        if isinstance(value, bool):
            return self.say(_l("yes")) if value else self.say(_l("no"))
        if isinstance(value, (list, tuple)):
            return self.one_of([self.value(fact, one) for one in value], "standard") or self.say(
                _l("nothing")
            )
        if fact in words.AMOUNTS:
            return self.amount(value)
        if FACTS.get(fact) is Kind.DATE:
            return self.voice.date(value if isinstance(value, date) else date.fromisoformat(str(value)))
        codes = CODES.get(fact, {})
        said = within(self.say(codes[str(value)])) if str(value) in codes else str(value)
        is_name = FACTS.get(fact) in (Kind.TEXT, Kind.TEXTS) and fact not in NAMELESS
        return QUOTED[self.voice.locale].format(said) if is_name else said

    def test(self, test: Mapping[str, Any]) -> str:
        """One test as a statement."""
        fact, op, value = test["fact"], test["op"], test.get("value", True)
        if op == "exists":
            return self.say(words.KNOWN[bool(value)], fact=self.fact(fact))
        if fact in words.FLAGS:
            return self.say(words.FLAGS[fact][(value is True) == (op == "ne")])
        if op == "between":
            low, high = (self.value(fact, end) for end in value)
            said = self.say(_l("%(low)s to %(high)s"), low=low, high=high)
        elif isinstance(value, (list, tuple)):
            said = self.one_of([self.value(fact, one) for one in value])
        else:
            said = self.value(fact, value)
        return self.say(operator(fact, op), fact=self.fact(fact), value=said)

    def condition(self, when: Mapping[str, Any] | None, *, inner: bool = False) -> str:
        """A whole condition; what is nested stands in brackets."""
        if when is None:
            return self.say(_l("always"))
        if "not" in when:
            return self.say(_l("not: %(condition)s"), condition=self.condition(when["not"], inner=True))
        joins: tuple[tuple[str, Style], ...] = (("all", "standard"), ("any", "or"))
        for word, style in joins:
            if word in when:
                parts = [self.condition(part, inner=True) for part in when[word]]
                said = self.one_of(parts, style)
                return f"({said})" if inner and len(parts) > 1 else said
        return self.test(when)

    def terms(self, then: Mapping[str, Any]) -> list[str]:
        """What a rule sets, a phrase for each term but its message."""
        phrases = [self.term(name, then[name]) for name in words.TERMS if name in then and name not in APART]
        return [*phrases, *self.fees(then.get("fees") or {})]

    def fees(self, fees: Mapping[str, Any]) -> list[str]:
        return [
            self.say(_l("the fee is %(amount)s"), amount=self.amount(fee, code)) for code, fee in fees.items()
        ]

    def term(self, name: str, value: Any) -> str:
        """One term of a rule as a phrase."""
        match name:
            case "decision":
                return within(self.say(words.DECISIONS[value]))
            case "window_days":
                return self.voice.ngettext(
                    "there is %(number)d day to ask for it", "there are %(number)d days to ask for it", value
                )
            case "fee" if value == 0:
                return self.say(_l("there is no fee"))
            case "fee":
                return self.say(_l("the fee is %(amount)s"), amount=self.amount(value))
            case "keep_item" | "require_photo":
                return self.say(FLAGS[name][value is not True])
            case _:
                return self.say(PHRASES[name], value=self.plain(name, value))

    def plain(self, name: str, value: Any) -> str:
        """A term's value in words."""
        table = TABLES.get(name, {})
        if isinstance(value, list):
            known = [within(self.say(table[one])) if one in table else str(one) for one in value]
            return self.one_of(known, "standard")
        return within(self.say(table[str(value)])) if str(value) in table else str(value)


def within(label: str) -> str:
    """A label amid a sentence: without its capital, unless that begins an abbreviation (`QR code`)."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def operator(fact: str, op: str) -> str:
    """How a test of the fact reads."""
    special = {Kind.DATE: words.DATE_OPERATORS, Kind.TEXTS: words.LIST_OPERATORS}
    table = special.get(FACTS.get(fact, Kind.TEXT), {})
    return table[op] if op in table else words.OPERATORS.get(op, words.OPERATORS["eq"])


QUOTED = {"en": "“{}”", "ja": "「{}」", "ko": "‘{}’"}
APART = frozenset({"message", "fees"})
NAMELESS = frozenset({"return.resolution", "return.method", "order.country", "order.currency"})
"""Facts whose words need no quotation marks."""
CODES: dict[str, Mapping[str, str]] = {
    "return.reason": dict(REASONS),
    "return.resolution": trade.RESOLUTION,
    "return.method": trade.METHOD,
}
TABLES: dict[str, Mapping[str, str]] = {
    "window_from": words.ANCHORS,
    "resolutions": trade.RESOLUTION,
    "methods": trade.METHOD,
    "refund_on": words.STEPS,
    "fee_waived_for": trade.RESOLUTION,
    "require_photo_for": dict(REASONS),
    "reasons": dict(REASONS),
    "judged_by": words.JUDGES,
}
FLAGS = {
    "keep_item": (_l("the shopper keeps the item"), _l("the item has to come back")),
    "require_photo": (_l("a photo is needed"), _l("no photo is needed")),
}
PHRASES = {
    "window_from": _l("days count from %(value)s"),
    "resolutions": _l("offered: %(value)s"),
    "methods": _l("ways back: %(value)s"),
    "restocking_percent": _l("%(value)s%% is held back for restocking"),
    "store_credit_bonus_percent": _l("store credit is worth %(value)s%% more"),
    "refund_on": _l("money goes back %(value)s"),
}
