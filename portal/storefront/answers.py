"""Answers to questions for delivery dates: the same question gets the same one while it holds."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import orjson
from flask import current_app

from commerce.merchants import Known
from eta_model import estimates
from portal.storefront.asking import Wanted
from portal.storefront.kept import Kept
from portal.storefront.quoting import Given, quoting
from portal.storefront.standing import Terms, standing_offers


class Answer(NamedTuple):
    """The bytes of an answer, its quote's id, and until when it holds."""

    body: bytes
    quote_id: str
    until: datetime

    @property
    def etag(self) -> str:
        return f'"{self.quote_id}"'


def answers(merchant: Known, several: Sequence[Wanted], now: datetime) -> list[Answer]:
    """One answer for each question, in their order; an answer given before keeps its `quote_id`."""
    terms = Terms(merchant, estimates.serving_for(merchant))
    made_by = terms.key
    kept: Kept[Answer] = current_app.extensions["delivery_dates"]
    keys = [(made_by, what.name, written) for what, written, _ in several]
    found = kept.get(keys, now)
    if missing := {key: one for key, one in zip(keys, several, strict=True) if key not in found}:
        new = dict(zip(missing, new_answers(terms, list(missing.values()), now), strict=True))
        kept.keep(new)
        found |= new
    return [found[key] for key in keys]


def new_answers(terms: Terms, several: Sequence[Wanted], now: datetime) -> list[Answer]:
    """Answers that nobody got before; what they say is kept, to be held against what happens."""
    standing = standing_offers(terms, several, now)
    made = list(zip(quoting().new_ids(len(several)), several, standing, strict=True))
    quoting().keep(Given(terms.merchant.id, now, made))
    quoted_at = orjson.dumps(now, option=orjson.OPT_UTC_Z)
    return [
        Answer(
            body_of(one, quote_id, offer.told(terms, one.purchase.locale), quoted_at), quote_id, offer.until
        )
        for quote_id, one, offer in made
    ]


def body_of(wanted: Wanted, quote_id: str, offer: bytes, quoted_at: bytes) -> bytes:
    """The answer as JSON; put together from pieces, for most of it many answers share."""
    return b'{"destination":{"country":"%b","postcode":%b},"quoted_at":%b,"quote_id":"%b",%b}' % (
        wanted.purchase.country.encode(),
        orjson.dumps(wanted.written),
        quoted_at,
        quote_id.encode(),
        offer,
    )
