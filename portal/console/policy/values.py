"""Values of tests between what a policy holds and what people type."""

from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision

from portal.console.amounts import minor
from portal.console.policy.words import AMOUNTS
from returns.policy.vocabulary import CLOSED_FACTS, DEFAULT_REASONS, FACTS, Kind

SEVERAL = frozenset({"in", "not_in", "contains_any"})
AS_TEXT = frozenset({"contains", "not_contains", "starts_with", "contains_any", "matches"})
NUMBERS = {Kind.INTEGER: "whole", Kind.NUMBER: "number", Kind.DATE: "date"}


def widget(fact: str, op: str) -> str:
    """Which field asks for the value: `flag`, `choice`, `choices`, `lines`, `pattern`, `text`, `amount`, `whole`,
    `number` or `date`."""
    kind = FACTS.get(fact)
    if op == "exists" or kind is Kind.FLAG:
        return "flag"
    if offered(fact) and op in ("eq", "ne"):
        return "choice"
    if offered(fact) and op in ("in", "not_in"):
        return "choices"
    if op in SEVERAL:
        return "lines"
    if op == "matches":
        return "pattern"
    if fact in AMOUNTS:
        return "amount"
    return NUMBERS.get(kind, "text") if kind else "text"


def offered(fact: str, reasons: tuple[str, ...] = DEFAULT_REASONS) -> tuple[str, ...]:
    """The only words that a fact can be, nothing where it can be anything."""
    return reasons if fact == "return.reason" else CLOSED_FACTS.get(fact, ())


def texts(fact: str, op: str, value: Any, currency: str) -> list[str]:
    """A value as the fields of its widget show it."""
    if op == "exists" and value is None:
        return ["yes"]
    values = value if isinstance(value, list) else [value]
    shown = [text(fact, one, currency) for one in values]
    return ["\n".join(shown)] if widget(fact, op) == "lines" else shown


def text(fact: str, value: Any, currency: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if fact in AMOUNTS and isinstance(value, int):
        return major(value, currency)
    return value.isoformat() if isinstance(value, date) else str(value)


def major(amount: int, currency: str) -> str:
    """Minor units as people type them: `12.50`."""
    digits = get_currency_precision(currency)
    return f"{Decimal(amount).scaleb(-digits):.{digits}f}"


def read(fact: str, op: str, told: list[str], currency: str) -> Any:
    """The value that was typed; what can't be read stays text, for the policy's own check to refuse."""
    asks = widget(fact, op)
    if asks == "lines":
        told = [line.strip() for one in told for line in one.splitlines() if line.strip()]
    if asks in ("choices", "lines"):
        return [one(fact, op, text, currency) for text in told]
    if op == "between":
        return [one(fact, op, text, currency) for text in told]
    return one(fact, op, told[0] if told else "", currency)


def one(fact: str, op: str, told: str, currency: str) -> Any:
    told = told.strip()
    kind = FACTS.get(fact)
    if op == "exists" or kind is Kind.FLAG:
        return {"yes": True, "no": False}.get(told, told)
    if op in AS_TEXT:
        return told
    if fact in AMOUNTS:
        amount = minor(told, currency)
        return told if amount is None else amount
    if kind is Kind.INTEGER:
        return whole(told)
    return number(told) if kind is Kind.NUMBER else told


def whole(told: str) -> int | str:
    """A whole number, or the text that is none."""
    return int(told) if told.isascii() and told.isdigit() and len(told) <= 12 else told


def number(told: str) -> int | float | str:
    """A number of any precision, or the text that is none."""
    try:
        found = float(told.replace(",", "."))
    except ValueError:
        return told
    if not (told.isascii() and abs(found) < 1e12):
        return told
    return int(found) if found == int(found) else found
