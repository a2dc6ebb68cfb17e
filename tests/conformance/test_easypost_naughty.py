"""Hostile text in every field of a tracker, and in every part of a signature."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.tracking.providers.easypost.making import a_detail, a_tracker, an_event
from tracking.providers.easypost import event_id, parse_event, verify
from tracking.scans import fingerprint
from tracking.timeline import build

NAUGHTY = Path(__file__).resolve().parents[2].parent / "shared" / "fixtures" / "_split" / "shared" / "naughty"
pytestmark = pytest.mark.skipif(not NAUGHTY.is_dir(), reason="the lists of naughty strings are not here")

NOW = datetime(2026, 3, 20, tzinfo=UTC)
FILES = sorted(NAUGHTY.glob("*")) if NAUGHTY.is_dir() else []


def lines_of(path: Path) -> list[str]:
    content = path.read_text(encoding="utf-8", errors="surrogateescape")
    return json.loads(content) if path.suffix == ".json" else content.splitlines()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_tracker_full_of_it_is_read_and_guessed_at_nowhere(path: Path) -> None:
    for line in lines_of(path):
        place = {"city": line, "state": line, "country": line, "zip": line}
        scan = a_detail(line, line, line, description=line, status_detail=line, tracking_location=place)
        dated = scan | {"datetime": "2026-03-03T09:00:00Z"}
        fields = {"id": line, "carrier": line, "public_url": line, "weight": line, "est_delivery_date": line}
        result = a_tracker(line, scan, dated, carrier_detail={"service": line}, **fields)
        report = parse_event(json.dumps({"result": result}).encode())
        assert report
        told = build(report.scans, shipped_at=None, now=NOW)
        assert told.status == "unknown"
        assert (len(told.events), report.estimated) == (1, None)
        assert report.public_url is None or report.public_url.lower().startswith("http")
        assert len({fingerprint(one) for one in report.scans}) == len(report.scans)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_naughty_id_number_or_signature_is_taken_calmly(path: Path) -> None:
    for line in lines_of(path):
        body = json.dumps({"id": line, "result": a_tracker("in_transit", tracking_code=line)}).encode()
        assert event_id(body) in {line, None}
        report = parse_event(body)
        assert report is None or 0 < len(report.tracking_number) <= 100
        assert not verify(body, line, line or "key")
        assert event_id(an_event(None, id=line.encode("utf-8", "replace").decode())) in {line, None}
