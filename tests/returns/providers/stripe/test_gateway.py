"""Refunds at Stripe, over a real connection to a stand-in, with Stripe's own library."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from commerce.merchants import Known
from commerce.work import GivenUp, TryLater
from returns.providers.stripe import StripeGateway
from returns.refunds import GatewayAnswer, Payback, RefundStatus
from tests.returns.providers.stripe.stand_in import StandIn, failure

KEY = "sk_test_made_up"
GATEWAY = StripeGateway(timeout=2)


@pytest.fixture
def stripe() -> Iterator[StandIn]:
    with StandIn(pi_1=5000, ch_1=5000) as server:
        yield server


def merchant(**settings: Any) -> Known:
    return Known(1, "acme", 1, {}, {"stripe": settings} if settings else {})


def payback(stripe: StandIn, payment: str = "pi_1", amount: int = 2500, **more: Any) -> Payback:
    shop = merchant(api_key=KEY, api_base=stripe.address)
    return replace(Payback(shop, payment, amount, "USD", "ref_1"), **more)


def body(status: int, kind: str, message: str, code: str | None = None) -> tuple[int, bytes]:
    return status, json.dumps(failure(status, kind, message, code)[1]).encode()


@pytest.mark.parametrize(
    ("settings", "reference", "takes"),
    [
        ({"api_key": KEY}, "pi_1", True),
        ({"api_key": KEY}, "ch_1", True),
        ({"api_key": KEY}, "py_1", True),
        ({"api_key": KEY}, "pay_1", False),
        ({"api_key": KEY}, None, False),
        ({"api_key": KEY}, "", False),
        ({"webhook_secret": "whsec_1"}, "pi_1", False),
        ({}, "pi_1", False),
    ],
)
def test_it_takes_stripes_payments_of_merchants_with_a_key(
    settings: dict[str, str], reference: str | None, takes: bool
) -> None:
    assert GATEWAY.takes(merchant(**settings), reference) is takes


@pytest.mark.parametrize(("payment", "name"), [("pi_1", "payment_intent"), ("ch_1", "charge")])
def test_a_payment_is_refunded_under_our_id(stripe: StandIn, payment: str, name: str) -> None:
    answer = GATEWAY.send(payback(stripe, payment))
    assert answer == GatewayAnswer(RefundStatus.SUCCEEDED, "re_1")
    sent = {name: payment, "amount": "2500", "metadata[waypost_refund]": "ref_1"}
    assert stripe.asked == [("POST", "/v1/refunds", sent, "ref_1")]


def test_the_same_key_pays_once(stripe: StandIn) -> None:
    assert GATEWAY.send(payback(stripe)) == GATEWAY.send(payback(stripe))
    assert stripe.payments["pi_1"] == 2500


def test_a_refund_whose_answer_was_lost_is_found_even_when_stripe_has_forgotten_the_key(
    stripe: StandIn,
) -> None:
    stripe.drops = 1
    with pytest.raises(TryLater, match="could not be reached"):
        GATEWAY.send(payback(stripe))
    stripe.forget_keys()
    for number in (2, 3):
        GATEWAY.send(payback(stripe, amount=100, idempotency_key=f"ref_{number}"))
    assert GATEWAY.find(payback(stripe)) == GatewayAnswer(RefundStatus.SUCCEEDED, "re_1")


def test_a_refund_that_never_arrived_is_not_found(stripe: StandIn) -> None:
    GATEWAY.send(payback(stripe, idempotency_key="ref_of_another_return"))
    assert GATEWAY.find(payback(stripe)) is None


@pytest.mark.parametrize(
    ("word", "status", "error"),
    [
        ("pending", "pending", None),
        ("requires_action", "pending", None),
        ("failed", "failed", "failed"),
        ("canceled", "failed", "canceled"),
        ("reversed_by_moonlight", "unknown", "Stripe says reversed_by_moonlight"),
    ],
)
def test_stripes_word_becomes_ours(stripe: StandIn, word: str, status: str, error: str | None) -> None:
    stripe.status = word
    answer = GATEWAY.send(payback(stripe))
    assert (answer.status, answer.external_id, answer.error) == (status, "re_1", error)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (body(402, "card_error", "The card was declined."), "Stripe answered 402: The card was declined."),
        (
            body(
                400,
                "invalid_request_error",
                "Charge ch_1 has already been refunded.",
                "charge_already_refunded",
            ),
            "Stripe answered 400: Charge ch_1 has already been refunded.",
        ),
        (body(400, "invalid_request_error", ""), "Stripe answered 400: no reason given"),
    ],
)
def test_what_stripe_refuses_has_failed_for_a_reason(
    stripe: StandIn, answer: tuple[int, bytes], error: str
) -> None:
    stripe.bad_days = [answer]
    assert GATEWAY.send(payback(stripe)) == GatewayAnswer(RefundStatus.FAILED, error=error)


def test_more_than_is_left_of_the_payment_has_failed(stripe: StandIn) -> None:
    answer = GATEWAY.send(payback(stripe, amount=5001))
    assert answer.error == "Stripe answered 400: Refund amount (5001) is greater than 5000"


@pytest.mark.parametrize(
    "answer",
    [
        body(429, "rate_limit_error", "Slow down"),
        body(400, "invalid_request_error", "Slow down", "rate_limit"),
        body(409, "idempotency_error", "In use", "idempotency_key_in_use"),
        body(400, "idempotency_error", "Keys differ"),
        body(500, "api_error", "Sorry"),
        (502, b"<html>Bad gateway</html>"),
        (200, b"<html>Welcome</html>"),
        (200, b""),
    ],
)
def test_what_may_still_be_paid_is_tried_later(stripe: StandIn, answer: tuple[int, bytes]) -> None:
    stripe.bad_days = [answer] * 2
    for call in (GATEWAY.send, GATEWAY.find):
        with pytest.raises(TryLater):
            call(payback(stripe))
    assert len(stripe.asked) == 2


def test_an_unknown_payment_is_given_up(stripe: StandIn) -> None:
    with pytest.raises(GivenUp, match="Stripe answered 404: No such payment_intent: 'pi_9'"):
        GATEWAY.send(payback(stripe, "pi_9"))


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_stripe_does_not_take_is_given_up_and_not_quoted(stripe: StandIn, status: int) -> None:
    stripe.bad_days = [body(status, "invalid_request_error", f"Invalid API Key provided: {KEY}")]
    with pytest.raises(GivenUp, match="does not take the API key") as refused:
        GATEWAY.send(payback(stripe))
    assert KEY not in str(refused.value)


@pytest.mark.parametrize(
    "answer",
    [body(404, "invalid_request_error", "No such charge", "resource_missing"), body(401, "x", "Bad key")],
)
def test_no_refusal_says_that_a_refund_never_arrived(stripe: StandIn, answer: tuple[int, bytes]) -> None:
    stripe.bad_days = [answer]
    with pytest.raises(TryLater):
        GATEWAY.find(payback(stripe))


def test_silence_is_tried_later(stripe: StandIn) -> None:
    stripe.delay = 2
    with pytest.raises(TryLater, match="could not be reached"):
        StripeGateway(timeout=0.3).send(payback(stripe))


def test_an_address_where_nobody_listens_is_tried_later() -> None:
    with StandIn() as gone:
        asked = payback(gone)
    with pytest.raises(TryLater, match="could not be reached"):
        GATEWAY.send(asked)


def test_parts_that_stripe_does_not_know_are_not_paid(stripe: StandIn) -> None:
    answer = GATEWAY.send(payback(stripe, amount=150, currency="MGA"))
    assert answer == GatewayAnswer(RefundStatus.FAILED, error="Stripe knows no parts of one MGA")
    assert stripe.asked == []
