"""Today's estimate of a parcel, from what the merchant's file and the carrier tell."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from commerce.merchants import Known
from portal.shopper.page import Estimate


@dataclass(frozen=True)
class Journey:
    """What is known of how a parcel travels; `carrier_estimate` is the carrier's own, as last told."""

    carrier: str | None
    service: str | None
    location: str | None
    shipped_at: datetime | None
    created_at: datetime
    carrier_estimate: date | None


def for_parcel(merchant: Known, journey: Journey, ship_to: dict[str, Any], now: datetime) -> Estimate | None:
    told = journey.carrier_estimate
    return Estimate(told, told, told) if told else None


def for_order(
    merchant: Known, placed_at: datetime, ship_to: dict[str, Any], now: datetime
) -> Estimate | None:
    return None
