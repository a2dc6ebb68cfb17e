"""What a merchant's file excepts, and at whose cost goods come back."""

from typing import Any

import pytest

from commerce.withdrawal_schema import Exempt, WithdrawalSchema
from returns.case import OrderLine
from returns.policy.vocabulary import Method
from returns.withdrawal.terms import Terms, terms_of

LINE = OrderLine("L1", 1, 900, sku="CAKE", product_type="bakery", tags=("fresh",), collections=("autumn",))


def terms(**section: Any) -> Terms:
    return terms_of({"withdrawal": WithdrawalSchema().load(section)})


@pytest.mark.parametrize(
    "about",
    [{"tags": ["fresh"]}, {"skus": ["CAKE"]}, {"product_types": ["bakery"]}, {"collections": ["autumn"]}],
    ids=str,
)
def test_one_value_of_a_line_is_enough(about: dict[str, list[str]]) -> None:
    found = terms(exceptions=[{"code": "perishable", "tags": ["other"]} | about]).exempt(LINE)
    assert found is Exempt.PERISHABLE


@pytest.mark.parametrize("about", [{"tags": ["FRESH"]}, {"skus": ["fresh"]}, {"tags": ["autumn"]}], ids=str)
def test_any_other_value_is_not(about: dict[str, list[str]]) -> None:
    assert terms(exceptions=[{"code": "perishable"} | about]).exempt(LINE) is None


def test_a_line_that_says_nothing_of_itself_is_never_excepted() -> None:
    plain = OrderLine("L1", 1, 900)
    assert terms(exceptions=[{"code": "perishable", "skus": ["CAKE"]}]).exempt(plain) is None


def test_a_file_of_before_has_the_laws_terms() -> None:
    assert terms_of({}) == Terms() == terms()


@pytest.mark.parametrize(
    ("cost", "offered", "method"),
    [
        (None, ("label", "own_carrier"), Method.LABEL),
        (None, ("own_carrier", "in_store"), Method.IN_STORE),
        (None, ("own_carrier",), Method.OWN_CARRIER),
        ("shopper", ("label", "own_carrier"), Method.OWN_CARRIER),
        ("shop", ("own_carrier",), Method.LABEL),
    ],
)
def test_the_shop_pays_for_what_comes_back_unless_it_says_otherwise(
    cost: str | None, offered: tuple[str, ...], method: Method
) -> None:
    assert terms(return_cost=cost).method(offered) is method
