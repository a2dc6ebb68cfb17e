"""What a rule may be about is offered from the shop's own newest orders."""

from datetime import timedelta

import pytest
from flask import Flask

from commerce.clock import now
from commerce.models import Merchant
from returns import known_values
from returns.known_values import FACTS
from returns.policy.vocabulary import FACTS as ALL_FACTS
from returns.policy.vocabulary import Kind
from tests.builders import make_line, make_merchant, make_order
from tests.statements import counted


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    shop = make_merchant()
    scarf = make_line("L2", sku="SCARF", product_type="scarves", tags=["sale"], vendor="Wool & Co")
    make_order(
        shop, "1", lines=[make_line(product_type="tops", tags=["sale", "linen"]), scarf], channel="web"
    )
    make_order(shop, "2", lines=[make_line(product_type="tops")], customer={"tags": ["vip"]}, tags=["rush"])
    make_order(make_merchant("bolt"), "3", lines=[make_line(product_type="bolts")])
    return shop


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("line.product_type", ["tops", "scarves"]),
        ("line.sku", ["TEE-M", "SCARF"]),
        ("line.tags", ["sale", "linen"]),
        ("line.vendor", ["Wool & Co"]),
        ("line.collections", []),
        ("order.tags", ["rush"]),
        ("order.channel", ["web"]),
        ("order.region", []),
        ("customer.tags", ["vip"]),
    ],
)
def test_the_most_frequent_come_first_and_only_the_shops_own(
    merchant: Merchant, fact: str, said: list[str]
) -> None:
    assert known_values.of(merchant.id, [fact]) == {fact: said}


def test_all_are_read_at_once_and_nothing_where_nothing_is_asked(merchant: Merchant) -> None:
    merchant_id = merchant.id
    with counted() as sent:
        assert known_values.of(merchant_id, FACTS).keys() == FACTS
        assert known_values.of(merchant_id, ["line.weight_g", "return.reason"]) == {}
    assert len(sent) == 1


def test_only_facts_that_are_words_are_offered() -> None:
    assert {ALL_FACTS[fact] for fact in FACTS} == {Kind.TEXT, Kind.TEXTS}


def test_only_the_newest_orders_are_read(merchant: Merchant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_values, "NEWEST", 1)
    make_order(merchant, "4", placed_at=now() + timedelta(days=1), lines=[make_line(sku="NEW")])
    assert known_values.of(merchant.id, ["line.sku"]) == {"line.sku": ["NEW"]}
