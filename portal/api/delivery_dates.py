"""`/v1/delivery-dates`: when an order would arrive, asked by a shop's pages and programs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Response, current_app, request

from commerce import clock, merchants
from commerce.errors import Invalid, Unauthorized
from commerce.merchants import Known
from eta_model import estimates
from portal.api import auth, examples, limits, origins
from portal.api.auth import acting
from portal.api.blueprint import V1
from portal.api.shortcut import Repeats, cache_control
from portal.etags import is_named
from portal.storefront.answers import answers, body_of
from portal.storefront.asking import Fault, Question, Wanted, all_wanted, parted
from portal.storefront.schemas import (
    DeliveryBatchSchema,
    DeliveryDatesBatchSchema,
    DeliveryDatesSchema,
    DeliveryQuestionSchema,
)

JSON = "application/json"


class ForPages(V1):
    """Routes that a publishable key may read, from the pages of listed origins; none of them writes."""

    writes = frozenset()

    def ask_for_key(self) -> None:
        self.before_request(admit)
        self.after_request(origins.tell_origin)


def admit() -> Response | None:
    """Answer a browser's question before the real one; else let in who may ask, and count that."""
    if preflight := origins.answer_preflight():
        return preflight
    auth.acting_lately()
    origins.refuse_other_origins()
    limits.count_request()
    return None


ANY_KEY: list[dict[str, list[str]]] = [{"secretKey": []}, {"publishableKey": []}]

blueprint = ForPages("delivery_dates", "When an order would arrive, for product pages and check-outs.")


@blueprint.get("/delivery-dates")
@blueprint.arguments(DeliveryQuestionSchema, location="query")
@blueprint.response(200, DeliveryDatesSchema)
@blueprint.alt_response(304, description="The answer is still the one named by If-None-Match", success=True)
@blueprint.doc(security=ANY_KEY)
def get_delivery_dates(query: dict[str, Any]) -> Response:
    """Ask when an order for one destination would arrive

    The same question gets the same answer, with the `quote_id` that it was first given, until the next
    cut-off, the next midnight at the destination, or for five minutes. `basis` tells what an answer stands on.
    """
    merchant, now = acting_merchant(), clock.now()
    answer = answers(merchant, checked(parted([query]), "", merchant, now), now)[0]
    environ, headers = request.environ, [("ETag", answer.etag), cache_control(answer, now)]
    repeats: Repeats = current_app.extensions["repeats"]
    repeats.keep(environ, answer)
    if is_named(answer.etag, environ.get("HTTP_IF_NONE_MATCH", "")):
        return Response(status=304, headers=headers)
    return Response(body_of([answer]), headers=headers, content_type=JSON)


@blueprint.post("/delivery-dates/batch")
@blueprint.arguments(DeliveryBatchSchema, example=examples.DELIVERY_BATCH)
@blueprint.response(200, DeliveryDatesBatchSchema)
@blueprint.doc(security=ANY_KEY)
def post_delivery_dates(body: dict[str, Any]) -> Response:
    """Ask for up to 1,000 destinations at once

    `data` has the answers in the order of the questions. One wrong question refuses them all. It counts as one
    request, changes nothing, and needs no `Idempotency-Key`.
    """
    merchant, now = acting_merchant(), clock.now()
    told = body_of(answers(merchant, checked(body["requests"], "/requests/{}", merchant, now), now))
    return Response(b'{"data":[%b]}' % told, content_type=JSON)


def acting_merchant() -> Known:
    """The key's merchant, as its file stood in the last seconds."""
    merchant = merchants.known_by_id(acting().merchant_id)
    if merchant is None:
        raise Unauthorized("the key's merchant is gone")
    return merchant


def checked(several: Sequence[Question], pointer: str, merchant: Known, now: datetime) -> list[Wanted]:
    """The questions; `Invalid` names all that the merchant's file, the clock or a country has against them.

    `pointer` is that to a question, whose number stands for its braces.
    """
    table, locale = estimates.table_of(merchant), merchant.config["locales"][0]
    found = all_wanted(several, table, locale, now)
    right = [one for one in found if not isinstance(one, list)]
    if len(right) == len(found):
        return right
    faults: list[Fault] = [
        fault | {"pointer": pointer.format(number) + fault["pointer"]}
        for number, one in enumerate(found)
        if isinstance(one, list)
        for fault in one
    ]
    raise Invalid(faults)
