"""Several processes count what one does."""

from datetime import UTC, datetime

import pytest
from flask import Flask, current_app

from commerce.merchants import Known
from returns import past, published
from returns.asking import outside
from returns.replaying import tallies
from returns.simulate import report_of, simulate
from tests.builders import make_line, make_merchant
from tests.returns.shop import ask, deliver, open_shop, request

SINCE = datetime(2020, 1, 1, tzinfo=UTC)
DRAFT = {
    "window": {"days": 30},
    "fee": 100,
    "rules": [
        {
            "name": "No coats",
            "when": {"fact": "line.sku", "op": "eq", "value": "COAT"},
            "then": {"decision": "deny"},
        }
    ],
}


@pytest.fixture
def shop(app: Flask) -> Known:
    shop = open_shop(merchant := make_merchant())
    for number in range(5):
        deliver(merchant, f"10{number}", make_line("L1", sku="COAT" if number % 2 else "TEE"))
    request(shop, ask(quantity=1), number="103")
    return shop


def test_processes_count_what_one_counts(shop: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    versions, draft = published.versions(outside, shop.id), published.compile_source(DRAFT, 0)
    [part] = past.parts(outside, shop.id, SINCE)
    orders = past.cases(outside, shop, SINCE, part)
    alone = simulate((case for order in orders for case in order), versions, draft)
    monkeypatch.setattr(past, "AT_ONCE", 2)
    parts = past.parts(outside, shop.id, SINCE)
    together = report_of(
        draft, tallies(current_app.config["SQLALCHEMY_DATABASE_URI"], shop, SINCE, DRAFT, parts)
    )
    assert len(parts) == 3
    assert alone.flips and together.as_json() == alone.as_json()
