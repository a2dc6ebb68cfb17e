"""The words a return policy is written in: facts and their kinds, operators, terms' values."""

from enum import StrEnum


class Kind(StrEnum):
    """What sort of value a fact has."""

    TEXT = "text"
    TEXTS = "list of texts"
    DATE = "date"
    INTEGER = "whole number"
    NUMBER = "number"
    FLAG = "true or false"


class Decision(StrEnum):
    """What becomes of a line, the mildest first."""

    ALLOW = "allow"
    REVIEW = "review"
    DENY = "deny"


class Resolution(StrEnum):
    """What the shopper gets instead of the item."""

    EXCHANGE = "exchange"
    STORE_CREDIT = "store_credit"
    REFUND = "refund"


class Method(StrEnum):
    """How the item comes back."""

    LABEL = "label"
    QR_CODE = "qr_code"
    DROP_OFF = "drop_off"
    IN_STORE = "in_store"
    OWN_CARRIER = "own_carrier"


class Anchor(StrEnum):
    """The day a return window runs from."""

    DELIVERED = "delivered"
    SHIPPED = "shipped"
    ORDERED = "ordered"


class RefundShipping(StrEnum):
    """When the shipping charge is paid back as well."""

    NEVER = "never"
    FULL_RETURN = "full_return"


class JudgedBy(StrEnum):
    """Which version of the policy judges an order."""

    PLACED = "placed"
    NEWEST_IF_KINDER = "newest_if_kinder"


DEFAULT_REASONS = (
    "too_small",
    "too_large",
    "not_as_described",
    "changed_mind",
    "damaged",
    "wrong_item",
    "arrived_late",
    "other",
)

_TEXT_FACTS = """
order.number order.currency order.channel order.payment_method order.country order.region order.postcode
line.id line.sku line.product_id line.title line.variant line.product_type line.vendor
customer.email return.reason return.resolution return.method carrier location
"""
_LIST_FACTS = "order.tags order.discount_codes line.collections line.tags customer.tags"
_DATE_FACTS = "order.placed_on return.requested_on"
_INTEGER_FACTS = """
order.value order.discount_amount order.item_count order.return_count
line.unit_price line.unit_paid line.quantity line.weight_g
line.days_since_delivered line.days_since_shipped line.days_since_ordered
customer.order_count customer.return_count customer.days_known
return.value return.item_count return.quantity
"""
_NUMBER_FACTS = "order.discount_percent line.discount_percent customer.return_rate customer.risk_score"
_FLAG_FACTS = """
order.fulfilled line.final_sale line.gift customer.blocked return.is_full return.is_gift return.has_photo
"""

FACTS: dict[str, Kind] = {
    fact: kind
    for names, kind in [
        (_TEXT_FACTS, Kind.TEXT),
        (_LIST_FACTS, Kind.TEXTS),
        (_DATE_FACTS, Kind.DATE),
        (_INTEGER_FACTS, Kind.INTEGER),
        (_NUMBER_FACTS, Kind.NUMBER),
        (_FLAG_FACTS, Kind.FLAG),
    ]
    for fact in names.split()
}

_SCALARS = frozenset({Kind.TEXT, Kind.DATE, Kind.INTEGER, Kind.NUMBER})
_TEXTUAL = frozenset({Kind.TEXT, Kind.TEXTS})

OPERATORS: dict[str, frozenset[Kind]] = {
    "eq": _SCALARS | {Kind.FLAG},
    "ne": _SCALARS | {Kind.FLAG},
    "lt": _SCALARS,
    "lte": _SCALARS,
    "gt": _SCALARS,
    "gte": _SCALARS,
    "in": _SCALARS,
    "not_in": _SCALARS,
    "contains": _TEXTUAL,
    "not_contains": _TEXTUAL,
    "contains_any": _TEXTUAL,
    "starts_with": _TEXTUAL,
    "matches": _TEXTUAL,
    "exists": frozenset(Kind),
    "between": _SCALARS,
}
"""Each operator with the kinds of fact it can be asked of."""

SHARED_FACTS = frozenset(fact for fact in FACTS if fact.startswith(("order.", "customer."))) | {
    "return.value",
    "return.item_count",
    "return.is_full",
    "return.is_gift",
    "return.requested_on",
}
"""Facts that all lines of one request have in common."""

CLOSED_FACTS: dict[str, tuple[str, ...]] = {
    "return.resolution": tuple(Resolution),
    "return.method": tuple(Method),
}
"""Facts that only ever hold one of a few words."""
