"""Offers that stand for a while, made once for all questions that the model and the calendars can't tell apart."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import orjson
from flask import current_app

from commerce.dates import next_midnight
from commerce.merchants import Known
from eta_model import estimates, quotes
from eta_model.destinations import Destination
from eta_model.options import TABLE, Asked, Forecasts, Offer, Option, offers
from eta_model.zones import zone_of
from portal.storefront.asking import Purchase, Wanted, asked
from portal.storefront.kept import Kept
from portal.storefront.words import line

if TYPE_CHECKING:
    from eta_model.registry import Serving

LONGEST_KEPT = timedelta(minutes=5)


@dataclass(frozen=True)
class Terms:
    """What answers are made by: a merchant's file, and the model that serves it, if one does."""

    merchant: Known
    serving: "Serving | None"

    @property
    def key(self) -> str:
        """Another for each version of the file, and for whatever makes the model say otherwise."""
        serving = self.serving
        return f"{self.merchant.id} {self.merchant.version} {serving and (serving.id, serving.widening)}"

    def places(self, destinations: Iterable[Destination]) -> list[str]:
        """For each destination a text, the same for those that get the same offers."""
        if self.serving is None:
            return [f"{there.country} {zone_of(there.country, there.postcode)}" for there in destinations]
        return self.serving.likeness.of(destinations)

    def forecasts(self) -> Forecasts | None:
        """The way to ask the model."""
        if self.serving is None:
            return None
        from eta_model.quote import forecast_many

        wanted = self.merchant.config["promise"]["confidence"]
        return partial(forecast_many, self.serving.model, confidence=self.serving.confidence(wanted))


@dataclass(slots=True)
class Standing:
    """An offer with the pieces that answers and quotes are put together from, `quoted` and `unavailable` in JSON.

    `quoted` is empty where nothing is offered. `until` is the first moment at which another offer might be
    right, `today` the destination's date.
    """

    offer: Offer
    today: date
    until: datetime
    model: str | None
    quoted: str
    unavailable: bytes
    _told: dict[str, bytes] = field(default_factory=dict)

    def told(self, terms: Terms, locale: str) -> bytes:
        """The end of an answer, from after its `quote_id`, that tells the options, their texts in that language."""
        known = self._told.get(locale)
        if known is None:
            options = [option_json(option, terms, locale, self.today) for option in self.offer.options]
            known = b'","options":%b,"unavailable":%b}' % (orjson.dumps(options), self.unavailable)
            self._told[locale] = known
        return known


def standing_offers(terms: Terms, several: Sequence[Wanted], now: datetime) -> list[Standing]:
    """An offer for each question, in their order."""
    kept: Kept[Standing] = current_app.extensions["standing_offers"]
    made_by, places = terms.key, terms.places(there for _, there in several)
    keys = [(made_by, what.shipping, place) for (what, _), place in zip(several, places, strict=True)]
    wanted = dict(zip(keys, several, strict=True))
    found = kept.get(wanted, now)
    if missing := {key: one for key, one in wanted.items() if key not in found}:
        questions = [asked(one, now) for one in missing.values()]
        told = offers(questions, estimates.table_of(terms.merchant), terms.forecasts())
        pairs = zip(missing.values(), questions, told, strict=True)
        new = dict(zip(missing, [stand(terms, *three, now) for three in pairs], strict=True))
        kept.keep(new)
        found |= new
    return [found[key] for key in keys]


def stand(terms: Terms, wanted: Wanted, question: Asked, offer: Offer, now: datetime) -> Standing:
    """The offer made ready to be told."""
    by_model = any(option.basis != TABLE for option in offer.options)
    confidence = terms.merchant.config["promise"]["confidence"]
    offered = [as_quoted(option, confidence) for option in offer.options]
    return Standing(
        offer=offer,
        today=question.today,
        until=stands_until(wanted[0], question, offer, now),
        model=terms.serving.id if terms.serving and by_model else None,
        quoted=quotes.told(offered) if offered else "",
        unavailable=orjson.dumps([asdict(one) for one in offer.unavailable]),
    )


def stands_until(what: Purchase, question: Asked, offer: Offer, now: datetime) -> datetime:
    """The first moment at which another offer might be right: a cut-off, a midnight there, or some minutes."""
    longest = now + LONGEST_KEPT
    if what.at is not None:
        return longest
    cutoffs = tuple(option.dispatch.order_by for option in offer.options)
    return min(longest, next_change(cutoffs, question.at, question.zone))


@lru_cache(256)  # the offers of a body are made at one moment
def next_change(cutoffs: tuple[datetime, ...], at: datetime, zone: str) -> datetime:
    """The first moment that is past a cut-off, or of another day in the zone."""
    return min([*(cutoff + timedelta(microseconds=1) for cutoff in cutoffs), next_midnight(at, zone)])


def as_quoted(option: Option, confidence: float) -> quotes.Option:
    """What a quote keeps of an option."""
    return quotes.Option(
        service=option.service.code,
        carrier=option.service.carrier,
        location=option.location,
        promise=option.promise,
        likely=option.likely,
        days=dict(option.days),
        confidence=confidence,
        basis=option.basis,
    )


def option_json(option: Option, terms: Terms, locale: str, today: date) -> dict[str, Any]:
    """An option as it is answered."""
    promise, serving = terms.merchant.config["promise"], terms.serving
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
        "text": line(option, promise["show"], locale, today),
        "model": serving.id if serving and option.basis != TABLE else None,
    }
