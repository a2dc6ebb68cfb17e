"""The right of withdrawal of an order as the database has it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from commerce.merchants import Known
from eta_model.zones import zone_of
from returns.order_case import Stored
from returns.taken import ledgers
from returns.withdrawal.right import Place, Right, right
from returns.withdrawal.terms import terms_of


def of_order(merchant: Known, stored: Stored, at: datetime) -> Right:
    """The right of the order's shopper at a time."""
    order = stored.order
    return right(
        order,
        stored.parcels,
        ledgers(order, stored.parcels, stored.taken),
        terms_of(merchant.config),
        place_of(merchant, order.country, order.region, order.postcode),
        at,
        cancelled=stored.cancelled,
    )


def place_of(merchant: Known, country: str | None, region: str | None, postcode: str | None) -> Place:
    """Where an order goes; one that does not say stays in the merchant's own country."""
    if not country:
        return Place(merchant.config["country"], None, ZoneInfo(merchant.config["time_zone"]))
    return Place(country, region, ZoneInfo(zone_of(country, postcode or "")))
