"""Checks of single values, put together into the policy's schema."""

import math
import re
from collections.abc import Collection, Iterator, Mapping

from returns.policy.problems import Check, Problem, below

_LOCALE = re.compile(r"[a-z]{2,3}([-_][A-Za-z]{4})?([-_]([A-Za-z]{2}|[0-9]{3}))?")
_CURRENCY = re.compile(r"[A-Z]{3}")
_LONGEST_TEXT = 1000
_LONGEST_LIST = 1000


def is_whole(value: object) -> bool:
    """Whether it is an integer; true and false are not."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_number(value: object) -> bool:
    """Whether it is a finite number; true and false are not."""
    return is_whole(value) or (isinstance(value, float) and math.isfinite(value))


def whole(lowest: int, highest: int) -> Check:
    """A whole number from ``lowest`` to ``highest``."""

    def check(value: object, at: str) -> Iterator[Problem]:
        if not is_whole(value):
            yield Problem(at, "wrong_type", "must be a whole number")
        elif not lowest <= value <= highest:  # type: ignore[operator]
            yield Problem(at, "out_of_range", f"must be from {lowest} to {highest}")

    return check


def percent(value: object, at: str) -> Iterator[Problem]:
    """A percentage from 0 to 100 with two decimals at most."""
    if not is_number(value):
        yield Problem(at, "wrong_type", "must be a number")
    elif not 0 <= value <= 100:  # type: ignore[operator]
        yield Problem(at, "out_of_range", "must be from 0 to 100")
    elif round(value, 2) != value:  # type: ignore[call-overload]
        yield Problem(at, "too_precise", "must have two decimals at most")


def flag(value: object, at: str) -> Iterator[Problem]:
    """True or false."""
    if not isinstance(value, bool):
        yield Problem(at, "wrong_type", "must be true or false")


def text(value: object, at: str) -> Iterator[Problem]:
    """Printable text that is not blank; line breaks are allowed."""
    if not isinstance(value, str):
        yield Problem(at, "wrong_type", "must be text")
    elif not value.strip():
        yield Problem(at, "empty", "must not be empty")
    elif len(value) > _LONGEST_TEXT:
        yield Problem(at, "too_long", f"must have {_LONGEST_TEXT} characters at most")
    elif not value.replace("\n", "").isprintable():
        yield Problem(at, "unprintable", "must not have control characters")


def word(vocabulary: Collection[str]) -> Check:
    """One word of a vocabulary."""

    def check(value: object, at: str) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield Problem(at, "wrong_type", f"must be one of: {', '.join(vocabulary)}")
        elif value not in vocabulary:
            yield Problem(at, "unknown_word", f"{value!r} is not one of: {', '.join(vocabulary)}")

    return check


def list_of(item: Check, *, may_be_empty: bool = False) -> Check:
    """A list whose members pass ``item`` and are not repeated."""

    def check(value: object, at: str) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield Problem(at, "wrong_type", "must be a list")
            return
        if not value and not may_be_empty:
            yield Problem(at, "empty", "must not be empty")
        if len(value) > _LONGEST_LIST:
            yield Problem(at, "too_long", f"must have {_LONGEST_LIST} members at most")
            return
        for index, member in enumerate(value):
            yield from item(member, below(at, index))
            if member in value[:index]:
                yield Problem(below(at, index), "repeated", "is in the list already")

    return check


def mapping(keys: Mapping[str, Check], required: Collection[str] = ()) -> Check:
    """A mapping with the given keys and no others."""

    def check(value: object, at: str) -> Iterator[Problem]:
        if not isinstance(value, Mapping):
            yield Problem(at, "wrong_type", "must be a mapping of keys to values")
            return
        for key in required:
            if key not in value:
                yield Problem(below(at, key), "required", "is missing")
        for key, member in value.items():
            if key in keys:
                yield from keys[key](member, below(at, key))
            else:
                yield Problem(below(at, key), "unknown_key", f"is not one of: {', '.join(keys)}")

    return check


def by_locale(value: object, at: str) -> Iterator[Problem]:
    """A text for everyone, or a mapping of locales (``en``, ``pt-BR``) to texts."""
    if not isinstance(value, Mapping):
        yield from text(value, at)
        return
    if not value:
        yield Problem(at, "empty", "must have a text for one locale at least")
    for locale, translation in value.items():
        if not (isinstance(locale, str) and _LOCALE.fullmatch(locale)):
            yield Problem(
                below(at, locale), "unknown_locale", f"{locale!r} is not a locale such as en or pt-BR"
            )
        yield from text(translation, below(at, locale))


def by_currency(value: object, at: str) -> Iterator[Problem]:
    """A mapping of ISO 4217 currencies to amounts in their minor units."""
    if not isinstance(value, Mapping):
        yield Problem(at, "wrong_type", "must be a mapping of currencies to amounts")
        return
    for currency, amount in value.items():
        if not (isinstance(currency, str) and _CURRENCY.fullmatch(currency)):
            yield Problem(
                below(at, currency), "unknown_currency", f"{currency!r} is not a currency such as EUR"
            )
        yield from fixed_amount(amount, below(at, currency))


fixed_amount = whole(0, 1_000_000_000)
"""An amount in minor units."""
