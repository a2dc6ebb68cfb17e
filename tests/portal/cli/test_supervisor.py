"""The supervisor: what dies is started again and said, what ends is ended whole."""

import logging
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext

import psutil
import pytest

from portal.cli import supervisor as supervising
from portal.cli.supervisor import GivenUp, Stopped, Supervisor, pause

SLEEP = "import time; time.sleep(600)"
STUBBORN = (
    "import signal, time; signal.signal(15, signal.SIG_IGN); print('ready', flush=True); time.sleep(600)"
)
FAMILY = f"""
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", {SLEEP!r}], process_group=0)
print(child.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.getsignal(number) for number in numbers]
    supervisor = Supervisor()
    yield supervisor
    supervisor.stop()
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


def program(source: str) -> "Callable[[], subprocess.Popen[bytes]]":
    def begin() -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-c", source], stdout=subprocess.PIPE, start_new_session=True
        )

    return begin


def first_line(supervisor: Supervisor) -> bytes:
    """What the first process says once it is up."""
    stdout = supervisor.processes[0].process.stdout
    assert stdout
    return stdout.readline()


def test_a_process_that_died_is_started_again_and_said_so(
    supervisor: Supervisor, caplog: pytest.LogCaptureFixture
) -> None:
    supervisor.run("worker-events-1", program(SLEEP))
    child = supervisor.processes[0]
    died = child.process
    died.kill()
    with caplog.at_level(logging.WARNING):
        supervisor.watch(done=lambda: child.process is not died)
    assert f"worker-events-1 (pid {died.pid}) was ended by SIGKILL" in caplog.text
    assert f"worker-events-1 runs again (pid {child.process.pid})" in caplog.text
    assert child.process.poll() is None


def test_a_server_that_died_is_started_again_too(supervisor: Supervisor) -> None:
    supervisor.serve("redis", program(SLEEP))
    died = supervisor.servers[0].process
    died.kill()
    supervisor.watch(done=lambda: supervisor.servers[0].process is not died)
    assert supervisor.servers[0].process.poll() is None


def test_a_server_that_runs_already_is_somebody_elses(supervisor: Supervisor) -> None:
    supervisor.serve("redis", lambda: None)
    assert supervisor.servers == []


def test_a_process_that_dies_at_once_each_time_is_given_up(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervising, "LONGEST_PAUSE", 0.0)
    supervisor.run("web", program("raise SystemExit(3)"))
    with pytest.raises(GivenUp, match="web ended with code 3 for the 9th time"):
        supervisor.watch()


@pytest.mark.parametrize(("failures", "seconds"), [(1, 0.2), (2, 0.4), (5, 3.2), (9, 30.0), (100, 30.0)])
def test_the_pause_before_a_start_doubles_up_to_half_a_minute(failures: int, seconds: float) -> None:
    assert pause(failures) == pytest.approx(seconds)


def test_what_ran_long_enough_starts_counting_anew(supervisor: Supervisor) -> None:
    supervisor.run("web", program(SLEEP))
    child = supervisor.processes[0]
    child.failures, child.began = 7, time.monotonic() - supervising.SETTLED_SECONDS - 1
    child.process.kill()
    supervisor.watch(done=lambda: child.failures == 1)


def test_processes_end_before_the_servers_they_use(supervisor: Supervisor) -> None:
    supervisor.serve("postgres", program(SLEEP))
    supervisor.run("web", program(SLEEP))
    server = psutil.Process(supervisor.servers[0].process.pid)
    process = supervisor.processes[0].process
    running_then: list[bool] = []
    wait = process.wait

    def note(timeout: float | None = None) -> int:
        code = wait(timeout)
        running_then.append(server.is_running() and server.status() != psutil.STATUS_ZOMBIE)
        return code

    process.wait = note  # type: ignore[method-assign]
    supervisor.stop()
    assert running_then[0] is True
    assert supervisor.servers[0].process.poll() is not None


@pytest.mark.parametrize(
    ("left_as", "ends"), [(signal.SIG_DFL, True), (signal.SIG_IGN, False)], ids=["terminal", "nohup"]
)
def test_a_closed_terminal_ends_all_unless_told_otherwise(left_as: signal.Handlers, ends: bool) -> None:
    before = {n: signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    signal.signal(signal.SIGHUP, left_as)
    try:
        Supervisor()
        with pytest.raises(Stopped) if ends else nullcontext():
            signal.raise_signal(signal.SIGHUP)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_a_process_that_does_not_end_is_killed(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervising, "GRACE_SECONDS", 0.1)
    supervisor.run("worker", program(STUBBORN))
    first_line(supervisor)
    supervisor.stop()
    assert supervisor.processes[0].process.returncode == -signal.SIGKILL


def test_the_children_of_a_process_end_with_it(supervisor: Supervisor) -> None:
    supervisor.run("worker", program(FAMILY))
    grandchild = psutil.Process(int(first_line(supervisor)))
    supervisor.stop()
    psutil.wait_procs([grandchild], timeout=30)
    assert not grandchild.is_running() or grandchild.status() == psutil.STATUS_ZOMBIE
