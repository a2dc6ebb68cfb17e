"""Merchants with keys, and a database that fails."""

from collections.abc import Iterator

import pytest
from flask import Flask

from commerce import keys
from commerce.database import db
from commerce.models import Merchant
from tests.builders import make_merchant
from tests.portal.calling import ApiClient, api_client


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return make_merchant("acme")


@pytest.fixture
def api(app: Flask, merchant: Merchant) -> ApiClient:
    """Speaks with the secret key of `merchant`."""
    return api_client(app, keys.create(merchant.id, "secret")[1])


@pytest.fixture
def other_api(app: Flask) -> ApiClient:
    """Speaks for another merchant."""
    return api_client(app, keys.create(make_merchant("bolt").id, "secret")[1])


@pytest.fixture
def broken_outbox(app: Flask) -> Iterator[None]:
    """A database that lost the outbox: every write to it fails as no program expects."""
    rename("events", "events_lost")
    yield
    rename("events_lost", "events")


@pytest.fixture
def broken_orders(app: Flask) -> Iterator[None]:
    """A database that lost its orders: every page fails."""
    rename("orders", "orders_lost")
    yield
    rename("orders_lost", "orders")


def rename(table: str, name: str) -> None:
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {name}")
