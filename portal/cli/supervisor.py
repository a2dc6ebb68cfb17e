"""Starts processes, starts again the ones that die, and leaves none behind."""

import logging
import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import psutil

from commerce.embedded import NotStarted

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.1
GRACE_SECONDS = 12.0
SETTLED_SECONDS = 30.0
LONGEST_PAUSE = 30.0
MOST_FAILURES = 8

Begin = Callable[[], "subprocess.Popen[bytes] | None"]


class Stopped(BaseException):
    """A signal asked for the end."""


class GivenUp(RuntimeError):
    """A process died again and again, soon after it was started."""


@dataclass
class Child:
    """A process, leader of a session of its own, and how to start it again."""

    name: str
    begin: Begin
    ask: int
    process: "subprocess.Popen[bytes]"
    began: float
    failures: int = 0
    again_at: float | None = None


class Supervisor:
    """Looks after children in two ranks: the servers, and the processes that use them."""

    def __init__(self) -> None:
        self.servers: list[Child] = []
        self.processes: list[Child] = []
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop_now)
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # as nohup leaves it
            signal.signal(signal.SIGHUP, stop_now)

    def serve(self, name: str, begin: Begin, ask: int = signal.SIGTERM) -> None:
        """Start a server that others use; `begin` gives None where it is somebody else's and runs already."""
        if process := begin():
            self.servers.append(Child(name, begin, ask, process, time.monotonic()))

    def run(self, name: str, begin: Callable[[], "subprocess.Popen[bytes]"]) -> None:
        """Start a process that uses the servers."""
        self.processes.append(Child(name, begin, signal.SIGTERM, begin(), time.monotonic()))

    def watch(self, done: Callable[[], bool] = lambda: False) -> None:
        """Look after all children until `done`; raise `GivenUp` where one can't be kept alive."""
        while not done():
            for child in [*self.servers, *self.processes]:
                look_after(child, time.monotonic())
            time.sleep(LOOK_SECONDS)

    def stop(self) -> None:
        """End the processes, then the servers; a second signal means that nothing is waited for."""
        try:
            ask_to_end(self.processes)
            ask_to_end(self.servers)
        except Stopped:
            pass
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for child in [*self.processes, *self.servers]:
            kill(child)


def stop_now(number: int, frame: Any) -> None:
    """Turn a signal into an exception."""
    raise Stopped


def look_after(child: Child, now: float) -> None:
    """See whether a child died, and start it again when its pause is over. `now` is of the monotonic clock."""
    if child.again_at is None:
        if (code := child.process.poll()) is not None:
            mourn(child, code, now)
    elif now >= child.again_at:
        begin_again(child, now)


def mourn(child: Child, code: int, now: float) -> None:
    """Say how a child ended and set the time to start it again."""
    child.failures = 1 if now - child.began > SETTLED_SECONDS else child.failures + 1
    end = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
    if child.failures > MOST_FAILURES:
        raise GivenUp(f"{child.name} {end} for the {child.failures}th time; see its log lines above")
    wait = pause(child.failures)
    child.again_at = now + wait
    log.warning("%s (pid %d) %s; it is started again in %.1f s", child.name, child.process.pid, end, wait)


def pause(failures: int) -> float:
    """Seconds to wait before a start after that many failures in a row: 0.2, doubled each time, at most 30."""
    return float(min(0.2 * 2 ** (failures - 1), LONGEST_PAUSE))


def begin_again(child: Child, now: float) -> None:
    """Start a child that died; what it left behind is ended first."""
    kill(child)
    child.began, child.again_at = now, None
    try:
        process = child.begin()
    except NotStarted as exc:
        log.error("%s", exc)
        mourn(child, 1, now)
        return
    if process is not None:  # another process may have started the server meanwhile
        child.process = process
        log.warning("%s runs again (pid %d)", child.name, process.pid)


def ask_to_end(children: list[Child]) -> None:
    """Ask running children to end and wait for them, `GRACE_SECONDS` at most for all together."""
    for child in children:
        if child.process.poll() is None:
            child.process.send_signal(child.ask)
    until = time.monotonic() + GRACE_SECONDS
    for child in children:
        try:
            child.process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            log.warning("%s (pid %d) does not end; it is killed", child.name, child.process.pid)
            kill(child)


def kill(child: Child) -> None:
    """End a child and all that is left of its session."""
    if child.process.poll() is None:
        child.process.kill()
        child.process.wait()
    for process in psutil.process_iter():
        with suppress(ProcessLookupError, PermissionError, psutil.Error):
            if os.getsid(process.pid) == child.process.pid:
                process.kill()
