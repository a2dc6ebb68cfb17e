"""Orders as they are kept."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from commerce import orders
from commerce.database import db, transaction
from commerce.errors import NotFound
from commerce.models import Order
from commerce.schemas import OrderSchema
from tests.builders import make_merchant

LINES = [{"id": "L1", "quantity": 2, "unit_price": 2500}, {"id": "L2", "quantity": 1, "unit_price": 100}]


def fields(**changed: Any) -> dict[str, Any]:
    body = {"placed_at": "2026-11-02T09:30:00Z", "currency": "USD", "lines": LINES} | changed
    loaded: dict[str, Any] = OrderSchema().load(body)
    return loaded


@pytest.fixture
def merchant_id(app: Flask) -> int:
    return make_merchant().id


def happened() -> list[str]:
    rows = db.session.execute(text("SELECT kind || ' ' || (data->>'order') FROM events ORDER BY id"))
    return list(rows.scalars())


def test_a_new_order_is_told_as_created_and_a_changed_one_as_updated(merchant_id: int) -> None:
    assert orders.put(merchant_id, "1", fields())[1] is True
    assert orders.put(merchant_id, "1", fields(shipping=5))[1] is False
    assert happened() == ["order.created 1", "order.updated 1"]


def test_the_same_again_changes_nothing(merchant_id: int) -> None:
    before = orders.put(merchant_id, "1", fields())[0]
    kept = (before.page_version, before.updated_at)
    after = orders.put(merchant_id, "1", fields())[0]
    assert (after.page_version, after.updated_at) == kept
    assert happened() == ["order.created 1"]


@pytest.mark.parametrize(
    "change",
    [
        {"locale": "ja"},
        {"ship_to": {"city": "Seoul"}},
        {"lines": LINES[:1]},
        {"lines": LINES[::-1]},
        {"lines": [*LINES, {"id": "L3", "quantity": 1, "unit_price": 1}]},
        {"lines": [LINES[0] | {"title": "Tee"}, LINES[1]]},
    ],
)
def test_any_change_moves_the_pages_version_by_one(merchant_id: int, change: dict[str, Any]) -> None:
    orders.put(merchant_id, "1", fields())
    assert orders.put(merchant_id, "1", fields(**change))[0].page_version == 2


def test_lines_keep_the_order_they_were_put_in(merchant_id: int) -> None:
    orders.put(merchant_id, "1", fields())
    orders.put(merchant_id, "1", fields(lines=LINES[::-1]))
    db.session.expire_all()
    assert [line.line_id for line in orders.get(merchant_id, "1").lines] == ["L2", "L1"]


def test_an_order_is_looked_up_by_its_address_without_case_and_spaces(merchant_id: int) -> None:
    orders.put(merchant_id, "1", fields(customer={"email": "  Ada@EXAMPLE.com "}))
    assert orders.get(merchant_id, "1").email == "ada@example.com"
    assert [order.number for order in orders.listed(merchant_id, email="ADA@example.com ")] == ["1"]


def test_an_unknown_order_is_not_found(merchant_id: int) -> None:
    with pytest.raises(NotFound):
        orders.get(merchant_id, "1")


def test_many_puts_of_a_new_number_at_once_make_one_order(app: Flask, merchant_id: int) -> None:
    def put(shipping: int) -> bool:
        with app.app_context():
            return orders.put(merchant_id, "1", fields(shipping=shipping % 2))[1]

    with ThreadPoolExecutor(8) as pool:
        created = list(pool.map(put, range(24)))
    assert created.count(True) == 1
    assert len(orders.listed(merchant_id)) == 1
    assert len(orders.get(merchant_id, "1").lines) == 2


@pytest.fixture
def held(app: Flask) -> Iterator[dict[str, int]]:
    """Units per line that someone says must stay."""
    units: dict[str, int] = {}

    @orders.holds_units
    def holder(order: Order) -> dict[str, int]:
        return units

    yield units
    orders.HOLDERS.remove(holder)


@pytest.mark.parametrize("lines", [LINES[1:], [LINES[0] | {"quantity": 1}, LINES[1]]])
def test_units_that_are_held_can_not_be_taken_away(
    merchant_id: int, held: dict[str, int], lines: list[dict[str, Any]]
) -> None:
    orders.put(merchant_id, "1", fields())
    held["L1"] = 2
    with pytest.raises(orders.LineHeld, match="L1"):
        orders.put(merchant_id, "1", fields(lines=lines))
    db.session.expire_all()
    assert [line.quantity for line in orders.get(merchant_id, "1").lines] == [2, 1]


def test_an_order_that_shrinks_to_what_is_held_is_taken(merchant_id: int, held: dict[str, int]) -> None:
    orders.put(merchant_id, "1", fields())
    held["L1"] = 1
    lines = [LINES[0] | {"quantity": 1}]
    assert len(orders.put(merchant_id, "1", fields(lines=lines))[0].lines) == 1


def test_a_put_inside_a_failing_transaction_leaves_nothing(merchant_id: int) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        orders.put(merchant_id, "1", fields())
        raise ZeroDivisionError
    assert orders.find(merchant_id, "1") is None
    assert happened() == []
