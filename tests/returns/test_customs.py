"""What customs are told of a parcel that comes back."""

from typing import Any

import pytest

from returns.customs import Packed, Undeclarable, crosses_customs, declare


def tee(**fields: Any) -> Packed:
    """One of three tees, for 25.00 each less 5.00 in all."""
    plain = Packed("L1", "Tee", "TEE-M", 1, 3, 2500, 500, 180, "6109.10", "PT")
    return plain._replace(**fields)


@pytest.mark.parametrize(
    ("sender", "receiver", "crosses"),
    [
        ("US", "US", False),
        ("DE", "FR", False),
        ("NO", "DE", True),  # of the single market, but not of the customs union
        ("GB", "IE", True),
        ("CA", "US", True),
    ],
)
def test_papers_are_needed_at_a_customs_border(sender: str, receiver: str, crosses: bool) -> None:
    assert crosses_customs(sender, receiver) is crosses


def test_the_value_is_what_was_paid_without_tax_to_the_cent() -> None:
    assert [tee(units=units).value for units in (1, 2, 3)] == [2334, 4667, 7000]


@pytest.mark.parametrize(
    ("lacks", "reason"),
    [
        ({"weight_g": None}, "no weight_g"),
        ({"weight_g": 0}, "no weight_g"),
        ({"origin_country": None}, "no origin_country"),
        ({"unit_price": 0, "discount": 0}, "no value"),
        ({"weight_g": None, "origin_country": None}, "no weight_g, no origin_country"),
    ],
)
def test_what_is_missing_is_named(lacks: dict[str, Any], reason: str) -> None:
    with pytest.raises(Undeclarable, match=f"^customs papers can't be written: line L2 has {reason}$"):
        declare([tee(), tee(line="L2", **lacks)], "EUR", "Ada L", "GB", "DE")


def test_a_tariff_code_that_nobody_knows_is_left_out() -> None:
    assert declare([tee(hs_code=None)], "GBP", "Ada L", "GB", "DE").items == (tee(hs_code=None),)


@pytest.mark.parametrize(
    ("sender", "receiver", "exemption"),
    [("GB", "DE", None), ("US", "CA", "NOEEI 30.36"), ("US", "JP", "NOEEI 30.37(a)")],
)
def test_what_leaves_the_united_states_says_why_nothing_was_filed(
    sender: str, receiver: str, exemption: str | None
) -> None:
    assert declare([tee()], "USD", "Ada L", sender, receiver).exemption == exemption


@pytest.mark.parametrize(("price", "currency"), [(1_000_000, "USD"), (2500, "EUR")])
def test_what_may_be_worth_more_than_the_limit_is_not_declared(price: int, currency: str) -> None:
    with pytest.raises(Undeclarable, match="a filing for over 2,500 USD"):
        declare([tee(unit_price=price)], currency, "Ada L", "US", "JP")
