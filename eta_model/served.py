"""How the promises that shoppers saw turned out: a merchant's own scorecard."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
from sqlalchemy import text

from commerce.clock import now
from commerce.database import transaction
from commerce.merchants import Known
from eta_model.drift import MOST_ARRIVALS, Arrival
from eta_model.scorecard import LEVELS, details, scorecard
from eta_model.zones import zone_of

MEMORY = timedelta(days=365)


def card(merchant: Known) -> dict[str, Any]:
    """The scorecard of the promises that came due in the last year, as a document."""
    rows = promises(merchant, now() - MEMORY)
    return {**scorecard(rows), **details(rows)}


def latest_card(merchant_id: int) -> dict[str, Any]:
    """The newest stored scorecard, with the day it was made and the widening in force since."""
    with transaction() as session:
        found = session.execute(LATEST, {"merchant": merchant_id}).first()
    if found is None:
        nothing = pl.DataFrame(schema=SCHEMA)
        return {"as_of": None, "widening": 0.0, "drift": None, **scorecard(nothing), **details(nothing)}
    return {"drift": None, **found.card, "as_of": found.day, "widening": found.widening}


def promises(merchant: Known, since: datetime) -> pl.DataFrame:
    """One row per delivered parcel that was quoted, in the columns of `scorecard.scored`."""
    with transaction() as session:
        found = session.execute(ROWS, {"merchant": merchant.id, "since": since}).all()
    countries = {place["code"]: place["country"] for place in merchant.config["locations"]}
    return pl.DataFrame([as_scored(row, countries) for row in found], schema=SCHEMA, orient="row")


def as_scored(row: Any, countries: dict[str, str]) -> dict[str, Any]:
    """A quote and its outcome as a row of predictions and facts, in whole days of the destination."""
    option = row.chosen
    likely, promise = (date.fromisoformat(option[name]) for name in ("likely", "promise"))
    return {
        **{name: option["days"][name] for name in LEVELS},
        "actual": took(row),
        "delivered_on": row.delivered_on,
        "started_on": asked_on(row),
        "likely_on": likely,
        "promise_on": promise,
        "month": asked_on(row).strftime("%Y-%m"),
        "lane": f"{countries.get(option['location'], '')}>{row.country}",
        "carrier": option["carrier"],
    }


SCHEMA = (
    dict.fromkeys((*LEVELS, "actual"), pl.Float64)
    | dict.fromkeys(("delivered_on", "started_on", "likely_on", "promise_on"), pl.Date)
    | dict.fromkeys(("month", "lane", "carrier"), pl.String)
)


def latest_arrivals(merchant_id: int) -> list[Arrival]:
    """The quoted parcels that came last, the newest first, of those that a model answered for."""
    with transaction() as session:
        found = session.execute(NEWEST, {"merchant": merchant_id, "most": MOST_ARRIVALS}).all()
    return [Arrival(took(row), in_order(row.chosen["days"]), row.chosen["confidence"]) for row in found]


def in_order(days: dict[str, float]) -> dict[str, float]:
    """The quantiles from the least to the greatest, which JSON does not keep."""
    return {name: days[name] for name in sorted(days)}


def asked_on(row: Any) -> date:
    """The destination's date of the question."""
    asked: datetime = row.asked_at.astimezone(ZoneInfo(zone_of(row.country, row.postcode)))
    return asked.date()


def took(row: Any) -> float:
    """Days from the question to the delivery, by the destination's dates."""
    return float((row.delivered_on - asked_on(row)).days)


LATEST = text("""
SELECT day, card, widening FROM eta_scorecards WHERE merchant_id = :merchant ORDER BY day DESC LIMIT 1
""")
ROWS = text("""
SELECT asked_at, country, postcode, chosen, delivered_on FROM eta_quotes
WHERE merchant_id = :merchant AND delivered_on IS NOT NULL AND asked_at > :since
ORDER BY asked_at, id
""")
NEWEST = text("""
SELECT asked_at, country, postcode, chosen, delivered_on FROM eta_quotes
WHERE merchant_id = :merchant AND delivered_on IS NOT NULL AND model IS NOT NULL
ORDER BY delivered_at DESC, id LIMIT :most
""")
