"""`waypost web`: the HTTP server."""

import gc
import logging
import socket
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import click
from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings

from commerce import embedded, logs, settings
from commerce.processes import end_with
from commerce.settings import Settings
from eta_model import readiness

STOP_SECONDS = 8
# New objects: requests leave next to none in cycles, and a thousand quotes that wait are some thousands.
GARBAGE_THRESHOLD = 100_000
LOGGING = {"loggers": {"_granian": {"propagate": True}}, "handlers": {}, "formatters": {}}


@click.command()
@click.option("--host", help="The address to listen on; WAYPOST_HOST or 127.0.0.1 unless given.")
@click.option("--port", type=click.IntRange(1, 65535), help="WAYPOST_PORT or 8000 unless given.")
def web(host: str | None, port: int | None) -> None:
    """Serve pages and API."""
    config = settings.from_environ(WAYPOST_HOST=host, WAYPOST_PORT=port)
    logs.configure(config.log_level, production=config.production, process=config.process)
    refuse_taken_port(config.host, config.port)
    # Asked for here, not in the server's processes, which may end without a chance to leave it.
    config = replace(config, database_url=config.database_url or embedded.postgres(config))
    logging.getLogger("granian").setLevel(logging.INFO)
    server = Granian(
        "wsgi:app",
        address=config.host,
        port=config.port,
        interface=Interfaces.WSGI,
        workers=config.web_processes,
        blocking_threads=config.web_threads,
        # A thread keeps its database connection, so threads are kept as long as may be.
        blocking_threads_idle_timeout=600,
        backlog=2048,
        http1_settings=HTTP1Settings(keep_alive=True),
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_dictconfig=LOGGING,
    )
    server.serve(target_loader=partial(load, config), wrap_loader=False)


def load(config: Settings) -> Callable[..., Any]:
    """The WSGI application, made in a process of the server that ends when the server does."""
    import multiprocessing

    from portal.app import create_app

    if (server := multiprocessing.parent_process()) and server.pid:
        end_with(server.pid)
    app = create_app(config)
    with app.app_context():
        readiness.load_models(app.extensions["statements"])
    # What was loaded stays for good: looking through it for garbage would hold requests up.
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_THRESHOLD)
    return app


def refuse_taken_port(host: str, port: int) -> None:
    """Say so where nothing can listen on `port`, before anything is started for it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as exc:
            raise click.ClickException(
                f"Can't listen on port {port} of {host} ({exc.strerror}). "
                "Stop what listens there, or choose another with --port or WAYPOST_PORT."
            ) from exc


commands = [web]
