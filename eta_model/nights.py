"""What a night does: the shop's parcels, what became of the quotes, scorecards, new models."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta

from flask import current_app
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from commerce import retention
from commerce.clock import now
from commerce.database import db, transaction
from commerce.merchants import Known
from commerce.outbox import emit
from eta_model import parcel_store, quote_outcomes, registry, served, shop_parcels
from eta_model.contest import LEAST_ARRIVALS
from eta_model.drift import Drift, drift
from eta_model.fitting import Fitted, Workshop, fit
from eta_model.forecaster import FitSettings
from eta_model.histories import everyone, shares_lanes
from eta_model.models import EtaScorecard
from eta_model.places import read_places

log = logging.getLogger(__name__)

REFIT_AFTER = timedelta(days=6, hours=12)
KEEP_QUOTES = timedelta(days=400)
NEWS = 0.02  # an alarm is told again when the widening has grown by as much
BY_CLOCK = "schedule"


def take_in_parcels() -> None:
    """Take what is new of every shop's parcels into its history, and score what was promised."""
    for merchant in everyone():
        with by_itself(merchant.id):
            shop_parcels.take_in(merchant)
            quote_outcomes.join(merchant)
            keep_score(merchant)


def refit_models() -> list[Fitted]:
    """Fit anew what was fit a week ago or never; the pool last."""
    workshop = bench()
    arrived = parcel_store.arrivals_by_merchant()
    all_of_them = everyone()
    done = []
    for merchant in all_of_them:
        if arrived.get(merchant.id, 0) >= LEAST_ARRIVALS and is_due(merchant.id):
            with by_itself(merchant.id):
                done.append(fit(merchant.id, workshop, auto_promote=promotes_itself(merchant), by=BY_CLOCK))
    shared = sum(arrived.get(merchant.id, 0) for merchant in all_of_them if shares_lanes(merchant))
    if shared >= LEAST_ARRIVALS and is_due(None):
        done.append(fit(None, workshop, auto_promote=True, by=BY_CLOCK))
    for fitted in done:
        log.info("fit of a model: %s", fitted.reason, extra={"merchant_id": fitted.merchant_id})
    registry.registry().forget()
    return done


@contextmanager
def by_itself(merchant_id: int) -> Iterator[None]:
    """Let what breaks for one merchant keep nobody else waiting; the log says what it was."""
    try:
        yield
    except Exception:
        log.exception("a merchant's night failed", extra={"merchant_id": merchant_id})
    finally:
        db.session.remove()


def forget_quotes() -> int:
    """Drop quotes past their time; returns how many rows."""
    return retention.forget(QUOTES, KEEP_QUOTES) + retention.forget(QUOTE_BODIES, KEEP_QUOTES)


def forget_models() -> int:
    """Drop the files of all but the newest retired, refused and waiting models; returns how many files."""
    with transaction() as session:
        return len(session.execute(FILES).all())


def bench() -> Workshop:
    """What fits need, from the application's settings."""
    settings = current_app.config["SETTINGS"]
    statements = current_app.extensions["statements"]
    folder = settings.data_dir / "models"
    return Workshop(statements, folder, read_places(settings.places), FitSettings())


def is_due(merchant_id: int | None) -> bool:
    """Whether the last fit is a week old, or none was made."""
    with transaction() as session:
        made = session.scalar(LAST_MADE, {"merchant": merchant_id})
    return made is None or made < now() - REFIT_AFTER


def promotes_itself(merchant: Known) -> bool:
    """Whether the merchant lets a model serve that won its contest."""
    return bool(merchant.config["promise"].get("auto_promote", True))


def keep_score(merchant: Known) -> Drift:
    """Write today's scorecard; a drift that is new or has grown is told to the merchant."""
    judged, card = drift(served.latest_arrivals(merchant.id)), served.card(merchant)
    row = {
        "merchant_id": merchant.id,
        "day": now().date(),
        "card": card | {"drift": asdict(judged)},
        "widening": judged.widening,
        "made_at": now(),
    }
    with transaction() as session:
        before = session.scalar(LAST_WIDENING, {"merchant": merchant.id}) or 0.0
        if card["parcels"]:
            session.execute(
                insert(EtaScorecard)
                .values(row)
                .on_conflict_do_update(index_elements=["merchant_id", "day"], set_=row)
            )
        if judged.widening >= before + NEWS:
            emit(
                merchant.id,
                "eta.drift",
                said=judged.said,
                kept=judged.kept,
                arrivals=judged.arrivals,
                widening=judged.widening,
            )
    return judged


LAST_MADE = text("SELECT max(made_at) FROM eta_models WHERE merchant_id IS NOT DISTINCT FROM :merchant")
LAST_WIDENING = text(
    "SELECT widening FROM eta_scorecards WHERE merchant_id = :merchant ORDER BY day DESC LIMIT 1"
)
QUOTES = """
DELETE FROM eta_quotes WHERE (merchant_id, id) IN (
    SELECT merchant_id, id FROM eta_quotes WHERE asked_at < :before LIMIT :most
) RETURNING id
"""
QUOTE_BODIES = QUOTES.replace("eta_quotes", "eta_quote_bodies")
FILES = text("""
DELETE FROM eta_model_files WHERE model_id IN (
    SELECT id FROM (
        SELECT id, status, row_number() OVER (
            PARTITION BY merchant_id, status ORDER BY coalesce(promoted_at, made_at) DESC
        ) AS place FROM eta_models
    ) AS models WHERE status <> 'serving' AND place > CASE status WHEN 'retired' THEN 12 ELSE 3 END
) RETURNING model_id
""")
