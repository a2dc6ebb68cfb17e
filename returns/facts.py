"""The facts that a policy's rules ask about, as the vocabulary defines them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from returns.amounts import share_of
from returns.case import AskedLine, Case, Customer, Order, OrderLine, Parcel


class FactSheet:
    """The facts of one case; those that all lines have are gathered once."""

    def __init__(
        self, case: Case, asked: Sequence[AskedLine], taken: Sequence[int], *, fulfilled: bool
    ) -> None:
        """``taken``: the units of each asked line gone before it; ``fulfilled``: every unit has shipped."""
        self._zone = case.merchant.time_zone
        self._today = self._date(case.at)
        self._placed_on = self._date(case.order.placed_at)
        self._lines = {line.id: line for line in case.order.lines}
        self._parcels = {parcel.id: self._parcel_facts(parcel) for parcel in case.parcels}
        self.shared = {
            **self._order_facts(case.order, fulfilled),
            **(self._customer_facts(case.customer) if case.customer else {}),
            **self._return_facts(case, asked, taken),
        }
        self._line_facts = {one.id: self._facts_of_line(self._lines[one.id]) for one in asked}

    def of(self, asked: AskedLine, parcel: Parcel | None) -> dict[str, Any]:
        """The facts of one asked line whose units came in ``parcel``."""
        return {
            **self.shared,
            **self._line_facts[asked.id],
            **(self._parcels[parcel.id] if parcel else {}),
            "return.reason": asked.reason,
            "return.resolution": asked.resolution,
            "return.method": asked.method,
            "return.quantity": asked.quantity,
            "return.has_photo": asked.photo,
        }

    def _date(self, moment: dt.datetime) -> dt.date:
        return moment.astimezone(self._zone).date()

    def _days_since(self, moment: dt.datetime | None) -> int | None:
        return (self._today - self._date(moment)).days if moment else None

    def _order_facts(self, order: Order, fulfilled: bool) -> dict[str, Any]:
        discount = sum(line.discount for line in order.lines)
        value = sum(line.net for line in order.lines)
        return {
            "order.number": order.number,
            "order.value": value,
            "order.currency": order.currency,
            "order.channel": order.channel,
            "order.payment_method": order.payment_method,
            "order.country": order.country,
            "order.region": order.region,
            "order.postcode": order.postcode,
            "order.tags": list(order.tags),
            "order.discount_codes": list(order.discount_codes),
            "order.discount_amount": discount,
            "order.discount_percent": percentage(discount, value + discount),
            "order.item_count": sum(line.quantity for line in order.lines),
            "order.placed_on": self._placed_on.isoformat(),
            "order.return_count": order.return_count,
            "order.fulfilled": fulfilled,
        }

    def _customer_facts(self, customer: Customer) -> dict[str, Any]:
        return {
            "customer.email": customer.email,
            "customer.tags": list(customer.tags),
            "customer.order_count": customer.order_count,
            "customer.return_count": customer.return_count,
            "customer.return_rate": min(100, percentage(customer.return_count, customer.order_count)),
            "customer.days_known": self._days_since(customer.first_order_at),
            "customer.risk_score": customer.risk_score,
            "customer.blocked": customer.blocked,
        }

    def _return_facts(self, case: Case, asked: Sequence[AskedLine], taken: Sequence[int]) -> dict[str, Any]:
        asked_units = sum(line.quantity for line in asked)
        return {
            "return.value": sum(
                share_of(self._lines[line.id].net, self._lines[line.id], line.quantity, before)
                for line, before in zip(asked, taken, strict=True)
            ),
            "return.item_count": asked_units,
            "return.is_full": asked_units == sum(line.quantity for line in case.order.lines),
            "return.is_gift": case.is_gift,
            "return.requested_on": self._today.isoformat(),
        }

    def _facts_of_line(self, line: OrderLine) -> dict[str, Any]:
        return {
            "line.id": line.id,
            "line.sku": line.sku,
            "line.product_id": line.product_id,
            "line.title": line.title,
            "line.variant": line.variant,
            "line.product_type": line.product_type,
            "line.vendor": line.vendor,
            "line.collections": list(line.collections),
            "line.tags": list(line.tags),
            "line.unit_price": line.unit_price,
            "line.unit_paid": line.net // line.quantity,
            "line.discount_percent": percentage(line.discount, line.unit_price * line.quantity),
            "line.final_sale": line.final_sale,
            "line.gift": line.gift,
            "line.quantity": line.quantity,
            "line.weight_g": line.weight_g,
            "line.days_since_ordered": (self._today - self._placed_on).days,
        }

    def _parcel_facts(self, parcel: Parcel) -> dict[str, Any]:
        return {
            "line.days_since_delivered": self._days_since(parcel.delivered_at),
            "line.days_since_shipped": self._days_since(parcel.shipped_at),
            "carrier": parcel.carrier,
            "location": parcel.location,
        }


def percentage(part: int, whole: int) -> int | float:
    """``part`` of ``whole`` in percent; 0 where there is nothing to take a part of."""
    if whole <= 0:
        return 0
    hundredfold = 100 * part
    return hundredfold / whole if hundredfold % whole else hundredfold // whole
