"""Today's estimate of a parcel or an order: from a model, the merchant's file, and what the carrier tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from cachetools import LRUCache, cached
from flask import current_app

from commerce.merchants import Known
from eta_model.postcodes import code_of
from eta_model.question import Forecast, Question
from eta_model.service_table import Parcel, ServiceTable, estimate, with_carrier
from eta_model.under_way import Outlook, outlook
from eta_model.zones import zone_of

if TYPE_CHECKING:
    from eta_model.registry import Serving


@dataclass(frozen=True)
class Journey:
    """What is known of how a parcel travels; `carrier_estimate` is the carrier's own day, as last told."""

    placed_at: datetime
    carrier: str | None = None
    service: str | None = None
    location: str | None = None
    shipped_at: datetime | None = None
    carrier_estimate: date | None = None


@dataclass(frozen=True)
class Estimate:
    """Dates at the destination and whose word they are.

    `late_probability` is the chance of missing the promise, where there is one and a model spoke.
    """

    earliest: date
    likely: date
    latest: date
    basis: str
    confidence: float
    late_probability: float | None = None
    model: str | None = None


def today(
    merchant: Known,
    journey: Journey,
    ship_to: dict[str, Any],
    now: datetime,
    zone: str,
    promised_on: date | None = None,
) -> Estimate | None:
    """When it comes, in dates of the destination's `zone`; None where there is nothing honest to say.

    It changes with what is known of the parcel and with the date there, not within a day.
    """
    country = ship_to.get("country")
    if not country:
        return None
    parcel, there, table = Parcel(country, **vars(journey)), ZoneInfo(zone), table_of(merchant)
    confidence = merchant.config["promise"]["confidence"]
    serving = serving_for(merchant)
    postcode = code_of(country, ship_to.get("postcode") or "")
    told = seen_by(serving, parcel, postcode, table, confidence, now, there)
    if serving is None or told is None:
        window = estimate(parcel, table, now, there)
        return Estimate(**vars(window), confidence=confidence) if window else None
    window = with_carrier(told.window, parcel.carrier_estimate, now.astimezone(there).date())
    late = round(told.late_probability(promised_on), 4) if promised_on else None
    return Estimate(**vars(window), confidence=confidence, late_probability=late, model=serving.id)


def seen_by(
    serving: "Serving | None",
    parcel: Parcel,
    postcode: str,
    table: ServiceTable,
    confidence: float,
    now: datetime,
    there: ZoneInfo,
) -> Outlook | None:
    """What the model says, where one serves and knows the way."""
    if serving is None:
        return None
    from eta_model.quote import forecast_many

    model, sure = serving.model, serving.confidence(confidence)

    def ask(questions: Sequence[Question], waited: Sequence[date | None]) -> list[Forecast]:
        return forecast_many(model, questions, sure, waited)

    return outlook(parcel, postcode, table, ask, now, there)


def serving_for(merchant: Known) -> "Serving | None":
    """The model that answers for the merchant; imported late, for a web process starts without its libraries."""
    from eta_model.registry import serving

    return serving(current_app.extensions["statements"], merchant.id)


TABLES: LRUCache[tuple[int, int], ServiceTable] = LRUCache(1024)


@cached(TABLES, key=lambda merchant: (merchant.id, merchant.version), lock=Lock())
def table_of(merchant: Known) -> ServiceTable:
    """The merchant's service table, read once per version of its file."""
    return ServiceTable.from_config(merchant.config)


def destination_zone(merchant: Known, ship_to: dict[str, Any]) -> str:
    """The time zone the shopper lives by; the merchant's where the address does not tell."""
    country = ship_to.get("country")
    return zone_of(country, ship_to.get("postcode") or "") if country else str(merchant.config["time_zone"])
