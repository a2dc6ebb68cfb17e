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


class Console(Commands):
    """The commands that the modules of this package define, each in a list `commands`.

    A module is imported when one of its commands is typed, for some are heavy.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(command.name for command in defined(modules()) if command.name)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        named = {command.name: command for command in defined([name] if name in modules() else modules())}
        return named.get(name)


def modules() -> list[str]:
    """The names of this package's modules; one that is named as a command holds that command."""
    return [found.name for found in pkgutil.iter_modules(__path__)]


def defined(names: list[str]) -> list[click.Command]:
    """The commands that the named modules define."""
    imported = [import_module(f"{__name__}.{name}") for name in names]
    return [command for module in imported for command in getattr(module, "commands", [])]


def application() -> Flask:
    """The application for the commands that need one; the others start without its weight."""
    from portal.app import create_app

    return create_app()


WAYPOST = Console("waypost", help="Looks after an order once it is paid for.")


def main() -> None:
    """The console script."""
    os.environ["OMP_NUM_THREADS"] = "1"  # must stand before scikit-learn is imported
    WAYPOST.main(obj=ScriptInfo(create_app=application))
