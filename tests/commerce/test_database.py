"""Transactions, and the guard that keeps merchants apart."""

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DataError
from sqlalchemy.orm import aliased

from commerce.database import MerchantMissing, db, sqlalchemy_url, transaction
from commerce.models import Merchant, Order, OrderLine
from tests.builders import make_merchant, make_order

WITHOUT_A_MERCHANT = {
    "no condition": select(Order),
    "another condition": select(Order).where(Order.number == "1001"),
    "its column is only shown": select(Order.merchant_id).where(Order.number == "1001"),
    "its column only sorts": select(Order).where(Order.number == "1001").order_by(Order.merchant_id),
    "a count": select(func.count()).select_from(Order),
    "an update": update(Order).where(Order.number == "1001").values(tags=[]),
    "one of two tables": select(Order, OrderLine).where(Order.merchant_id == 1),
}
RENAMED = aliased(Order, name="o")
WITH_A_MERCHANT = {
    "its column": select(Order).where(Order.merchant_id == 1),
    "an alias": select(RENAMED).where(RENAMED.merchant_id == 1),
    "a join": select(Order)
    .join(OrderLine, (OrderLine.merchant_id == Order.merchant_id) & (OrderLine.order_id == Order.id))
    .where(Order.merchant_id == 1),
    "a table of nobody's": select(Merchant).where(Merchant.slug == "acme"),
    "all merchants on purpose": select(Order).execution_options(across_merchants=True),
}


@pytest.mark.parametrize("statement", WITHOUT_A_MERCHANT.values(), ids=WITHOUT_A_MERCHANT)
def test_a_statement_that_names_no_merchant_is_refused(app: Flask, statement: object) -> None:
    with pytest.raises(MerchantMissing):
        db.session.execute(statement)  # type: ignore[call-overload]


@pytest.mark.parametrize("statement", WITH_A_MERCHANT.values(), ids=WITH_A_MERCHANT)
def test_a_statement_that_names_its_merchant_runs(app: Flask, statement: object) -> None:
    assert db.session.execute(statement).all() == []  # type: ignore[call-overload]


def test_relations_load_within_their_merchant(app: Flask) -> None:
    order = make_order(make_merchant())
    db.session.expire_all()
    assert [line.line_id for line in order.lines] == ["L1"]


def test_a_transaction_keeps_nothing_of_what_failed(app: Flask) -> None:
    with pytest.raises(RuntimeError, match="half way"), transaction() as session:
        session.add(Merchant(slug="acme", config={}))
        session.flush()
        raise RuntimeError("half way")
    assert db.session.scalars(select(Merchant)).all() == []


def test_a_transaction_inside_another_joins_it(app: Flask) -> None:
    with pytest.raises(RuntimeError), transaction():
        with transaction() as inner:
            inner.add(Merchant(slug="acme", config={}))
        raise RuntimeError
    assert db.session.scalars(select(Merchant)).all() == []


def test_an_error_names_no_values(app: Flask) -> None:
    with pytest.raises(DataError, match="division by zero") as failed:
        db.session.execute(text("SELECT 1 / 0, :email"), {"email": "ada@example.com"})
    db.session.rollback()
    assert "ada@example.com" not in str(failed.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_any_way_to_write_the_address_names_the_driver(scheme: str) -> None:
    assert sqlalchemy_url(f"{scheme}://u:p@h:1/d?x=y") == "postgresql+psycopg://u:p@h:1/d?x=y"
