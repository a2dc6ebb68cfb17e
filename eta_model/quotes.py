"""What shoppers were told, kept to be held against what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import text

from commerce.database import transaction
from eta_model.postcodes import compact, places_of


@dataclass(frozen=True)
class Option:
    """One way to send it: the service's code, its carrier, the location it leaves from, and what was said.

    `days` are the model's quantiles, `p50` to `p95` in rising order, in days from the destination's date of
    the question to that of the delivery; `confidence` is what the promise was said to hold.
    """

    service: str
    carrier: str
    location: str
    promise: date
    likely: date
    days: dict[str, float]
    confidence: float
    basis: str


@dataclass(frozen=True, slots=True)
class Quote:
    """One question and its answer; `id` is a `quo_…`, `model` None where the service table answered."""

    id: str
    merchant_id: int
    model: str | None
    asked_at: datetime
    country: str
    postcode: str
    sku: str | None
    weight_g: float | None
    options: tuple[Option, ...]


def keep(quotes: Sequence[Quote]) -> None:
    """Store many at once; those stored before and those of merchants that are gone are passed over."""
    if not quotes:
        return
    # Many questions get the very same offer, which is then sent once.
    offers = {id(quote.options): quote.options for quote in quotes}
    places = {offer: place for place, offer in enumerate(offers, 1)}
    rows = [_row(quote, places[id(quote.options)]) for quote in quotes]
    told = {"rows": rows, "offers": list(offers.values())}
    with transaction() as session:
        session.execute(KEEP, {name: orjson.dumps(value).decode() for name, value in told.items()})


def place_key(country: str, postcode: str) -> str:
    """The postcode in the one spelling that quotes and addresses are compared in, without a last part."""
    return places_of(country, postcode).post or compact(postcode)


def _row(quote: Quote, offer: int) -> dict[str, Any]:
    return {
        "merchant_id": quote.merchant_id,
        "id": quote.id,
        "model": quote.model,
        "asked_at": quote.asked_at,
        "country": quote.country,
        "postcode": place_key(quote.country, quote.postcode),
        "sku": quote.sku,
        "weight_g": quote.weight_g,
        "offer": offer,
    }


KEEP = text("""
INSERT INTO eta_quotes (merchant_id, id, model, asked_at, country, postcode, sku, weight_g, options)
SELECT r.merchant_id, r.id, r.model, r.asked_at, r.country, r.postcode, r.sku, r.weight_g, o.options
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (
    merchant_id integer, id text, model text, asked_at timestamptz, country text, postcode text,
    sku text, weight_g double precision, offer integer
) JOIN jsonb_array_elements(CAST(:offers AS jsonb)) WITH ORDINALITY AS o (options, place) ON o.place = r.offer
JOIN merchants m ON m.id = r.merchant_id
ON CONFLICT DO NOTHING
""")
