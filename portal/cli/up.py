"""`waypost up`: everything on one machine, supervised."""

import fcntl
import http.client
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import click
from flask_migrate import upgrade

from commerce import embedded, logs, settings
from commerce.database import db
from commerce.queue import QUEUES
from commerce.settings import Settings, reachable
from portal.cli.children import share_out, start_processes
from portal.cli.supervisor import GivenUp, Stopped, Supervisor
from portal.cli.web import refuse_taken_port


@click.command()
@click.option("--demo", is_flag=True, help="Make a demo shop with parcels that move.")
@click.option("--host", help="The address to listen on; WAYPOST_HOST or 127.0.0.1 unless given.")
@click.option("--port", type=click.IntRange(1, 65535), help="WAYPOST_PORT or 8000 unless given.")
@click.option(
    "--workers",
    type=click.IntRange(0, 256),
    default=len(QUEUES),
    show_default=True,
    help="Worker processes; there is at least one for each queue.",
)
def up(demo: bool, host: str | None, port: int | None, workers: int) -> None:
    """Run web, workers, scheduler, and the embedded database and Redis where no other is set."""
    config = settings.from_environ(WAYPOST_HOST=host, WAYPOST_PORT=port, WAYPOST_PROCESS="up")
    logs.configure(config.log_level, production=config.production, process=config.process)
    refuse_taken_port(config.host, config.port)
    with alone(config):
        run(config, demo=demo, queues=share_out(workers))


def run(config: Settings, *, demo: bool, queues: list[str]) -> None:
    """Start all, say when it is ready, look after it until a signal comes."""
    supervisor = Supervisor()
    try:
        config = start_servers(supervisor, config)
        lines = prepare(config, demo=demo, start=lambda: start_processes(supervisor, config, queues))
        supervisor.watch(done=lambda: ready(config))
        announce(config, lines)
        supervisor.watch()
    except Stopped:
        click.echo("Waypost is stopping.", err=True)
    except GivenUp as exc:
        raise click.ClickException(str(exc)) from exc
    finally:
        supervisor.stop()
        embedded.leave_postgres(config)
        embedded.remove_own_folder(config)


def start_servers(supervisor: Supervisor, config: Settings) -> Settings:
    """Start what is embedded; returns the settings with its addresses."""
    database_url, redis_url = config.database_url, config.redis_url
    if config.database_url is None:
        supervisor.serve("postgres", lambda: embedded.start_postgres(config), ask=signal.SIGINT)
        database_url = embedded.postgres_address(config)
    if config.redis_url is None:
        supervisor.serve("redis", lambda: embedded.start_redis(config))
        redis_url = embedded.redis_address(config)
    return replace(config, database_url=database_url, redis_url=redis_url)


def prepare(config: Settings, *, demo: bool, start: Callable[[], None]) -> list[str]:
    """Bring the database up to date, `start` the processes, and make the demo shop; returns its lines."""
    from portal import demo as shop
    from portal.app import create_app

    with create_app(config).app_context():
        upgrade()
        start()
        lines = shop.seed() if demo else []
        db.session.remove()
        db.engine.dispose()
    return lines


def ready(config: Settings) -> bool:
    """Whether the web process answers that it can work."""
    host = reachable(config.host).strip("[]")
    connection = http.client.HTTPConnection(host, config.port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def announce(config: Settings, lines: list[str]) -> None:
    """Tell the person at the prompt where to go."""
    here = f"http://{reachable(config.host)}:{config.port}"
    click.echo(f"Waypost is ready: {here}")
    if config.base_url != here:
        click.echo(f"Its public address: {config.base_url}")
    for line in lines:
        click.echo(line)
    click.echo("Ctrl-C stops it.")


@contextmanager
def alone(config: Settings) -> Iterator[None]:
    """Refuse a second `waypost up` on one data folder."""
    config.data_dir.mkdir(parents=True, exist_ok=True)
    with (config.data_dir / "up.lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as exc:
            raise click.ClickException(
                f"Waypost runs already on {config.data_dir}; for a second one set WAYPOST_DATA_DIR elsewhere."
            ) from exc
        yield


commands = [up]
