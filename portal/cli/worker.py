"""`waypost worker`: does what the queues name. One process listens to one queue."""

import logging
import os
import time
from dataclasses import replace
from typing import Any

import click
from redis.exceptions import RedisError
from rq import Queue
from rq.exceptions import StopRequested
from rq.worker import SimpleWorker, Worker
from rq.worker.base import BaseWorker

from commerce import embedded, logs, settings
from commerce import queue as queues
from commerce.processes import end_with
from portal.cli.children import share_out, start_workers
from portal.cli.supervisor import GivenUp, Stopped, Supervisor

log = logging.getLogger(__name__)

WORKER_SECONDS = 30  # a worker that was killed is missed after that long
MAINTENANCE_SECONDS = 15
MONITORING_SECONDS = 5
RECONNECT_SECONDS = 1.0


class Stoppable(BaseWorker):
    """Remembers that it was asked to stop, to be told from a worker that lost its Redis."""

    asked_to_stop = False
    max_connection_wait_time = 5.0

    def request_stop(self, signum: int, frame: Any) -> None:
        self.asked_to_stop = True
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call]


class InProcess(Stoppable, SimpleWorker):
    """Does its jobs in its own process: many times quicker, for the small ones."""


class Forking(Stoppable, Worker):
    """Does each job in a child process: for those that are long, or leave memory behind."""

    def main_work_horse(self, job: Any, queue: Any) -> None:
        end_with(self.pid or os.getppid())
        super().main_work_horse(job, queue)


KINDS: dict[str, type[InProcess | Forking]] = {
    "events": InProcess,
    "carriers": InProcess,
    "webhooks": InProcess,
    "notices": InProcess,
    "periodic": Forking,
    "models": Forking,
}


@click.command()
@click.option("--queue", "name", type=click.Choice(list(queues.QUEUES)), help="The one queue to work for.")
def worker(name: str | None) -> None:
    """Work for one queue, or, where none is named, for each by a process of its own."""
    if name is None:
        work_for_all()
    else:
        work_for(name)


def work_for_all() -> None:
    """Keep a worker running for every queue until a signal comes."""
    config = settings.from_environ()
    logs.configure(config.log_level, production=config.production, process="worker")
    config = replace(config, database_url=config.database_url or embedded.postgres(config))
    supervisor = Supervisor()
    try:
        start_workers(supervisor, config, share_out(0))
        supervisor.watch()
    except Stopped:
        return
    except GivenUp as exc:
        raise click.ClickException(str(exc)) from exc
    finally:
        supervisor.stop()


def work_for(name: str) -> None:
    """Work until asked to stop; a Redis that is lost is waited for."""
    from portal.app import create_app

    app = create_app()
    address = queues.address(app.config["SETTINGS"])
    with app.app_context():
        try:
            while not listen(name, address):
                time.sleep(RECONNECT_SECONDS)
        except StopRequested:  # by a signal that came while there was no Redis
            return


def listen(name: str, address: str) -> bool:
    """Listen to a queue; True when asked to stop, False when Redis was lost."""
    connection = queues.connect(address, seconds=WORKER_SECONDS)
    listener = None
    try:
        listener = KINDS[name](
            [Queue(name, connection=connection)],
            connection=connection,
            worker_ttl=WORKER_SECONDS,
            maintenance_interval=MAINTENANCE_SECONDS,
            job_monitoring_interval=MONITORING_SECONDS,
            log_job_description=False,
        )
        listener.work()
    except RedisError as exc:
        log.warning("Redis is lost: %s", exc)
    finally:
        connection.close()
    return listener is not None and listener.asked_to_stop


commands = [worker]
