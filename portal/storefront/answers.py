"""Answers to questions for delivery dates: the same question gets the same one while it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from flask import current_app

from commerce.merchants import Known
from eta_model import estimates
from portal.storefront.asking import Wanted
from portal.storefront.kept import Kept
from portal.storefront.quoting import Given, quoting
from portal.storefront.standing import Terms, standing_offers


@dataclass(frozen=True, slots=True)
class Answer:
    """The bytes of an answer, their `ETag`, and until when it holds."""

    body: bytes
    etag: str
    until: datetime


def answers(merchant: Known, several: Sequence[Wanted], now: datetime) -> list[Answer]:
    """One answer for each question, in their order; an answer given before keeps its `quote_id`."""
    terms = Terms(merchant, estimates.serving_for(merchant))
    made_by = terms.key
    kept: Kept[Answer] = current_app.extensions["delivery_dates"]
    keys = [(made_by, one) for one in several]
    found = kept.get(keys, now)
    if missing := list(dict.fromkeys(key for key in keys if key not in found)):
        made = new_answers(terms, [one for _, one in missing], now)
        new = dict(zip(missing, made, strict=True))
        kept.keep(new)
        found |= new
    return [found[key] for key in keys]


def new_answers(terms: Terms, several: Sequence[Wanted], now: datetime) -> list[Answer]:
    """Answers that nobody got before; what they say is kept, to be held against what happens."""
    given = [
        Given(terms.merchant.id, one, quote_id, offer, now)
        for one, quote_id, offer in zip(
            several, quoting().new_ids(len(several)), standing_offers(terms, several, now), strict=True
        )
    ]
    quoting().keep(given)
    return [Answer(body_of(one, terms), f'"{one.id}"', one.standing.until) for one in given]


def body_of(given: Given, terms: Terms) -> bytes:
    wanted, standing = given.wanted, given.standing
    told = {
        "destination": {"country": wanted.country, "postcode": wanted.written},
        "quoted_at": given.at,
        "quote_id": given.id,
    }
    return b'%s,"options":%s,"unavailable":%s}' % (
        orjson.dumps(told, option=orjson.OPT_UTC_Z)[:-1],
        standing.told(terms, wanted.locale),
        standing.unavailable,
    )
