"""A shop whose delivery dates have a history: its services, a scorecard, models."""

import json
from datetime import date
from typing import Any

from sqlalchemy import text

from commerce.database import transaction
from commerce.models import Merchant
from eta_model.models import EtaModel, EtaModelFile


def make_model(merchant: Merchant | None, name: str, status: str, **more: Any) -> None:
    with transaction() as session:
        owner = merchant.id if merchant else None
        model = EtaModel(
            id=name,
            merchant_id=owner,
            status=status,
            manifest={},
            parcels=500,
            **{"scorecard": {"parcels": 0}} | more,
        )
        session.add(model)
        session.flush()
        session.add(EtaModelFile(model_id=name, name="manifest.json", content=b"{}"))


FIGURES: dict[str, Any] = {
    "parcels": 120,
    "mae_days": 1.25,
    "within_a_day": 0.6,
    "pinball_days": {"p50": 0.6, "p80": 0.5, "p90": 0.3, "p95": 0.2},
    "coverage": {"p50": 0.5, "p80": 0.8, "p90": 0.91, "p95": 0.95},
    "coverage_error": 0.01,
    "promise_kept": 0.913,
    "promise_days": 5.5,
}
"""What a test of 120 parcels came to."""


DETAILS: dict[str, Any] = {
    "reliability": {"0.5": 0.5, "0.9": 0.91},
    "by_week": [
        {
            "week": f"2026-10-{day:02}",
            "parcels": 30,
            "p50": 0.48 + day / 200,
            "p90": 0.9,
            "promise_kept": kept,
        }
        for day, kept in ((5, 0.89), (12, 0.94), (19, 0.91), (26, 0.92))
    ],
    "days_after_promise": {"-1": 80, "0": 30, "2": 10},
}
"""What its plots are drawn from."""


def make_scorecard(merchant: Merchant) -> None:
    """A scorecard of 120 parcels, made one night."""
    groups = {"month": "2026-10", "lane": "US>US", "carrier": "UPS"}
    card = FIGURES | DETAILS | {f"by_{name}": {value: FIGURES} for name, value in groups.items()}
    statement = text(
        "INSERT INTO eta_scorecards (merchant_id, day, card, widening, made_at) "
        "VALUES (:merchant, :day, CAST(:card AS jsonb), 0.02, now())"
    )
    with transaction() as session:
        session.execute(
            statement, {"merchant": merchant.id, "day": date(2026, 11, 1), "card": json.dumps(card)}
        )
