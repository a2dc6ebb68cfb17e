"""Delivery dates: what would be promised now, how promises turned out, and which model makes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, request
from marshmallow import ValidationError
from werkzeug.wrappers import Response as AnyResponse

from commerce import audit
from commerce.clock import now
from commerce.database import transaction
from commerce.errors import AppError, NotFound
from commerce.merchants import Known
from eta_model import estimates, promotion, report
from eta_model.models import EtaModel
from eta_model.options import Option, Unavailable
from eta_model.statuses import ModelStatus
from portal.console import words
from portal.console.blueprint import blueprint
from portal.console.gate import visit
from portal.console.page import back, page
from portal.languages import _l
from portal.storefront.asking import Wanted, wanted
from portal.storefront.schemas import DeliveryQuestionSchema
from portal.storefront.standing import Terms, standing_offers
from portal.storefront.words import line

MOST_MODELS, MOST_BESIDE = 12, 4
GROUPS = ("month", "lane", "carrier")
LINES = ("p50", "p90", "promise_kept")


@dataclass(frozen=True)
class Tried:
    """What a destination would be promised, or what is wrong with the question."""

    country: str
    postcode: str
    options: list[tuple[Option, str]]
    unavailable: list[Unavailable]
    fault: str | None = None


@blueprint.get("/delivery-dates")
def dates_page() -> Response:
    """All of it on one page; `?country=&postcode=` tries a destination."""
    merchant, card = visit().merchant, latest_card()
    models = promotion.listed(merchant.id, most=MOST_MODELS)
    test = serving_test(card, models)
    return page(
        "dates.html",
        card=card,
        test=test,
        plots=plots(test or card),
        groups={name: card.get(f"by_{name}") or {} for name in GROUPS},
        models=models,
        tested=side_by_side(models),
        serving=estimates.serving_for(merchant),
        table_confidence=merchant.config["promise"]["confidence"],
        countries=served_countries(merchant),
        tried=tried(merchant, request.args),
    )


def served_countries(merchant: Known) -> list[str]:
    """The countries that services go to, those that the shop sends from first."""
    own = {place["country"] for place in merchant.config["locations"]}
    served = {to for service in merchant.config["shipping_services"] for to in service["to"]}
    return sorted(served, key=lambda country: (country not in own, country))


def serving_test(card: Mapping[str, Any], models: Sequence[EtaModel]) -> dict[str, Any] | None:
    """How the serving model did in its test, while no promise of the shop has been scored yet."""
    if card["parcels"]:
        return None
    cards = (model.scorecard for model in models if model.status == ModelStatus.SERVING)
    return next((card for card in cards if card and card.get("reliability")), None)


def side_by_side(models: Sequence[EtaModel]) -> list[EtaModel]:
    """The models whose tests can be compared: the one that serves first, then the newest; none unless there are two."""
    tested = [model for model in models if (model.scorecard or {}).get("parcels")]
    tested.sort(key=lambda model: model.status != ModelStatus.SERVING)
    return tested[:MOST_BESIDE] if len(tested) > 1 else []


def latest_card() -> dict[str, Any]:
    from eta_model import served  # it brings polars, a tenth of a start, for one page in a thousand

    return served.latest_card(visit().merchant.id)


def plots(card: Mapping[str, Any]) -> dict[str, Any]:
    """The points and bars of the three drawings, on a canvas of the report's size."""
    weeks = card.get("by_week") or []
    return {
        "width": report.WIDTH,
        "height": report.HEIGHT,
        "reliability": report.reliability(card.get("reliability") or {}),
        "lines": {name: report.line([week[name] for week in weeks]) for name in LINES},
        "bars": report.bars(card.get("days_after_promise") or {}),
    }


def tried(merchant: Known, asked: Mapping[str, str]) -> Tried | None:
    """What the form's destination would be promised now; no quote is kept of it."""
    country, postcode = asked.get("country", "").strip().upper(), asked.get("postcode", "").strip()
    if not country:
        return None
    question = understood(merchant, {"country": country, "postcode": postcode})
    if isinstance(question, str):
        return Tried(country, postcode, [], [], question)
    terms = Terms(merchant, estimates.serving_for(merchant))
    [standing] = standing_offers(terms, [question], now())
    show = merchant.config["promise"]["show"]
    offered = [
        (option, line(option, show, question[0].locale, standing.today)) for option in standing.offer.options
    ]
    return Tried(country, postcode, offered, list(standing.offer.unavailable))


def understood(merchant: Known, told: dict[str, str]) -> Wanted | str:
    """The question, or what is wrong with it: a message to be translated."""
    try:
        asked = DeliveryQuestionSchema().load(told)
    except ValidationError:
        return _l("That is not a country’s two letters, or not a postcode.")
    locale = visit().staff.locale or merchant.config["locales"][0]
    found = wanted(asked, estimates.table_of(merchant), locale, now())
    return _l("That is not a postcode of this country.") if isinstance(found, list) else found


@blueprint.post("/delivery-dates/promote")
def promote_model() -> AnyResponse:
    """Let one of the shop's own models serve; `forced` where it lost its contest."""
    me, model_id = visit().staff, request.form.get("model", "")
    try:
        with transaction():
            model = own(model_id)
            before = ModelStatus(model.status)
            promotion.promote(model_id, me.email, forced=request.form.get("forced") == "yes")
            told = {"before": {"status": str(before)}, "after": {"status": str(ModelStatus.SERVING)}}
            audit.write(me.merchant_id, me.email, "model_promoted", f"model {model_id}", **told)
    except AppError as refused:
        return back("dates_page", words.problem(refused), "bad")
    forget_models()
    return back("dates_page", _l("It serves from now on."))


@blueprint.post("/delivery-dates/go-back")
def take_model_back() -> AnyResponse:
    """Take the serving model back; the one before it serves, if there is one."""
    me = visit().staff
    try:
        with transaction():
            before = promotion.rollback(me.merchant_id, me.email)
            subject = f"model {before.id}" if before else "no model of its own"
            audit.write(me.merchant_id, me.email, "model_taken_back", subject)
    except AppError as refused:
        return back("dates_page", words.problem(refused), "bad")
    forget_models()
    none_left = _l("It is taken back. No model of your own answers now.")
    return back("dates_page", _l("The one before it serves again.") if before else none_left)


def forget_models() -> None:
    """Let the next answer look anew at which model serves."""
    from eta_model.registry import registry  # imported late, for a web process starts without its libraries

    registry().forget()


def own(model_id: str) -> EtaModel:
    """The shop's own model of that id; those of others and of the pool are not found."""
    model = promotion.found(model_id)
    if model.merchant_id != visit().merchant.id:
        raise NotFound("there is no such model")
    return model
