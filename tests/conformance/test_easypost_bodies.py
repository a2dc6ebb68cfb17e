"""Every body that EasyPost was seen to send, and what we make of it."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tracking.providers.easypost import HEADER, event_id, parse_event, parse_tracker, verify
from tracking.timeline import Timeline, build

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
FIXTURES = SHARED / "fixtures"
EASYPOST = FIXTURES / "easypost"
NOW = datetime(2026, 11, 21, tzinfo=UTC)

pytestmark = pytest.mark.skipif(not EASYPOST.is_dir(), reason="the recorded EasyPost bodies are not here")

FILES = sorted([*EASYPOST.rglob("*.json"), *FIXTURES.glob("carriers_karrio/easypost/*.json")])
HISTORY = sorted(EASYPOST.glob("trackers_history/*.json"))
Json = dict[str, object]


def name_of(path: Path) -> str:
    return str(path.relative_to(FIXTURES))


def trackers_in(value: object) -> Iterator[Json]:
    if isinstance(value, dict):
        if value.get("object") == "Tracker":
            yield value
        for inner in value.values():
            yield from trackers_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from trackers_in(inner)


WITH_TRACKERS = [path for path in FILES if any(trackers_in(json.loads(path.read_bytes())))]


def told_of(tracker: Json) -> Timeline:
    return build(parse_tracker(tracker).scans, shipped_at=None, now=NOW)


def test_there_are_bodies_to_read() -> None:
    assert len(FILES) > 300
    assert len(WITH_TRACKERS) > 50


@pytest.mark.parametrize("path", WITH_TRACKERS, ids=name_of)
def test_every_tracker_ends_with_its_own_status_and_every_scan_of_it(path: Path) -> None:
    for tracker in trackers_in(json.loads(path.read_bytes())):
        told = told_of(tracker)
        assert told.status == tracker["status"]
        scans = [scan for scan in tracker["tracking_details"] if scan["datetime"]]
        assert len(told.events) == len({(s["datetime"], s["status"], s["message"]) for s in scans})
        delivered = [scan["datetime"] for scan in scans if scan["status"] == "delivered"]
        assert told.delivered_at == (datetime.fromisoformat(min(delivered)) if delivered else None)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_body_sent_as_a_webhook_is_a_report_or_refused(path: Path) -> None:
    body = path.read_bytes()
    value = json.loads(body)
    result = value.get("result") if isinstance(value, dict) else None
    is_tracker = isinstance(result, dict) and result.get("object") == "Tracker"
    report = parse_event(body)
    assert (report is not None) == is_tracker
    assert report is None or report.tracking_number == result["tracking_code"]


@pytest.mark.parametrize("path", HISTORY, ids=name_of)
def test_a_tracker_inside_an_event_is_read_or_refused_for_want_of_a_number(path: Path) -> None:
    tracker = json.loads(path.read_bytes())
    report = parse_event(json.dumps({"id": "evt_1", "object": "Event", "result": tracker}).encode())
    assert (report is None) == (tracker["tracking_code"] is None)


def test_the_signed_webhook_is_genuine_and_understood() -> None:
    vector = json.loads((FIXTURES / "signatures" / "easypost_hmac.json").read_bytes())
    body = (FIXTURES / "signatures" / vector["body_file"]).read_bytes()
    assert vector["header"] == HEADER
    assert verify(body, vector["header_value"], vector["secret"])
    assert not verify(body, vector["header_value"], vector["secret"] + "x")
    assert not verify(body[:-1], vector["header_value"], vector["secret"])
    assert event_id(body) == "evt_1"
    report = parse_event(body)
    assert report
    assert (report.carrier, report.estimated_on) == ("FedEx", date(2024, 8, 5))
