"""The JSON API under `/v1`, its OpenAPI description and its documentation."""

from flask import Flask

from portal.api import (
    carriers,
    claims,
    delivery_dates,
    docs,
    events,
    feedback,
    gifts,
    limits,
    notice_previews,
    notices,
    openapi,
    orders,
    outside,
    policies,
    refunds,
    returns,
    scorecard,
    shipments,
    shortcut,
    stock,
    webhook_endpoints,
    withdrawals,
)
from portal.api.blueprint import Anything


def init_app(app: Flask) -> None:
    """Serve the API and describe it."""
    app.url_map.converters["anything"] = Anything
    limits.init_app(app, app.config["SETTINGS"].api_limit)
    shortcut.init_app(app)
    api = openapi.init_app(app)
    for part in (
        *(orders, shipments, carriers, delivery_dates, scorecard, policies, returns, claims, withdrawals),
        *(stock, webhook_endpoints, events, gifts, refunds, notices, notice_previews, feedback),
    ):
        api.register_blueprint(part.blueprint)
    outside.describe(app, api.spec)
    app.register_blueprint(docs.blueprint)
