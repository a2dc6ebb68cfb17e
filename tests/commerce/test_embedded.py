"""The embedded servers: started by whoever comes first, stopped when nobody uses them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import psycopg
import pytest
import redis

from commerce import embedded, settings
from commerce.embedded import NotStarted
from commerce.settings import Settings

USE = """
import sys
from commerce import embedded, settings
config = settings.from_environ({"WAYPOST_DATA_DIR": sys.argv[1]})
print(embedded.postgres(config), flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def config() -> Iterator[Settings]:
    """An installation of its own, in a folder that PostgreSQL's own user may pass when root runs the tests."""
    with TemporaryDirectory(prefix="wp") as folder:
        Path(folder).chmod(0o755)
        yield settings.from_environ({"WAYPOST_DATA_DIR": folder})


def someone(config: Settings) -> "subprocess.Popen[bytes]":
    """Another process that uses the embedded PostgreSQL until its input ends."""
    command = [sys.executable, "-c", USE, str(config.data_dir)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout and process.stdout.readline().startswith(b"postgresql://")
    return process


def leave(process: "subprocess.Popen[bytes]") -> None:
    process.communicate(timeout=60)


def test_the_last_to_leave_stops_postgresql(config: Settings) -> None:
    first, second = someone(config), someone(config)
    leave(first)
    assert embedded.postgres_answers(config)
    leave(second)
    assert not embedded.postgres_answers(config)
    assert not config.socket_dir.exists()


def test_one_who_was_killed_is_not_waited_for(config: Settings) -> None:
    killed, other = someone(config), someone(config)
    killed.kill()
    killed.communicate()
    leave(other)
    assert not embedded.postgres_answers(config)


def test_the_data_is_there_at_the_next_start(config: Settings) -> None:
    for expected in (0, 1):
        with psycopg.connect(embedded.postgres(config)) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (expected,)
            connection.execute("INSERT INTO kept VALUES (1)")
        embedded.leave_postgres(config)


def test_valkey_keeps_its_queues_over_a_restart_and_leaves_no_socket(config: Settings) -> None:
    for expected in (None, b"here"):
        process = embedded.start_redis(config)
        assert process
        with redis.Redis.from_url(embedded.redis_address(config)) as client:
            assert client.get("kept") == expected
            client.set("kept", "here")
        embedded.stop(process)
        embedded.remove_own_folder(config)
    assert not config.socket_dir.exists()


def test_valkey_that_runs_already_is_used(config: Settings) -> None:
    process = embedded.start_redis(config)
    assert process
    try:
        assert embedded.start_redis(config) is None
    finally:
        embedded.stop(process)
        embedded.remove_own_folder(config)


def test_a_server_that_ends_at_once_says_where_its_log_is(config: Settings) -> None:
    with pytest.raises(NotStarted, match=r"the embedded Redis did not start; see .*log"):
        embedded.wait_for(
            subprocess.Popen([sys.executable, "-c", ""]), lambda: False, "Redis did not start; see log"
        )


@pytest.mark.skipif(psutil.Process().uids().real != 0, reason="only root can make a folder another user's")
def test_a_folder_that_another_user_made_is_not_trusted(config: Settings) -> None:
    config.socket_dir.mkdir()
    try:
        os.chown(config.socket_dir, 65534, -1)
        with pytest.raises(NotStarted, match="belongs to another user"):
            embedded.own_folder(config)
    finally:
        config.socket_dir.rmdir()


def test_nobody_else_can_reach_the_sockets(config: Settings) -> None:
    address = embedded.postgres(config)
    try:
        sockets = Path(address.rpartition("host=")[2])
        assert sockets.stat().st_mode & 0o077 == 0
    finally:
        embedded.leave_postgres(config)
