"""What shoppers were told, kept to be held against what happened."""

from collections.abc import Iterable, Sequence
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


class Asked(NamedTuple):
    """What the quotes of one body mostly share; `model` is None where the service table answered."""

    merchant_id: int
    model: str | None
    asked_at: datetime
    country: str
    sku: str | None
    weight_g: float | None


class Quotes(NamedTuple):
    """Quotes that differ by place alone, side by side: ids (`quo_…`), place keys, and options as `told` has them."""

    asked: Asked
    ids: list[str]
    places: list[str]
    options: list[str]


def told(options: Sequence[Option]) -> str:
    """Options as they are kept: a JSON array."""
    return orjson.dumps(options).decode()


def keep(several: Iterable[Quotes]) -> None:
    """Store many at once; those stored before and those of merchants that are gone are passed over.

    Many that differ by place alone become one row of `eta_quote_bodies`, which costs a tenth of their own rows.
    """
    apart: list[Quotes] = []
    together: list[Quotes] = []
    for quotes in several:
        (together if len(quotes.ids) >= TOGETHER else apart).append(quotes)
    if apart or together:
        with transaction() as session:
            if apart:
                session.execute(KEEP, as_rows(apart))
            if together:
                session.execute(KEEP_TOGETHER, [as_body(quotes) for quotes in together])


def as_rows(several: Sequence[Quotes]) -> dict[str, str]:
    """Quotes as plain lists; what they were asked with and offers, which many share, once each."""
    offers: dict[str, int] = {}
    columns = {
        "ids": [name for quotes in several for name in quotes.ids],
        "places": [place for quotes in several for place in quotes.places],
        "asked": [str(number) for number, quotes in enumerate(several) for _ in quotes.ids],
        "offers": [str(offers.setdefault(o, len(offers) + 1)) for quotes in several for o in quotes.options],
    }
    alike = [quotes.asked._asdict() | {"number": number} for number, quotes in enumerate(several)]
    sent = {name: ",".join(values) for name, values in columns.items()}
    return sent | {"alike": orjson.dumps(alike).decode(), "told": f"[{','.join(offers)}]"}


def as_body(quotes: Quotes) -> dict[str, Any]:
    """Quotes as one row, each offer in it once."""
    offers: dict[str, int] = {}
    return quotes.asked._asdict() | {
        "id": quotes.ids[0],
        "ids": ",".join(quotes.ids),
        "places": ",".join(quotes.places),
        "offers": ",".join([str(offers.setdefault(told, len(offers) + 1)) for told in quotes.options]),
        "told": "\n".join(offers),
    }


def place_key(country: str, postcode: str) -> str:
    """The postcode in the one spelling that quotes and addresses are compared in, without a last part."""
    return places_of(country, postcode).post or compact(postcode)


TOGETHER = 50
# Plain lists as text: JSON of as many objects would cost either side several times as much.
KEEP = text("""
INSERT INTO eta_quotes (merchant_id, id, model, asked_at, country, postcode, sku, weight_g, options)
SELECT a.merchant_id, q.id, a.model, a.asked_at, a.country, coalesce(q.place, ''), a.sku, a.weight_g, o.options
FROM unnest(
    string_to_array(:ids, ','), string_to_array(:places, ','),
    CAST(string_to_array(:asked, ',') AS integer[]), CAST(string_to_array(:offers, ',') AS integer[])
) AS q (id, place, asked, offer)
JOIN jsonb_to_recordset(CAST(:alike AS jsonb)) AS a (
    number integer, merchant_id integer, model text, asked_at timestamptz, country text, sku text,
    weight_g double precision
) ON a.number = q.asked
JOIN jsonb_array_elements(CAST(:told AS jsonb)) WITH ORDINALITY AS o (options, place) ON o.place = q.offer
JOIN merchants m ON m.id = a.merchant_id
ON CONFLICT DO NOTHING
""")
KEEP_TOGETHER = text("""
INSERT INTO eta_quote_bodies (merchant_id, id, model, asked_at, country, sku, weight_g, ids, places, offers, told)
SELECT m.id, :id, :model, :asked_at, :country, :sku, :weight_g, string_to_array(:ids, ','),
    string_to_array(:places, ','), CAST(string_to_array(:offers, ',') AS integer[]), string_to_array(:told, E'\n')
FROM merchants m WHERE m.id = :merchant_id
ON CONFLICT DO NOTHING
""")
