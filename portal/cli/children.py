"""The processes of an installation, and how each is started."""

import subprocess
import sys
from collections.abc import Callable
from itertools import cycle, islice

from commerce import settings
from commerce.processes import ending_with_me
from commerce.queue import QUEUES
from commerce.settings import Settings
from portal.cli.supervisor import Supervisor

BUSY_QUEUES = ("events", "carriers", "notices")


def start_processes(supervisor: Supervisor, config: Settings, queues: list[str]) -> None:
    """Start web, scheduler, and one worker for each of `queues`."""
    supervisor.run("web", command(config, "web"))
    supervisor.run("scheduler", command(config, "scheduler"))
    start_workers(supervisor, config, queues)


def start_workers(supervisor: Supervisor, config: Settings, queues: list[str]) -> None:
    """Start one worker for each of `queues`."""
    for number, queue in enumerate(queues):
        name = f"worker-{queue}-{queues[:number].count(queue) + 1}"
        supervisor.run(name, command(config, name, "worker", "--queue", queue))


def share_out(workers: int) -> list[str]:
    """The queue of each worker: every queue has one, what is more goes to the busy ones in turn."""
    more = max(0, workers - len(QUEUES))
    return [*QUEUES, *islice(cycle(BUSY_QUEUES), more)]


def command(config: Settings, name: str, *words: str) -> "Callable[[], subprocess.Popen[bytes]]":
    """How to start `waypost WORDS` (the name itself, where there are none) as a process called `name`."""

    def begin() -> "subprocess.Popen[bytes]":
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "portal.cli", *(words or [name])],
            env=settings.to_environ(config, name),
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # so that Ctrl-C reaches the supervisor alone, which ends all in order
            preexec_fn=ending_with_me(),
        )

    return begin
