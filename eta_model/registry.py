"""Which model answers for a merchant, loaded once per process.

The merchant's own model stands before the pooled one. One that can't be loaded is refused, and the one that
served before it goes on serving. A look at what serves is kept for a few seconds, so most calls ask nothing.
"""

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cachetools import LRUCache
from flask import current_app

from commerce.statements import Statements
from eta_model.artefact import ArtefactError
from eta_model.likeness import Likeness
from eta_model.model import Model
from eta_model.model_store import fetch

log = logging.getLogger(__name__)

SECONDS_KEPT = 5.0
MOST_MERCHANTS = 4096
MOST_MODELS = 32
MOST_CONFIDENCE = 0.99

# The widening is only for what a model says, so it comes with the models.
CHOICE = """
SELECT ARRAY(
    SELECT id FROM eta_models WHERE merchant_id = %s AND status IN ('serving', 'retired')
    ORDER BY status = 'serving' DESC, promoted_at DESC LIMIT 3
) || ARRAY(
    SELECT id FROM eta_models WHERE merchant_id IS NULL AND status IN ('serving', 'retired')
    ORDER BY status = 'serving' DESC, promoted_at DESC LIMIT 3
), (
    SELECT widening FROM eta_scorecards WHERE merchant_id = %s ORDER BY day DESC LIMIT 1
)
"""


@dataclass(frozen=True)
class Serving:
    """A model that may answer; `id` is its public one, `widening` what lately has to be added for safety."""

    id: str
    model: Model
    likeness: Likeness
    widening: float = 0.0

    def confidence(self, wanted: float) -> float:
        """The level to ask the model for, so that promises at `wanted` are kept as often as said."""
        return max(wanted, min(wanted + self.widening, MOST_CONFIDENCE))


class Registry:
    """The models of one process, and who is served by which; safe for several threads."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._lock = threading.Lock()
        self._told: dict[int, tuple[float, Serving | None]] = {}  # until when (monotonic), and who
        self._loaded: LRUCache[str, Serving | None] = LRUCache(MOST_MODELS)  # None: refused

    def serving(self, statements: Statements, merchant_id: int) -> Serving | None:
        """As the module's function."""
        told = self._told.get(merchant_id)
        if told and time.monotonic() < told[0]:
            return told[1]
        # While another thread loads what is new, what was told last still holds.
        if not self._lock.acquire(blocking=told is None):
            return told[1] if told else None
        try:
            return self._look(statements, merchant_id)
        finally:
            self._lock.release()

    def _look(self, statements: Statements, merchant_id: int) -> Serving | None:
        told = self._told.get(merchant_id)  # perhaps by the thread waited for
        if told and time.monotonic() < told[0]:
            return told[1]
        chosen = self._choose(statements, merchant_id)
        if len(self._told) >= MOST_MERCHANTS:
            self._told.clear()
        self._told[merchant_id] = (time.monotonic() + SECONDS_KEPT, chosen)
        return chosen

    def forget(self) -> None:
        """Look anew at the next call: after a change in this process."""
        with self._lock:
            self._told.clear()

    def load(self, statements: Statements, ids: Sequence[str]) -> None:
        """Have these at hand before anybody asks; the log names those that are refused."""
        with self._lock:
            for model_id in ids:
                self._load(statements, model_id)

    def _choose(self, statements: Statements, merchant_id: int) -> Serving | None:
        row = statements.one(CHOICE, (merchant_id, merchant_id))
        ids, widening = row if row else ([], None)
        for model_id in ids:
            if (loaded := self._load(statements, model_id)) is not None:
                return replace(loaded, widening=widening or 0.0)
        return None

    def _load(self, statements: Statements, model_id: str) -> Serving | None:
        if model_id not in self._loaded:
            try:
                model = fetch(statements, model_id, self._cache)
                self._loaded[model_id] = Serving(model_id, model, Likeness(model))
            except ArtefactError as error:
                log.error("the model %s is refused: %s", model_id, error)
                self._loaded[model_id] = None
        return self._loaded[model_id]


def registry() -> Registry:
    """This application's models."""
    known: Registry | None = current_app.extensions.get("eta_registry")
    if known is None:
        known = Registry(current_app.config["SETTINGS"].data_dir / "models")
        known = current_app.extensions.setdefault("eta_registry", known)
    return known


def serving(statements: Statements, merchant_id: int) -> Serving | None:
    """The model that answers for a merchant, at most `SECONDS_KEPT` behind; None leaves it to the table."""
    return registry().serving(statements, merchant_id)
