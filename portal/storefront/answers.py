"""Answers to questions for delivery dates: the same question gets the same one while it holds."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from itertools import repeat
from typing import NamedTuple

import orjson
from flask import current_app

from commerce.merchants import Known
from eta_model import estimates
from portal.storefront.asking import Wanted
from portal.storefront.kept import Kept
from portal.storefront.quoting import Given, quoting
from portal.storefront.standing import Standing, Terms, standing_offers


class Answer(NamedTuple):
    """An answer in pieces: its quote's id, the question, the offer, and the JSON after and before that id."""

    quote_id: str
    wanted: Wanted
    standing: Standing
    told: bytes
    quoted_at: bytes

    @property
    def until(self) -> datetime:
        """The first moment at which it might not hold."""
        return self.standing.until

    @property
    def etag(self) -> str:
        return f'"{self.quote_id}"'


# The class itself, called a thousand times for one body, takes its time over the names.
made_answer = partial(tuple.__new__, Answer)


def body_of(several: Iterable[Answer]) -> bytes:
    """Answers as JSON, one after the other; copied once, for there may be a megabyte of them."""
    pieces: list[bytes] = []
    for quote_id, wanted, _, told, quoted_at in several:
        pieces += (wanted[1].json, quoted_at, quote_id.encode(), told, b",")
    return b"".join(pieces[:-1])


def answers(merchant: Known, several: Sequence[Wanted], now: datetime) -> list[Answer]:
    """One answer for each question, in their order; an answer given before keeps its `quote_id`."""
    terms = Terms(merchant, estimates.serving_for(merchant))
    made_by = terms.key
    kept: Kept[Answer] = current_app.extensions["delivery_dates"]
    keys = [(made_by, what.name, there.written) for what, there in several]
    found = kept.get(keys, now)
    wanted = dict(zip(keys, several, strict=True))
    missing = {key: one for key, one in wanted.items() if key not in found} if found else wanted
    if missing:
        new = dict(zip(missing, new_answers(terms, list(missing.values()), now), strict=True))
        kept.keep(new)
        found = found | new if found else new
    return [found[key] for key in keys]


def new_answers(terms: Terms, several: Sequence[Wanted], now: datetime) -> list[Answer]:
    """Answers that nobody got before; what they say is kept, to be held against what happens."""
    standing = standing_offers(terms, several, now)
    told = [offer.told(terms, what.locale) for offer, (what, _) in zip(standing, several, strict=True)]
    ids = quoting().new_ids(len(several))
    quoted_at = b'"quoted_at":%b,"quote_id":"' % orjson.dumps(now, option=orjson.OPT_UTC_Z)
    made = list(map(made_answer, zip(ids, several, standing, told, repeat(quoted_at))))
    quoting().keep(Given(terms.merchant.id, now, made))
    return made
