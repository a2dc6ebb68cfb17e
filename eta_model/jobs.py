"""When the nights' work comes round, on a queue of its own, so that a fit of minutes keeps nobody waiting.

What it takes is imported when it runs: every process knows the times, few do the work.
"""

from datetime import timedelta

import eta_model.models  # noqa: F401  (its tables must be known)
from commerce.schedule import periodic

NIGHTLY = timedelta(days=1)
QUEUE = "models"


@periodic("take-in-parcels", NIGHTLY, offset=timedelta(hours=1), queue=QUEUE, limit=timedelta(hours=1))
def take_in_parcels() -> None:
    """Take what is new of every shop's parcels into its history, and score what was promised."""
    from eta_model import nights

    nights.take_in_parcels()


@periodic("refit-models", NIGHTLY, offset=timedelta(hours=2), queue=QUEUE, limit=timedelta(hours=6))
def refit_models() -> None:
    """Fit anew what was fit a week ago or never; the pool last."""
    from eta_model import nights

    nights.refit_models()


@periodic("forget-quotes", NIGHTLY, offset=timedelta(hours=4), queue=QUEUE)
def forget_quotes() -> None:
    """Drop quotes past their time."""
    from eta_model import nights

    nights.forget_quotes()


@periodic("forget-models", NIGHTLY, offset=timedelta(hours=4), queue=QUEUE)
def forget_models() -> None:
    """Drop the files of models long replaced."""
    from eta_model import nights

    nights.forget_models()
