"""How a merchant's programs speak to the API."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

ORDER: dict[str, Any] = {
    "placed_at": "2026-11-02T09:30:00-05:00",
    "currency": "USD",
    "locale": "en",
    "customer": {"email": "Ada@Example.com", "name": "Ada L"},
    "ship_to": {"city": "San Francisco", "postcode": "94103", "country": "US"},
    "lines": [
        {"id": "L1", "sku": "TEE-M", "title": "Tee", "quantity": 2, "unit_price": 2500, "discount": 500},
        {"id": "L2", "title": "Cap", "quantity": 1, "unit_price": 1500},
    ],
    "shipping": 500,
}


class ApiClient(FlaskClient):
    """A client that sends a bearer key with everything."""

    key: str

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.key}"} | dict(kwargs.pop("headers", {}))
        return super().open(*args, headers=headers, **kwargs)


def api_client(app: Flask, key: str) -> ApiClient:
    client = ApiClient(app, app.response_class)
    client.key = key
    return client
