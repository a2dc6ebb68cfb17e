"""What a merchant's file says of the right of withdrawal, and which products it excepts."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

from commerce.withdrawal_schema import LEAST_DAYS, SELECTORS, Exempt, ReturnCost
from returns.case import OrderLine
from returns.policy.vocabulary import Method

UNTIL_OPENED = frozenset({Exempt.HYGIENE_SEAL, Exempt.MEDIA_SEAL, Exempt.MIXED})
"""Exceptions that begin only with what the shopper does to the goods (Article 16 e, f, i)."""


@dataclass(frozen=True, slots=True)
class Excepted:
    """One exception and the values of a line that it is about, by the name of the selector."""

    code: Exempt
    about: Mapping[str, frozenset[str]]

    def covers(self, values: Mapping[str, Set[str]]) -> bool:
        """Whether a line with these values has one of those."""
        return any(not wanted.isdisjoint(values[name]) for name, wanted in self.about.items())


@dataclass(frozen=True, slots=True)
class Terms:
    """How many days there are, who pays for what comes back (None: as the return policy has it), and for what not."""

    days: int = LEAST_DAYS
    return_cost: ReturnCost | None = None
    exceptions: tuple[Excepted, ...] = ()

    def exempt(self, line: OrderLine) -> Exempt | None:
        """The first exception that covers the line."""
        if not self.exceptions:
            return None
        values = values_of(line)
        return next((one.code for one in self.exceptions if one.covers(values)), None)

    def method(self, offered: tuple[str, ...]) -> Method:
        """How goods come back, of the methods that the return policy offers; the shop pays unless it said otherwise."""
        paid = [Method(one) for one in offered if one != Method.OWN_CARRIER]
        alone = not paid and self.return_cost is None
        if self.return_cost is ReturnCost.SHOPPER or alone:
            return Method.OWN_CARRIER
        return paid[0] if paid else Method.LABEL


def values_of(line: OrderLine) -> dict[str, set[str]]:
    """A line's values under each selector."""
    return {
        "tags": set(line.tags),
        "skus": {line.sku} if line.sku else set(),
        "product_types": {line.product_type} if line.product_type else set(),
        "collections": set(line.collections),
    }


def terms_of(config: Mapping[str, Any]) -> Terms:
    """The terms of a merchant's file; one of before the section was known has the law's."""
    section = config.get("withdrawal")
    if not section:
        return Terms()
    cost = section["return_cost"]
    return Terms(
        days=section["days"],
        return_cost=ReturnCost(cost) if cost else None,
        exceptions=tuple(
            Excepted(Exempt(one["code"]), {name: frozenset(one[name]) for name in SELECTORS if one[name]})
            for one in section["exceptions"]
        ),
    )
