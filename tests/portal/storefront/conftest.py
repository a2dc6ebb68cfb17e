"""Models for shops whose pages ask for dates."""

from tests.eta_model.conftest import history, model, parcels, shelf

__all__ = ["history", "model", "parcels", "shelf"]
