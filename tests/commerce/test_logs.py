"""The log."""

import json
import logging
from collections.abc import Iterator

import pytest

from commerce import logs


@pytest.fixture(autouse=True)
def root_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers, root.level
    yield
    root.handlers, root.level = before


def test_production_writes_one_json_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info", production=True, process="worker-events-1")
    try:
        raise ValueError("no such lane")
    except ValueError:
        logging.getLogger("tracking").exception("work put off", extra={"event_id": 7})
    [line] = capsys.readouterr().err.splitlines()
    entry = json.loads(line)
    assert (entry["event"], entry["event_id"], entry["process"]) == ("work put off", 7, "worker-events-1")
    assert "ValueError: no such lane" in entry["exception"]


@pytest.mark.parametrize("production", [True, False])
def test_a_failure_does_not_show_the_values_around_it(
    capsys: pytest.CaptureFixture[str], production: bool
) -> None:
    logs.configure("info", production=production)
    api_key = "EZAK-do-not-show"
    try:
        raise ValueError(len(api_key))
    except ValueError:
        logging.getLogger("tracking").exception("the carrier refused")
    assert "EZAK" not in capsys.readouterr().err


def test_less_than_the_level_is_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("warning", production=True)
    logging.getLogger("tracking").info("nothing to see")
    assert capsys.readouterr().err == ""
