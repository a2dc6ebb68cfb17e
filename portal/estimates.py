"""Today's estimate of a parcel or an order, from the merchant's file and what the carrier tells."""

from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

from cachetools import LRUCache, cached

from commerce.merchants import Known
from eta_model.service_table import Parcel, ServiceTable, Window, estimate
from eta_model.zones import zone_of


@dataclass(frozen=True)
class Journey:
    """What is known of how a parcel travels; `carrier_estimate` is the carrier's own day, as last told."""

    placed_at: datetime
    carrier: str | None = None
    service: str | None = None
    location: str | None = None
    shipped_at: datetime | None = None
    carrier_estimate: date | None = None


def window(
    merchant: Known, journey: Journey, ship_to: dict[str, Any], now: datetime, zone: str
) -> Window | None:
    """When it comes, in dates of the destination's `zone`; None where there is nothing honest to say."""
    country = ship_to.get("country")
    if not country:
        return None
    parcel = Parcel(country, **vars(journey))
    return estimate(parcel, table_of(merchant), now, ZoneInfo(zone))


TABLES: LRUCache[tuple[int, int], ServiceTable] = LRUCache(1024)


@cached(TABLES, key=lambda merchant: (merchant.id, merchant.version), lock=Lock())
def table_of(merchant: Known) -> ServiceTable:
    """The merchant's service table, read once per version of its file."""
    return ServiceTable.from_config(merchant.config)


def destination_zone(merchant: Known, ship_to: dict[str, Any]) -> str:
    """The time zone the shopper lives by; the merchant's where the address does not tell."""
    country = ship_to.get("country")
    return zone_of(country, ship_to.get("postcode") or "") if country else str(merchant.config["time_zone"])
