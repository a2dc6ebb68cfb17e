"""Stripe's events, read into our words."""

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from returns.providers.stripe import Told, event_id, parse_event
from returns.refunds import GatewayAnswer, RefundStatus
from tests.returns.providers.stripe.making import a_refund, an_event

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def told(kind: str, about: object) -> Told | None:
    return parse_event(orjson.dumps(an_event(about, kind=kind)))


@pytest.mark.parametrize(
    "kind", ["refund.created", "refund.updated", "refund.failed", "charge.refund.updated"]
)
def test_an_event_of_a_refund_tells_how_it_stands(kind: str) -> None:
    found = told(kind, a_refund(metadata={"waypost_refund": "ref_1"}))
    assert found is not None
    (report,) = found.reports
    assert report.answer == GatewayAnswer(RefundStatus.SUCCEEDED, "re_1")
    assert (report.key, report.payments) == ("ref_1", frozenset({"pi_1", "ch_1"}))
    assert (report.amount, report.currency) == (1200, "USD")


def test_a_payment_that_was_unfolded_is_known_by_its_id() -> None:
    found = told("refund.updated", a_refund(payment_intent={"id": "pi_7", "object": "payment_intent"}))
    assert found is not None
    assert found.reports[0].payments == {"pi_7", "ch_1"}


def test_a_refund_that_failed_says_why_in_plain_words() -> None:
    found = told("refund.failed", a_refund(status="failed", failure_reason="expired_or_canceled_card"))
    assert found is not None
    assert found.reports[0].answer.error == "the card has expired or was cancelled"


def test_a_charge_that_was_refunded_is_to_be_asked_about() -> None:
    charge = {"object": "charge", "id": "ch_1", "amount_refunded": 1200}
    assert told("charge.refunded", charge) == Told(charge="ch_1")


@pytest.mark.parametrize(
    ("kind", "about"),
    [
        ("payment_intent.succeeded", {"id": "pi_1"}),
        ("charge.refunded", {"id": None}),
        ("refund.updated", a_refund(amount="1200")),
        ("refund.updated", a_refund(amount=True)),
        ("refund.updated", a_refund(amount=0)),
        ("refund.updated", a_refund(currency=None)),
        ("refund.updated", a_refund(id="")),
        ("refund.updated", []),
    ],
)
def test_what_tells_nothing_of_a_refund_is_left(kind: str, about: Any) -> None:
    assert told(kind, about) is None


@given(kind=st.sampled_from(["refund.updated", "charge.refunded"]), about=JSON)
def test_any_json_is_taken(kind: str, about: object) -> None:
    body = orjson.dumps(an_event(about, kind=kind))
    assert parse_event(body) is None or event_id(body) == "evt_1"


@given(refund=st.fixed_dictionaries({}, optional=dict.fromkeys(a_refund(), JSON)))
def test_any_value_in_a_refund_is_taken(refund: dict[str, object]) -> None:
    found = told("refund.updated", a_refund() | refund)
    assert found is None or found.reports[0].amount > 0


@pytest.mark.parametrize(
    "body", [b"", b"not json", b"[]", b"null", b"\xff\xfe", b'{"id": 7}', b'{"id": "\\u0007"}']
)
def test_a_body_without_a_name_has_no_id(body: bytes) -> None:
    assert (event_id(body), parse_event(body)) == (None, None)
