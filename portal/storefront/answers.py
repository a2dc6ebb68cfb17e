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
    merchant_id, ids = terms.merchant.id, quoting().new_ids(len(several))
    standing = standing_offers(terms, several, now)
    given = [
        Given(merchant_id, one, quote_id, offer, now)
        for one, quote_id, offer in zip(several, ids, standing, strict=True)
    ]
    quoting().keep(given)
    quoted_at = orjson.dumps(now, option=orjson.OPT_UTC_Z)
    return [Answer(body_of(one, terms, quoted_at), f'"{one.id}"', one.standing.until) for one in given]


def body_of(given: Given, terms: Terms, quoted_at: bytes) -> bytes:
    """The answer as JSON; put together from pieces, for most of it many answers share."""
    _, wanted, quote_id, standing, _ = given
    return b'{"destination":{"country":%s,"postcode":%s},"quoted_at":%s,"quote_id":"%s",%s}' % (
        orjson.dumps(wanted.country),
        orjson.dumps(wanted.written),
        quoted_at,
        quote_id.encode(),
        standing.told(terms, wanted.locale),
    )
