"""Answers to questions for delivery dates: kept while they hold, all others made in one go."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from secrets import token_hex
from threading import Lock
from typing import TYPE_CHECKING, Any

import orjson
from cachetools import LRUCache
from flask import current_app

from commerce.dates import next_midnight
from commerce.merchants import Known
from eta_model import estimates
from eta_model.options import TABLE, Asked, Forecasts, Offer, Option, offers
from portal.storefront.asking import Wanted
from portal.storefront.quoting import Given, quoting
from portal.storefront.words import line

if TYPE_CHECKING:
    from eta_model.registry import Serving

MOST_KEPT = 20_000  # some 1.5 kB each
LONGEST_KEPT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Answer:
    """The bytes of an answer, their `ETag`, and until when it holds."""

    body: bytes
    etag: str
    until: datetime


class Answers:
    """The answers of one process, the least used dropped first; safe for several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: LRUCache[tuple[object, ...], Answer] = LRUCache(MOST_KEPT)

    def get(self, key: tuple[object, ...], now: datetime) -> Answer | None:
        with self._lock:
            kept = self._kept.get(key)
        return kept if kept and now < kept.until else None

    def keep(self, key: tuple[object, ...], answer: Answer) -> None:
        with self._lock:
            self._kept[key] = answer


def answers(merchant: Known, several: Sequence[Wanted], now: datetime) -> list[Answer]:
    """One answer for each question, in their order; an answer given before keeps its `quote_id`."""
    serving = estimates.serving_for(merchant)
    made_by = (merchant.id, merchant.version, serving.id if serving else None, serving and serving.widening)
    kept: Answers = current_app.extensions["delivery_dates"]
    found = {one: kept.get((one, *made_by), now) for one in dict.fromkeys(several)}
    missing = [one for one, answer in found.items() if answer is None]
    if missing:
        asked = [one.asked(now) for one in missing]
        told = offers(asked, estimates.table_of(merchant), forecasts_of(merchant, serving))
        for one, question, offer in zip(missing, asked, told, strict=True):
            made = answer_of(merchant, serving, one, question, offer, now)
            kept.keep((one, *made_by), made)
            found[one] = made
    return [answer for one in several if (answer := found[one])]


def forecasts_of(merchant: Known, serving: "Serving | None") -> Forecasts | None:
    if serving is None:
        return None
    from eta_model.quote import forecast_many

    wanted = merchant.config["promise"]["confidence"]
    return partial(forecast_many, serving.model, confidence=serving.confidence(wanted))


def answer_of(
    merchant: Known, serving: "Serving | None", wanted: Wanted, asked: Asked, offer: Offer, now: datetime
) -> Answer:
    """The answer as it is sent, its quote kept to be held against what happens."""
    quote_id = f"quo_{token_hex(16)}"
    told = {
        "destination": {"country": wanted.country, "postcode": wanted.written},
        "quoted_at": now,
        "quote_id": quote_id,
        "options": [option_json(merchant, serving, option, wanted.locale, asked) for option in offer.options],
        "unavailable": [asdict(one) for one in offer.unavailable],
    }
    model, confidence = serving.id if serving else None, merchant.config["promise"]["confidence"]
    quoting().keep(Given(merchant.id, wanted, quote_id, offer, now, model, confidence))
    body = orjson.dumps(told, option=orjson.OPT_UTC_Z)
    return Answer(body, f'"{hashlib.sha256(body).hexdigest()[:24]}"', holds_until(wanted, asked, offer, now))


def option_json(
    merchant: Known, serving: "Serving | None", option: Option, locale: str, asked: Asked
) -> dict[str, Any]:
    promise = merchant.config["promise"]
    return {
        "service": option.service.code,
        "name": option.service.name,
        "carrier": option.service.carrier,
        "location": option.location,
        "order_by": option.dispatch.order_by,
        "ships_on": option.dispatch.ships_on,
        "earliest": option.earliest,
        "likely": option.likely,
        "latest": option.latest,
        "promise": option.promise,
        "confidence": promise["confidence"],
        "days": option.days,
        "basis": option.basis,
        "samples": option.samples,
        "text": line(option, promise["show"], locale, asked.today),
        "model": serving.id if serving and option.basis != TABLE else None,
    }


def holds_until(wanted: Wanted, asked: Asked, offer: Offer, now: datetime) -> datetime:
    """The first moment at which another answer might be right: a cut-off, a midnight there, or some minutes."""
    ends = [now + LONGEST_KEPT]
    if wanted.at is None:
        ends += [option.dispatch.order_by + timedelta(microseconds=1) for option in offer.options]
        ends.append(next_midnight(asked.at, asked.zone))
    return min(ends)
