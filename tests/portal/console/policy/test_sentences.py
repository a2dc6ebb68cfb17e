"""Labels stand in sentences as words of theirs: without the capital of a button."""

import datetime as dt

import pytest

from portal.console.policy.describing import base_lines
from portal.console.policy.sentences import Sayer, within
from portal.shopper.voice import voice

POLICY = {
    "window": {"days": 30},
    "methods": ["label", "qr_code"],
    "resolutions": ["refund", "store_credit"],
    "reasons": ["too_small", "Never liked it"],
}


def sayer(locale: str = "en") -> Sayer:
    return Sayer(voice(locale, dt.date(2026, 11, 22), "UTC"), "USD")


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("With a return label", "with a return label"),
        ("QR code", "QR code"),
        ("I changed my mind", "I changed my mind"),
        ("返品ラベル", "返品ラベル"),
        ("", ""),
    ],
)
def test_a_capital_goes_unless_it_begins_an_abbreviation(label: str, said: str) -> None:
    assert within(label) == said


def test_terms_have_no_capitals_amid_their_sentences() -> None:
    lines = [line for group in base_lines(sayer(), POLICY).values() for line in group]
    assert "Items come back: with a return label and with a QR code." in lines
    assert "Shoppers choose between: refund and store credit." in lines
    assert "Older orders are judged by: the version of the order’s day." in lines
    assert "The shipping charge is kept." in lines


def test_a_shops_own_words_stay_as_they_are() -> None:
    [said] = base_lines(sayer(), POLICY)["reasons"]
    assert said == "Shoppers choose from: too small and Never liked it."


def test_a_rules_terms_and_values_are_told_likewise() -> None:
    assert sayer().terms({"decision": "deny"}) == ["it can’t be returned"]
    told = sayer().test({"fact": "return.reason", "op": "eq", "value": "too_small"})
    assert told == "reason for the return is “too small”"


def test_japanese_sentences_end_as_japanese_ones_do() -> None:
    assert all(line.endswith("。") for line in base_lines(sayer("ja"), POLICY)["money"])
