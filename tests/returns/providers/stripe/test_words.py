"""Stripe's words and amounts."""

import pytest

from returns.providers.stripe.words import NoSuchAmount, amount_in, amount_out, status_of


@pytest.mark.parametrize(
    ("currency", "ours", "stripes"),
    [
        ("USD", 1250, 1250),
        ("JPY", 500, 500),
        ("ISK", 5, 500),
        ("UGX", 5, 500),
        ("MGA", 500, 5),
        ("KWD", 5120, 5120),
    ],
)
def test_amounts_are_counted_in_each_ones_units(currency: str, ours: int, stripes: int) -> None:
    assert (amount_out(ours, currency), amount_in(stripes, currency)) == (stripes, ours)


def test_an_amount_that_stripe_cannot_say_is_refused() -> None:
    with pytest.raises(NoSuchAmount):
        amount_out(501, "MGA")


@pytest.mark.parametrize("word", ["", "SUCCEEDED", None, 7, ["succeeded"]])
def test_a_word_that_nobody_knows_stays_unknown(word: object) -> None:
    assert status_of(word) == "unknown"
