"""The application factory: it wires, and does nothing else."""

from flask import Flask
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

import commerce.insights.counting
import commerce.insights.models
import commerce.insights.sold
import commerce.retention  # noqa: F401  (its periodic work must be known)
import eta_model.insights
import eta_model.jobs  # noqa: F401
import notifications.deciding
import notifications.insights
import notifications.link
import notifications.personal_data
import notifications.providers.checks
import notifications.reported
import notifications.reset
import notifications.watch_jobs
import notifications.webhooks.jobs
import notifications.webhooks.paused
import notifications.webhooks.planning
import notifications.webhooks.posting
import notifications.withdrawal_receipt  # noqa: F401
import returns.expiry
import returns.inbound
import returns.insights
import returns.labels
import returns.own_carrier
import returns.payment_news
import returns.personal_data
import returns.providers.stripe.check
import returns.refund_jobs  # noqa: F401
import tracking.personal_data
import tracking.providers.easypost.check
import tracking.sandbox
import tracking.trackers  # noqa: F401
from commerce import database, embedded, logs, settings
from commerce.errors import AppError
from commerce.settings import Settings
from commerce.statements import Statements
from commerce.vault import Vault
from portal import api, cli, console, health, problems, storefront
from portal.console import errors as console_errors
from portal.json import OrjsonProvider
from portal.password import views as password
from portal.request import Request
from portal.sessions import ConsoleSessions
from portal.shopper import errors, logos, pictures
from portal.shopper import views as shopper
from portal.shopper.claiming import views as claiming
from portal.shopper.feedback import views as feedback
from portal.shopper.kept import Pages
from portal.shopper.preferences import views as preferences
from portal.shopper.returning import gifts as giving
from portal.shopper.returning import views as returning
from portal.shopper.standing import StandingPages
from portal.shopper.viewed import Views
from portal.shopper.withdrawing import views as withdrawing
from portal.storefront import embed
from portal.webhooks import views as webhooks
from portal.webhooks.quick import QuickDoors

MAX_BODY = 1024 * 1024


def create_app(config: Settings | None = None) -> Flask:
    """Build the application for `config`, read from the environment where none is given.

    Without a DATABASE_URL the embedded PostgreSQL is started or joined.
    """
    config = config or settings.from_environ()
    logs.configure(config.log_level, production=config.production, process=config.process)
    app = Flask("portal", static_folder=None)
    app.request_class = Request
    app.json_provider_class = OrjsonProvider
    app.json = OrjsonProvider(app)
    app.config.update(SECRET_KEY=config.secret_key, MAX_CONTENT_LENGTH=MAX_BODY, SETTINGS=config)
    app.config.update(
        SESSION_COOKIE_SECURE=config.base_url.startswith("https:"), SESSION_COOKIE_SAMESITE="Lax"
    )
    app.session_interface = ConsoleSessions()
    url = config.database_url or embedded.postgres(config)
    database.init_app(app, url, guarded=not config.production)
    app.extensions["statements"] = Statements(url)
    app.extensions["pages"] = Pages()
    app.extensions["views"] = Views(app)
    app.extensions["vault"] = Vault(config.secret_key)
    app.wsgi_app = QuickDoors(app)  # type: ignore[method-assign]
    app.wsgi_app = StandingPages(app)  # type: ignore[method-assign]
    if config.proxy_hops:
        hops = config.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    for part in (
        *(health, webhooks, logos, password, embed),
        *(pictures, claiming, giving, returning, withdrawing, preferences, feedback, shopper),
    ):
        app.register_blueprint(part.blueprint)
    problems.init_app(app, page_of)
    console.init_app(app)
    storefront.init_app(app)
    api.init_app(app)
    app.cli = cli.WAYPOST
    return app


def page_of(status: int, error: AppError | HTTPException) -> ResponseReturnValue:
    """A refusal as people see it: staff in the console's clothes, shoppers in their own."""
    return (console_errors.page_for if console_errors.is_ours() else errors.page)(status, error)
