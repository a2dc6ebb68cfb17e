"""What a shop's people work with: one module and one template for each page, all behind one gate."""

from flask import Flask, redirect, url_for
from werkzeug.wrappers import Response

from commerce.staff_sessions import LONGEST
from portal.console import (
    account,
    address,
    assets,
    brand,
    claims,
    connections,
    dates,
    desk,
    endpoints,
    factor,
    forgotten,
    insights,
    locations,
    log,
    message_words,
    messages,
    new_return,
    notices,
    one_return,
    order,
    orders,
    parcels,
    people,
    privacy,
    returns,
    settings,
    sign_in,
    today,
    trial_orders,
    withdrawals,
)
from portal.console.blueprint import blueprint
from portal.console.policy import as_text, base, overview, releasing, rule, trial

PAGES = (
    today,
    orders,
    order,
    address,
    withdrawals,
    parcels,
    returns,
    one_return,
    new_return,
    claims,
    insights,
    desk,
    trial_orders,
)
SETTINGS = (account, assets, dates, factor, forgotten, log, people, settings, sign_in)
MESSAGES = (notices, messages, message_words)
POLICY = (overview, base, rule, trial, releasing, as_text)
SHOP = (brand, connections, endpoints, locations, privacy)
"""The modules whose import hangs their pages on the blueprint."""


@blueprint.get("")
def home() -> Response:
    """Lead to the first page."""
    return redirect(url_for("console.today"))


def init_app(app: Flask) -> None:
    """Open the console at `/console`."""
    app.config.update(PERMANENT_SESSION_LIFETIME=LONGEST, SESSION_REFRESH_EACH_REQUEST=False)
    app.config.update(WTF_CSRF_TIME_LIMIT=None)  # a form is good as long as the session is
    app.register_blueprint(blueprint)
