"""What shoppers were told, kept to be held against what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

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


class Quote(NamedTuple):
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
    # Many questions get the very same offer, and those of one body share nearly all else: it is sent once.
    offers = {id(quote.options): quote.options for quote in quotes}
    places = {offer: place for place, offer in enumerate(offers, 1)}
    shared: dict[tuple[Any, ...], int] = {}
    rows = [
        {
            "id": quote.id,
            "postcode": place_key(quote.country, quote.postcode),
            "shared": shared.setdefault((*_shared(quote), places[id(quote.options)]), len(shared)),
        }
        for quote in quotes
    ]
    alike = [dict(zip(SHARED, values, strict=True), shared=number) for values, number in shared.items()]
    told = {"rows": rows, "shared": alike, "offers": list(offers.values())}
    with transaction() as session:
        session.execute(KEEP, {name: orjson.dumps(value).decode() for name, value in told.items()})


def place_key(country: str, postcode: str) -> str:
    """The postcode in the one spelling that quotes and addresses are compared in, without a last part."""
    return places_of(country, postcode).post or compact(postcode)


SHARED = ("merchant_id", "model", "asked_at", "country", "sku", "weight_g", "offer")


def _shared(quote: Quote) -> tuple[Any, ...]:
    return quote.merchant_id, quote.model, quote.asked_at, quote.country, quote.sku, quote.weight_g


KEEP = text("""
INSERT INTO eta_quotes (merchant_id, id, model, asked_at, country, postcode, sku, weight_g, options)
SELECT s.merchant_id, r.id, s.model, s.asked_at, s.country, r.postcode, s.sku, s.weight_g, o.options
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (id text, postcode text, shared integer)
JOIN jsonb_to_recordset(CAST(:shared AS jsonb)) AS s (
    shared integer, merchant_id integer, model text, asked_at timestamptz, country text, sku text,
    weight_g double precision, offer integer
) USING (shared)
JOIN jsonb_array_elements(CAST(:offers AS jsonb)) WITH ORDINALITY AS o (options, place) ON o.place = s.offer
JOIN merchants m ON m.id = s.merchant_id
ON CONFLICT DO NOTHING
""")
