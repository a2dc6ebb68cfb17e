"""An owner at work."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from commerce import queue
from commerce.models import Merchant, User
from tests.builders import make_merchant
from tests.portal.console.staffing import Desk, browser, make_user, signed_in


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return browser(app)


@pytest.fixture
def owner(merchant: Merchant) -> User:
    return make_user(merchant, "owner")


@pytest.fixture
def desk(app: Flask, owner: User) -> Desk:
    return signed_in(app, owner)


@pytest.fixture
def other_user(app: Flask) -> User:
    """Somebody of another shop."""
    return make_user(make_merchant("bolt"), "owner", "bo@bolt.test")


@pytest.fixture
def uncounted(app: Flask) -> Iterator[None]:
    """No tries counted before or after."""
    queue.current().flushdb()
    yield
    queue.current().flushdb()
