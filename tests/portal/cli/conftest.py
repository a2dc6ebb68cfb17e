"""Models to type commands about."""

from tests.eta_model.conftest import history, model, parcels, shelf

__all__ = ["history", "model", "parcels", "shelf"]
