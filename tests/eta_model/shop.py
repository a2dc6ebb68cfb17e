"""Models as a shop has them."""

from pathlib import Path

from flask import current_app
from sqlalchemy import update

from commerce import clock
from commerce.database import transaction
from eta_model import model_store, registry
from eta_model.models import EtaModel
from eta_model.registry import Serving


def stored(folder: Path, merchant_id: int | None, status: str = "serving") -> str:
    """Store the folder's model; returns its id."""
    with transaction() as session:
        row = model_store.add(folder, model_store.Made(merchant_id, 900, {}))
        session.execute(
            update(EtaModel).where(EtaModel.id == row.id).values(status=status, promoted_at=clock.now())
        )
        return row.id


def now_serving(merchant_id: int) -> Serving | None:
    """Who serves, read past what the process remembers."""
    registry.registry().forget()
    return registry.serving(current_app.extensions["statements"], merchant_id)
