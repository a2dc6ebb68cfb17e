"""Web and workers killed hard under a load of webhooks: what was acknowledged is never lost."""

import hashlib
import hmac
import http.client
import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import orjson
import psutil
import pytest
from flask import Flask
from sqlalchemy import func, select

from commerce.database import db
from commerce.models import Integration, Merchant
from commerce.settings import Settings
from tests.builders import make_merchant
from tests.ports import free_port
from tracking.models import ScanRow

SECRET = "a secret"
ROOT = Path(__file__).resolve().parent.parent
KILLS = ("web", "worker", "scheduler")
PER_KILL = 24
PATIENCE = 180.0


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    merchant = make_merchant("killed")
    sealed = app.extensions["vault"].seal({"webhook_secret": SECRET})
    db.session.add(Integration(merchant_id=merchant.id, provider="easypost", settings={}, secrets=sealed))
    db.session.commit()
    return merchant


@pytest.fixture
def up(config: Settings, merchant: Merchant) -> Iterator[tuple[int, psutil.Process]]:
    """All processes of an installation on the test's database; yields its port and its supervisor."""
    port = free_port()
    environ = os.environ | {
        "DATABASE_URL": str(config.database_url),
        "REDIS_URL": str(config.redis_url),
        "SECRET_KEY": config.secret_key,
        "WAYPOST_DATA_DIR": str(config.data_dir),
        "WAYPOST_LOG_LEVEL": "error",
    }
    environ.pop("PYTHONDONTWRITEBYTECODE", None)  # it makes every start compile all anew
    command = [sys.executable, "-m", "portal.cli", "up", "--port", str(port)]
    process = subprocess.Popen(command, env=environ, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        wait_until(lambda: post(port, b"{}") == 200)
        yield port, psutil.Process(process.pid)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def wait_until(true: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.1)


def post(port: int, body: bytes) -> int | None:
    """The answer's status; None where none came."""
    signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        headers = {"X-Hmac-Signature": f"hmac-sha256-hex={signature}"}
        connection.request("POST", "/webhooks/killed/easypost", body, headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def event(number: int) -> bytes:
    detail = {"object": "TrackingDetail", "message": f"Scan {number}", "status": "in_transit"}
    detail |= {"datetime": "2026-11-20T10:00:00Z"}
    tracker = {"object": "Tracker", "id": "trk_1", "tracking_code": f"K{number % 7}", "status": "in_transit"}
    tracker |= {"tracking_details": [detail]}
    return orjson.dumps({"object": "Event", "id": f"evt_{number}", "result": tracker})


def kill(supervisor: psutil.Process, kind: str) -> None:
    """Kill every process of that kind, its own children with it, as a machine that is lost would."""
    for child in supervisor.children():
        with suppress(psutil.Error):  # one that died before may not be buried yet
            if kind in child.cmdline():
                for process in (*child.children(recursive=True), child):
                    process.kill()


def test_no_acknowledged_scan_is_lost(app: Flask, merchant: Merchant, up: tuple[int, psutil.Process]) -> None:
    port, supervisor = up
    numbers = itertools.count(1)
    acknowledged: set[str] = set()
    for kind in KILLS:
        for turn in range(PER_KILL):
            number = next(numbers)
            if post(port, event(number)) == 200:
                acknowledged.add(f"Scan {number}")
            if turn == PER_KILL // 2:
                kill(supervisor, kind)
        wait_until(lambda: post(port, b"{}") == 200)
    assert len(acknowledged) >= PER_KILL

    def stored() -> set[str]:
        db.session.rollback()
        return set(db.session.scalars(select(ScanRow.message).where(ScanRow.merchant_id == merchant.id)))

    wait_until(lambda: acknowledged <= stored())
    told = db.session.scalar(select(func.count()).where(ScanRow.merchant_id == merchant.id))
    assert told == len(stored())
