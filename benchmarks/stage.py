"""The stage: embedded servers, a database, the product and the baselines behind one kind of server."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from benchmarks.load import Connection, request
from commerce import embedded, settings

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60.0


@dataclass
class Stage:
    """Where things are: the folder, the servers' addresses, and the ports that are served."""

    folder: Path
    environ: dict[str, str]
    database_url: str

    def run(self, *command: str) -> str:
        """Run a `waypost` command to its end; returns what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "portal.cli", *command],
            env=self.environ,
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    @contextmanager
    def process(self, *command: str) -> Iterator[subprocess.Popen[bytes]]:
        """A process that runs for as long as the block does."""
        with (self.folder / "processes.log").open("ab") as log:
            process = subprocess.Popen(command, env=self.environ, cwd=ROOT, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)

    @contextmanager
    def product(self) -> Iterator[int]:
        """The product's web process; yields its port."""
        port = free_port()
        with self.process(sys.executable, "-m", "portal.cli", "web", "--port", str(port)):
            wait_for(port, "/healthz")
            yield port

    @contextmanager
    def bare(self) -> Iterator[int]:
        """The baselines behind the same server with the same settings; yields the port."""
        port = free_port()
        threads = str(settings.from_environ(self.environ).web_threads)
        command = [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--port",
            str(port),
            "--workers",
            "1",
        ]
        command += [
            "--blocking-threads",
            threads,
            "--blocking-threads-idle-timeout",
            "600",
            "--backlog",
            "2048",
        ]
        with self.process(*command, "--no-ws", "--log-level", "warning", "benchmarks.bare:app"):
            wait_for(port, "/bytes")
            yield port


@contextmanager
def staged() -> Iterator[Stage]:
    """An embedded PostgreSQL and Redis in a folder of their own, migrated; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="wpb") as name:
        folder = Path(name)
        folder.chmod(0o755)
        config = settings.from_environ({"WAYPOST_DATA_DIR": name})
        database_url = embedded.postgres(config)
        redis = embedded.start_redis(config)
        named = {"DATABASE_URL": database_url, "REDIS_URL": embedded.redis_address(config)}
        named |= {"WAYPOST_DATA_DIR": name, "BENCH_FOLDER": name, "BENCH_DATABASE": database_url}
        named |= {"OMP_NUM_THREADS": "1", "WAYPOST_LOG_LEVEL": "warning", "WAYPOST_WEB_PROCESSES": "1"}
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # it makes every start compile all anew
        stage = Stage(folder, os.environ | named | {"WAYPOST_API_LIMIT": "100000 per second"}, database_url)
        try:
            stage.run("db", "upgrade")
            with psycopg.connect(database_url, autocommit=True) as connection:
                connection.execute("CREATE TABLE bench_rows (id bigserial PRIMARY KEY, body bytea)")
            yield stage
        finally:
            if redis:
                embedded.stop(redis)
            embedded.leave_postgres(config)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, path: str) -> None:
    """Wait until the server answers there."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            connection = Connection(port)
            status, _, _ = connection.ask(request(path))
            connection.close()
            if status < 500:
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"nothing answers on port {port}")
