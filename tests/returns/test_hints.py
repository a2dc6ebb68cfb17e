"""Hints are plain facts of the shop's own rows, each with its numbers."""

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from commerce.models import Merchant
from returns import claims, hints, steps
from returns.hints import ENOUGH, Known
from returns.models.requests import Return
from tests.builders import make_merchant
from tests.returns.shop import ask, deliver, open_shop, request

QUIET = Known(4, 1, 1, 0, 0, 0, 2500, 2500, 50, "94103", ["94103"])


@dataclass
class Shopper:
    """Ada, who buys tees and sends them back."""

    merchant: Merchant
    made: int = 0

    def sends_back(self, **more: Any) -> Return:
        self.made += 1
        number = f"A{self.made}"
        deliver(self.merchant, number, **more)
        return request(open_shop(self.merchant), ask(), number=number)


@pytest.fixture
def ada(app: Flask) -> Shopper:
    return Shopper(make_merchant())


def told(request_: Return) -> dict[str, dict[str, Any]]:
    return {hint.code: hint.values for hint in hints.of(request_)}


def test_a_shopper_like_others_has_none() -> None:
    assert list(hints.hints(QUIET, "USD")) == []


@pytest.mark.parametrize(
    ("fields", "code", "values"),
    [
        ({"empty": 1}, "empty_box", {"number": 1}),
        ({"odd": 2}, "odd_contents", {"number": 2}),
        ({"returns": 3}, "many_returns", {"returns": 3, "orders": 4}),
        ({"claims": 2}, "many_claims", {"number": 2}),
        ({"worth": 7500}, "dear", {"worth": 7500, "middle": 2500, "currency": "USD"}),
        ({"place": "10115"}, "new_address", {"number": 1}),
    ],
)
def test_what_stands_out_is_told_with_its_numbers(
    fields: dict[str, Any], code: str, values: dict[str, Any]
) -> None:
    [hint] = hints.hints(QUIET._replace(**fields), "USD")
    assert (hint.code, hint.values) == (code, values)


@pytest.mark.parametrize(
    "fields", [{"worth": 9999, "sample": ENOUGH - 1}, {"middle": None}, {"place": None}, {"places": []}]
)
def test_without_enough_to_go_by_nothing_is_told(fields: dict[str, Any]) -> None:
    assert list(hints.hints(QUIET._replace(**fields), "USD")) == []


def test_an_empty_box_of_before_is_remembered(ada: Shopper) -> None:
    before = ada.sends_back()
    steps.receive(ada.merchant.id, before.code, [{"id": "L1", "quantity": 1, "condition": "empty"}])
    assert told(ada.sends_back()) == {"empty_box": {"number": 1}}
    assert told(before) == {}


def test_returns_and_claims_of_the_last_year_are_counted(ada: Shopper) -> None:
    for _ in range(3):
        ada.sends_back()
    latest = ada.sends_back(ship_to={"country": "US", "postcode": "10001"})
    for number in ("A1", "A2"):
        claims.open_claim(open_shop(ada.merchant), number, {"kind": "lost"})
    assert told(latest) == {
        "many_returns": {"returns": 3, "orders": 3},
        "many_claims": {"number": 2},
        "new_address": {"number": 1},
    }


def test_other_shoppers_are_not_counted(ada: Shopper) -> None:
    for _ in range(4):
        ada.sends_back()
    assert told(ada.sends_back(email="bo@example.com")) == {}
    assert told(ada.sends_back(email=None)) == {}
