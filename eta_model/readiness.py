"""Models loaded when a process starts, so that no shopper's question waits for one."""

import logging

import psycopg

from commerce.statements import Statements

log = logging.getLogger(__name__)

MOST = 32
SERVING = """
SELECT id FROM eta_models WHERE status = 'serving' ORDER BY merchant_id IS NULL DESC, promoted_at DESC LIMIT %s
"""


def load_models(statements: Statements) -> int:
    """Load what serves, the pooled model and the newest first; returns how many there were to load.

    Nothing here stops the start: a model that can't be loaded is refused when it is asked for, too, and a
    database that can't be asked may be there by then. Where nothing serves, no library of the model is imported.
    """
    try:
        ids = [row[0] for row in statements.all(SERVING, (MOST,))]
    except psycopg.Error as error:
        log.warning("no model was loaded at the start: %s", error)
        return 0
    if ids:
        from eta_model.registry import registry

        registry().load(statements, ids)
    return len(ids)
