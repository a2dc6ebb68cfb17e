"""An order as its shopper returns it: read once, judged at each step, with what is in stock to exchange for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from commerce.clock import now
from commerce.merchants import Known
from commerce.money import first_units
from eta_model import estimates
from returns import exchanges, order_case, published, stock
from returns.asking import outside
from returns.case import AskedLine, OrderLine
from returns.eligibility import Eligibility, LineAnswer, assess_by_versions
from returns.models.money import Stock
from returns.order_case import Stored
from returns.policy.vocabulary import Decision
from returns.policy_versions import PublishedPolicy


class Variant(NamedTuple):
    """What a line may be exchanged for: `more` is the price difference in minor units, None if unknown."""

    sku: str
    name: str | None
    more: int | None


SAME = Variant("", None, 0)


@dataclass(frozen=True, slots=True)
class Court:
    """One order before its policy, at one time, in one language."""

    merchant: Known
    stored: Stored
    versions: Sequence[PublishedPolicy]
    at: datetime
    is_gift: bool = False

    @property
    def zone(self) -> str:
        """The shopper's time zone."""
        order = self.stored.order
        return estimates.destination_zone(
            self.merchant, {"country": order.country, "postcode": order.postcode}
        )

    @property
    def lines(self) -> dict[str, OrderLine]:
        """What may be spoken of: all of the order, or its gifts; where none is marked so, any may be one."""
        bought = {line.id: line for line in self.stored.order.lines}
        gifts = {line.id: line for line in bought.values() if line.gift}
        return gifts if self.is_gift and gifts else bought

    def judge(self, asked: Sequence[AskedLine] | None) -> Eligibility:
        """What the policy says of the asked lines (None: of all that is left)."""
        lines = None if asked is None else tuple(asked)
        case = self.stored.case(self.merchant, self.at, lines, is_gift=self.is_gift)
        return assess_by_versions(case, self.versions)

    def overview(self) -> list[LineAnswer]:
        """Each line of the order by itself: one that could come back alone is not denied for the others."""
        together = self.judge(None).lines
        return [
            self.judge([AskedLine(line.asked.id, 1)]).lines[0]
            if line.decision is Decision.DENY and line.returnable_quantity
            else line
            for line in together
            if line.asked.id in self.lines
        ]

    def variants(self, line: LineAnswer) -> list[Variant]:
        """What is there in enough units to replace a line."""
        bought, units = self.lines[line.asked.id], line.asked.quantity
        counted = stock.of_sku(self.merchant.id, bought.sku) if bought.sku else ()
        siblings = stock.of_product(self.merchant.id, bought.product_id) if bought.product_id else ()
        rows = {row.sku: row for row in fullest((*siblings, *counted))}
        same = [] if counted and left(rows[bought.sku or ""]) < units else [SAME]
        return same + [
            Variant(row.sku, row.variant or row.title or row.sku, self.more(line, bought, row))
            for row in rows.values()
            if row.sku != bought.sku and left(row) >= units
        ]

    def more(self, line: LineAnswer, bought: OrderLine, row: Stock) -> int | None:
        """What another variant costs more than was paid for the line's units, without tax."""
        units = line.asked.quantity
        paid = line.share - first_units(bought.tax, bought.quantity, units)
        return exchanges.more_than(paid, units, row, self.stored.order.currency)


def fullest(rows: Sequence[Stock]) -> list[Stock]:
    """Of each SKU the row of the place that has the most of it, as an exchange would take it."""
    best: dict[str, Stock] = {}
    for row in rows:
        if row.sku not in best or left(row) > left(best[row.sku]):
            best[row.sku] = row
    return list(best.values())


def left(row: Stock) -> int:
    return row.available - row.reserved


def convene(
    merchant: Known, number: str, locale: str, *, without: int | None = None, is_gift: bool = False
) -> Court:
    """The court of an order, which speaks `locale`. Raises `NotFound`.

    It sees nothing of the return `without`, which is being changed.
    """
    stored = order_case.load(outside, merchant.id, number, without=without)
    speaking = replace(stored, order=replace(stored.order, locale=locale))
    return Court(merchant, speaking, published.versions(outside, merchant.id), now(), is_gift)
