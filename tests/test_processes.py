"""`waypost up` with all its real processes: what is killed, emptied or doubled loses and doubles nothing."""

import http.client
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import psycopg
import pytest
import redis

from commerce import embedded, settings
from commerce.settings import Settings
from commerce.statements import Statements
from portal.cli.scheduler import ELECTION
from tests.eventually import eventually
from tracking import messages

pytestmark = pytest.mark.slow

QUEUES = ("events", "carriers", "webhooks", "notices", "periodic", "models")
KINDS = {"web", "scheduler", *(f"worker --queue {queue}" for queue in QUEUES)}
OPEN = "SELECT count(*) FROM events e LEFT JOIN event_work w ON w.event_id = e.id WHERE w.state IS DISTINCT FROM 'done'"
HOLDER = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND granted"

SCHEDULERS = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'waypost scheduler'"


@dataclass
class Running:
    """A running `waypost up`."""

    config: Settings
    process: "subprocess.Popen[bytes]"
    output: Path

    def said(self, pattern: str) -> bool:
        return re.search(pattern, self.output.read_text()) is not None

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def child(self, kind: str) -> psutil.Process | None:
        """The process of a kind, the server's main one for web."""
        for process in psutil.Process(self.process.pid).children():
            with suppress(psutil.Error):  # it may have been killed a moment ago
                if " ".join(process.cmdline()).endswith(f"portal.cli {kind}"):
                    return process
        return None

    def one(self, sql: str, *params: object) -> int:
        with psycopg.connect(embedded.postgres_address(self.config), autocommit=True) as connection:
            row = connection.execute(sql.encode(), params).fetchone()
        return row[0] if row else 0


@contextmanager
def up(folder: str, *words: str) -> Iterator[Running]:
    """Run `waypost up` until it says that it is ready; whatever is left of it at the end is killed."""
    port = free_port()
    config = settings.from_environ({"WAYPOST_DATA_DIR": folder, "WAYPOST_PORT": str(port)})
    env = settings.to_environ(config, "") | {"DATABASE_URL": "", "REDIS_URL": "", "WAYPOST_ENV": ""}
    output = Path(folder) / "output"
    command = [sys.executable, "-m", "portal.cli", "up", *words]
    with output.open("wb") as stream:
        process = subprocess.Popen(command, env=env, stdout=stream, stderr=stream, start_new_session=True)
    running = Running(config, process, output)
    try:
        eventually(lambda: running.said("Waypost is ready: ") or process.poll() is not None)
        assert process.poll() is None, output.read_text()
        yield running
    finally:
        if process.poll() is None:
            left = running.family()
            process.send_signal(signal.SIGTERM)
            psutil.wait_procs(left, timeout=30)
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture(scope="module")
def folder() -> Iterator[str]:
    with TemporaryDirectory(prefix="wp") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL's own user passes through it when root runs the tests
        yield folder


@pytest.fixture(scope="module")
def running(folder: str) -> Iterator[Running]:
    with up(folder, "--workers", str(len(QUEUES) + 1)) as running:
        yield running


@pytest.fixture(scope="module")
def merchant(running: Running) -> int:
    return running.one(
        "INSERT INTO merchants (slug, config, version, created_at, updated_at)"
        " VALUES ('acme', '{}', 1, now(), now()) RETURNING id"
    )


def receive(running: Running, merchant: int, prefix: str, count: int) -> None:
    """Store messages from outside, as a web process does."""
    statements = Statements(embedded.postgres_address(running.config))
    for number in range(count):
        messages.store(statements, merchant, "easypost", f"{prefix}-{number}", b"{}")
    statements.close()


def status(running: Running, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", running.config.port, timeout=30)
    connection.request("GET", path)
    answer = connection.getresponse().status
    connection.close()
    return answer


def gone(family: list[psutil.Process]) -> bool:
    return not [p for p in family if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]


def test_it_is_ready_when_it_says_so_with_the_database_migrated(running: Running) -> None:
    assert status(running, "/readyz") == 200
    assert running.said(f"Waypost is ready: http://127.0.0.1:{running.config.port}\n")


def test_every_kind_of_process_runs_and_more_workers_where_asked(running: Running) -> None:
    lines = [" ".join(process.cmdline()) for process in running.family()]
    assert {kind for kind in KINDS if any(line.endswith(kind) for line in lines)} == KINDS
    assert sum(line.endswith("--queue events") for line in lines) == 2


def test_work_goes_on_while_workers_are_killed_and_redis_is_emptied(running: Running, merchant: int) -> None:
    with redis.Redis.from_url(embedded.redis_address(running.config)) as connection:
        for moment in range(3):
            receive(running, merchant, f"wave{moment}", 40)
            if worker := running.child("worker --queue events"):
                worker.kill()
            connection.flushall()
    eventually(lambda: running.one(OPEN) == 0)
    assert running.one("SELECT count(*) FROM foreign_messages WHERE outcome IS NOT NULL") == 120
    assert running.one("SELECT max(attempts) FROM event_work") == 1


def test_a_killed_worker_is_started_again_and_said_so(running: Running) -> None:
    worker = eventually(lambda: running.child("worker --queue carriers"))
    worker.kill()
    eventually(lambda: running.said(rf"worker-carriers-1 \(pid {worker.pid}\) was ended by SIGKILL"))
    eventually(lambda: running.said(r"worker-carriers-1 runs again"))


def test_a_killed_web_server_leaves_its_port_and_comes_back(running: Running) -> None:
    web = eventually(lambda: running.child("web"))
    family = web.children(recursive=True)
    web.kill()
    eventually(lambda: gone(family))
    eventually(lambda: running.said(r"web runs again"))
    eventually(lambda: answers(running))


def answers(running: Running) -> bool:
    try:
        return status(running, "/readyz") == 200
    except OSError:
        return False


def test_killed_servers_come_back_with_all_they_had(running: Running, merchant: int) -> None:
    for process in running.family():
        if process.name() in ("postgres", "valkey-server") and process.ppid() == running.process.pid:
            process.kill()
    eventually(lambda: running.said("postgres runs again") and running.said("redis runs again"))
    eventually(lambda: answers(running))
    receive(running, merchant, "after", 10)
    eventually(lambda: running.one(OPEN) == 0)


def test_of_two_schedulers_one_leads_and_the_other_takes_over(running: Running, merchant: int) -> None:
    first = eventually(lambda: running.one(HOLDER, ELECTION))
    config = running.config
    env = settings.to_environ(config, "second") | {
        "DATABASE_URL": embedded.postgres_address(config),
        "REDIS_URL": embedded.redis_address(config),
    }
    with subprocess.Popen([sys.executable, "-m", "portal.cli", "scheduler"], env=env) as second:
        try:
            eventually(lambda: running.one(SCHEDULERS) == 2)
            assert running.one(HOLDER, ELECTION) == first
            leader = eventually(lambda: running.child("scheduler"))
            leader.suspend()
            running.one("SELECT pg_terminate_backend(%s)", first)
            eventually(lambda: running.one(HOLDER, ELECTION) not in (0, first))
            receive(running, merchant, "led", 5)
            eventually(lambda: running.one(OPEN) == 0)
            leader.resume()
        finally:
            second.terminate()
            second.wait(timeout=60)
    assert second.returncode == 0


def test_ctrl_c_leaves_nothing_behind(running: Running) -> None:
    family = running.family()
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(timeout=90) == 0
    assert gone(family)
    assert not running.config.socket_dir.exists()
    with socket.create_server(("127.0.0.1", running.config.port)):
        pass


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's part in this is Linux's")
def test_killed_without_warning_it_leaves_no_process_and_starts_again(running: Running, folder: str) -> None:
    assert running.process.poll() is not None
    with up(folder) as again:
        assert again.one("SELECT count(*) FROM foreign_messages") > 0
        family = again.family()
        again.process.kill()
        eventually(lambda: gone(family))
