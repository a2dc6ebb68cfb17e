"""What an operator types: the console script `waypost`, and the same commands under `flask --app wsgi`."""

import os
import pkgutil
from importlib import import_module
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup, ScriptInfo
from redis.exceptions import ConnectionError as RedisUnreachable
from sqlalchemy.exc import OperationalError

from commerce.embedded import NotStarted
from commerce.errors import AppError
from commerce.settings import BadSetting
from commerce.vault import WrongSecretKey


class Commands(AppGroup):
    """Tells an operator in one sentence what an operator can mend; all else keeps its traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (BadSetting, NotStarted, AppError, WrongSecretKey) as exc:
            raise click.ClickException(str(exc)) from exc
        except OperationalError as exc:
            raise click.ClickException(f"the database can't be used: {exc.orig}") from exc
        except RedisUnreachable as exc:
            raise click.ClickException(f"Redis can't be reached: {exc}") from exc


def commands() -> list[click.Command]:
    """The commands that the modules of this package define, each in a list `commands`."""
    modules = [import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    return [command for module in modules for command in getattr(module, "commands", [])]


def application() -> Flask:
    """The application for the commands that need one; the others start without its weight."""
    from portal.app import create_app

    return create_app()


def waypost() -> Commands:
    """All commands as one."""
    named = {command.name: command for command in commands() if command.name}
    return Commands("waypost", commands=named, help="Looks after an order once it is paid for.")


def main() -> None:
    """The console script."""
    os.environ["OMP_NUM_THREADS"] = "1"  # must stand before scikit-learn is imported
    waypost().main(obj=ScriptInfo(create_app=application))
