"""Any JSON is taken, and webhooks may come in any number and order."""

import json
from datetime import UTC, datetime, timedelta
from itertools import chain

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tracking.providers.easypost.making import Json, a_detail, a_tracker, an_event
from tracking.providers.easypost.parse import event_id, parse_event, parse_tracker, tracking_number
from tracking.scans import Scan, fingerprint
from tracking.statuses import Status
from tracking.timeline import build

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
NOW = START + timedelta(days=30)
FIELDS = [*a_tracker(None), *a_detail(None, None), "carrier_detail", "est_delivery_date", "weight"]
KEYS = st.sampled_from(FIELDS) | st.text()
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(Status)
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(FIELDS), JSON), JSON)
def test_no_json_raises(result: Json, before: object) -> None:
    report = parse_tracker(result, changed_from=before)
    build(report.scans, shipped_at=None, now=NOW)
    assert all("\x00" not in scan.message and len(fingerprint(scan)) == 64 for scan in report.scans)


@given(st.binary() | JSON.map(json.dumps).map(str.encode))
def test_no_body_raises(body: bytes) -> None:
    assert isinstance(event_id(body), str | None) and isinstance(tracking_number(body), str | None)
    assert parse_event(body) is None


@st.composite
def webhooks(draw: st.DrawFn) -> list[bytes]:
    """The webhooks of one tracker as its scans come in one by one."""
    scans = draw(st.lists(st.tuples(st.sampled_from(Status), st.integers(0, 48)), max_size=8))
    details = [a_detail(status, (START + timedelta(hours=hour)).isoformat()) for status, hour in scans]
    return [
        an_event(
            a_tracker(
                draw(st.sampled_from(Status)),
                *details[:count],
                updated_at=(START + timedelta(hours=6 * count)).isoformat(),
            )
        )
        for count in range(len(details) + 1)
    ]


def scans_of(bodies: list[bytes]) -> list[Scan]:
    reports = (parse_event(body) for body in bodies)
    return list(chain.from_iterable(report.scans for report in reports if report))


@settings(max_examples=50)
@given(webhooks(), st.data())
def test_webhooks_in_any_order_and_number_tell_the_same(bodies: list[bytes], data: st.DataObject) -> None:
    again = data.draw(st.permutations(bodies + data.draw(st.lists(st.sampled_from(bodies)))))
    kept = {fingerprint(scan): scan for scan in scans_of(again)}
    told = build(scans_of(bodies), shipped_at=START, now=NOW)
    assert build(kept.values(), shipped_at=START, now=NOW) == told


@settings(max_examples=50)
@given(webhooks())
def test_the_last_webhook_has_all_the_events(bodies: list[bytes]) -> None:
    alone = build(scans_of(bodies[-1:]), shipped_at=START, now=NOW)
    assert alone.events == build(scans_of(bodies), shipped_at=START, now=NOW).events
