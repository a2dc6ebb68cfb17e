"""The console script, as a person types it."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click import Context
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo

from commerce.settings import Settings, to_environ
from portal import cli
from portal.cli.up import alone

KINDS = {"up", "web", "worker", "scheduler", "db"}


def type_in(*words: str, **env: str) -> Result:
    """The answer to `waypost WORDS` in this process."""
    return CliRunner().invoke(cli.WAYPOST, words, obj=ScriptInfo(create_app=cli.application), env=env)


def test_every_command_that_is_listed_can_be_typed(app: Flask) -> None:
    listed = app.cli.list_commands(Context(app.cli))
    assert set(listed) >= KINDS
    assert {name for name in listed if app.cli.get_command(Context(app.cli), name) is None} == set()


def test_a_command_that_is_not_there_is_none(app: Flask) -> None:
    assert app.cli.get_command(Context(app.cli), "children") is None
    assert app.cli.get_command(Context(app.cli), "sing") is None


def test_upgrade_says_in_json_alone_where_the_database_stands(config: Settings, app: Flask) -> None:
    command = [sys.executable, "-m", "portal.cli", "db", "upgrade", "--json"]
    environ = {**to_environ(config, "test"), "SECRET_KEY": config.secret_key}
    said = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=120)
    facts = json.loads(said.stdout)
    assert facts["from"] == facts["to"] and said.returncode == 0


@pytest.mark.parametrize("kind", ["up", "web", "worker", "scheduler"])
def test_production_without_its_secrets_stops_and_names_them(kind: str) -> None:
    bare = {"SECRET_KEY": "", "DATABASE_URL": "", "REDIS_URL": "", "BASE_URL": ""}
    said = type_in(kind, WAYPOST_ENV="production", **bare)
    assert (said.exit_code, said.stdout) == (1, "")
    assert all(name in said.stderr for name in bare)


@pytest.mark.parametrize("kind", ["up", "web"])
def test_a_port_that_is_taken_is_said_before_anything_starts(kind: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = type_in(kind, "--port", port, WAYPOST_DATA_DIR=str(tmp_path), WAYPOST_LOG_LEVEL="warning")
    assert said.exit_code == 1
    assert f"Can't listen on port {port} of 127.0.0.1" in said.stderr and "--port" in said.stderr
    assert not (tmp_path / "postgres").exists()


def test_a_database_that_is_away_is_said_in_a_sentence(config: Settings) -> None:
    away = {"DATABASE_URL": "postgresql://waypost@127.0.0.1:1/waypost", "WAYPOST_LOG_LEVEL": "warning"}
    said = type_in("db", "upgrade", SECRET_KEY="k", **away)
    assert said.exit_code == 1
    assert said.stderr.startswith("Error: the database can't be used: ")


def test_a_second_one_on_the_same_data_is_refused(config: Settings) -> None:
    with alone(config), socket.create_server(("127.0.0.1", 0)) as server:
        free = str(server.getsockname()[1])
        server.close()
        data_dir, quiet = str(config.data_dir), {"WAYPOST_LOG_LEVEL": "warning"}
        said = type_in("up", "--port", free, WAYPOST_DATA_DIR=data_dir, **quiet)
    assert said.exit_code == 1 and f"Waypost runs already on {data_dir}" in said.stderr
