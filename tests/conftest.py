"""A real PostgreSQL and a real Redis for the whole run: the embedded ones, or those the environment names."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from commerce import embedded, merchants, settings
from commerce.database import db
from commerce.models import Merchant
from commerce.settings import Settings
from eta_model.estimates import table_of
from notifications.rules import rules_of
from portal.app import create_app
from tests.builders import make_merchant

# A busy machine is no fault of what is tested.
hypothesis_settings.register_profile("waypost", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("waypost")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the slow files: one that is begun last keeps a single core busy at the end."""
    items.sort(key=lambda item: "slow" not in item.keywords)


@pytest.fixture(scope="session")
def servers() -> Iterator[dict[str, str]]:
    """The addresses of the two servers; embedded ones are stopped at the end."""
    with tempfile.TemporaryDirectory(prefix="wp") as folder:
        Path(folder).chmod(0o755)
        config = settings.from_environ({"WAYPOST_DATA_DIR": folder})
        database = os.environ.get("DATABASE_URL") or embedded.postgres(config)
        process = None if os.environ.get("REDIS_URL") else embedded.start_redis(config)
        yield {
            "DATABASE_URL": database,
            "REDIS_URL": os.environ.get("REDIS_URL") or embedded.redis_address(config),
        }
        if process:
            embedded.stop(process)
        if not os.environ.get("DATABASE_URL"):
            embedded.leave_postgres(config)


@pytest.fixture(scope="session")
def database_url(servers: dict[str, str]) -> Iterator[str]:
    """A database of this run's own, migrated to the head."""
    name = f"waypost_test_{os.getpid()}"
    with psycopg.connect(servers["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
        connection.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off'.encode())
    yield with_name(servers["DATABASE_URL"], name)
    with psycopg.connect(servers["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())


def with_name(url: str, name: str) -> str:
    """The same address with another database's name."""
    head, _, query = url.partition("?")
    return f"{head.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")


@pytest.fixture(scope="session")
def config(servers: dict[str, str], database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return settings.from_environ(
        {
            "DATABASE_URL": database_url,
            "REDIS_URL": servers["REDIS_URL"],
            "SECRET_KEY": "a key for tests",
            "BASE_URL": "http://waypost.test",
            "WAYPOST_DATA_DIR": str(tmp_path_factory.mktemp("data")),
            "WAYPOST_LOG_LEVEL": "warning",
        }
    )


@pytest.fixture(scope="session")
def migrated_app(config: Settings) -> Iterator[Flask]:
    app = create_app(config)
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()
    app.extensions["statements"].close()


@pytest.fixture
def app(migrated_app: Flask) -> Iterator[Flask]:
    """The application in its context, on empty tables."""
    with migrated_app.app_context():
        yield migrated_app
        for gathered in ("quoting", "views"):  # their threads must not write while tables are emptied
            migrated_app.extensions[gathered].flush()
        db.session.rollback()
        db.session.remove()
        merchants.forget()
        # The tables may be made anew for a test, and then their ids begin at 1 again.
        table_of.cache_clear()
        rules_of.cache_clear()
        migrated_app.extensions.pop("policies", None)
        with db.engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM merchants")  # and, by cascade, nearly all that is theirs
            connection.exec_driver_sql(
                "DELETE FROM events; DELETE FROM foreign_messages; DELETE FROM insight_changes"
            )


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    """A shop that has set nothing of its own; packages with one in their `conftest.py` have that."""
    return make_merchant()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
