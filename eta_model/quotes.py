"""What shoppers were told, kept to be held against what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

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


class Asked(NamedTuple):
    """What the quotes of one body mostly share; `model` is None where the service table answered."""

    merchant_id: int
    model: str | None
    asked_at: datetime
    country: str
    sku: str | None
    weight_g: float | None


class Quote(NamedTuple):
    """One question and its answer; `id` is a `quo_…`, `options` as `told` has them."""

    id: str
    asked: Asked
    postcode: str
    options: str


def told(options: Sequence[Option]) -> str:
    """Options as they are kept: a JSON array."""
    return orjson.dumps(options).decode()


def keep(quotes: Sequence[Quote]) -> None:
    """Store many at once; those stored before and those of merchants that are gone are passed over."""
    if not quotes:
        return
    # Many questions get the same offer, and those of one body share nearly all else: it is sent once.
    asked: dict[Asked, int] = {}
    offers: dict[str, int] = {}
    columns = {
        "ids": [quote.id for quote in quotes],
        "postcodes": [place_key(quote.asked.country, quote.postcode) for quote in quotes],
        "asked": [str(asked.setdefault(quote.asked, len(asked))) for quote in quotes],
        "offers": [str(offers.setdefault(quote.options, len(offers) + 1)) for quote in quotes],
    }
    alike = [one._asdict() | {"number": number} for one, number in asked.items()]
    sent = {name: ",".join(values) for name, values in columns.items()}
    sent |= {"alike": orjson.dumps(alike).decode(), "told": f"[{','.join(offers)}]"}
    with transaction() as session:
        session.execute(KEEP, sent)


def place_key(country: str, postcode: str) -> str:
    """The postcode in the one spelling that quotes and addresses are compared in, without a last part."""
    return places_of(country, postcode).post or compact(postcode)


# Plain lists as text: JSON of as many objects would cost either side several times as much.
KEEP = text("""
INSERT INTO eta_quotes (merchant_id, id, model, asked_at, country, postcode, sku, weight_g, options)
SELECT a.merchant_id, q.id, a.model, a.asked_at, a.country, coalesce(q.postcode, ''), a.sku, a.weight_g, o.options
FROM unnest(
    string_to_array(:ids, ','), string_to_array(:postcodes, ','),
    CAST(string_to_array(:asked, ',') AS integer[]), CAST(string_to_array(:offers, ',') AS integer[])
) AS q (id, postcode, asked, offer)
JOIN jsonb_to_recordset(CAST(:alike AS jsonb)) AS a (
    number integer, merchant_id integer, model text, asked_at timestamptz, country text, sku text,
    weight_g double precision
) ON a.number = q.asked
JOIN jsonb_array_elements(CAST(:told AS jsonb)) WITH ORDINALITY AS o (options, place) ON o.place = q.offer
JOIN merchants m ON m.id = a.merchant_id
ON CONFLICT DO NOTHING
""")
