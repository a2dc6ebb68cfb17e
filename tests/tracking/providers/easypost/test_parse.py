"""EasyPost's webhooks and trackers in our words."""

from datetime import UTC, date, datetime

import pytest

from tests.tracking.providers.easypost.making import a_detail, a_tracker, an_event
from tracking.providers.easypost.parse import TrackerReport, event_id, parse_event, parse_tracker
from tracking.timeline import Timeline, build

NOW = datetime(2026, 3, 20, tzinfo=UTC)


def told_by(report: TrackerReport | None) -> Timeline:
    return build(report.scans if report else (), shipped_at=None, now=NOW)


def test_a_tracker_is_read_whole() -> None:
    report = parse_event(
        an_event(
            a_tracker(
                "in_transit",
                a_detail("pre_transit", "2026-03-02T09:00:00Z"),
                a_detail("in_transit", "2026-03-03T09:00:00+09:00", status_detail="departed_facility"),
                est_delivery_date="2026-03-07T00:00:00Z",
                public_url="https://track.example/1",
                weight=17.6,
                is_return=True,
                carrier_detail={"service": "Ground", "est_delivery_date_local": "2026-03-06"},
            )
        )
    )
    assert report
    assert (report.tracker_id, report.tracking_number) == ("trk_made_up", "1Z0000000000000001")
    assert (report.carrier, report.is_return, report.service, report.weight_g) == ("UPS", True, "Ground", 499)
    assert report.public_url == "https://track.example/1"
    assert report.as_of == datetime(2026, 3, 5, 12, tzinfo=UTC)
    assert report.estimated == datetime(2026, 3, 7, tzinfo=UTC)
    assert report.estimated_on == date(2026, 3, 6)
    assert [scan.at for scan in report.scans] == [
        datetime(2026, 3, 2, 9, tzinfo=UTC),
        datetime(2026, 3, 3, 0, tzinfo=UTC),
    ]
    assert told_by(report).status_detail == "departed_facility"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"tracking_code=1Z",
        b"\xff\xfe",
        b"[" * 100_000,
        b"null",
        b"[]",
        b'"Tracker"',
        b"{}",
        an_event(None),
        an_event("Tracker"),
        an_event([]),
        an_event({}),
        an_event({"object": "Batch", "id": "batch_1", "status": {"created": 0}}),
        an_event({"object": ["Tracker"], "tracking_code": "1Z"}),
        an_event(a_tracker("in_transit", tracking_code=None)),
        an_event(a_tracker("in_transit", tracking_code=" \x00 ")),
    ],
)
def test_what_tells_nothing_of_a_parcel_is_no_report(body: bytes) -> None:
    assert parse_event(body) is None


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b'{"id": "evt_1"}', "evt_1"),
        (b'{"id": 7}', None),
        (b'{"id": ""}', None),
        (b'{"id": "a\\u0000b"}', None),
        (b'{"id": "' + b"x" * 101 + b'"}', None),
        (b"{}", None),
        (b"[]", None),
        (b"not JSON", None),
    ],
)
def test_an_event_is_known_by_its_id_where_it_has_one(body: bytes, found: str | None) -> None:
    assert event_id(body) == found


@pytest.mark.parametrize("word", ["failure", "cancelled", "error", "delivered", "available_for_pickup"])
def test_a_tracker_that_says_more_than_its_scans_is_believed(word: str) -> None:
    moving = a_detail("in_transit", "2026-03-03T09:00:00Z")
    told = told_by(parse_event(an_event(a_tracker(word, moving))))
    assert told.status == word
    assert [event.status for event in told.events] == ["in_transit"]


def test_a_tracker_without_scans_still_has_its_status() -> None:
    told = told_by(parse_event(an_event(a_tracker("pre_transit", status_detail="label_created"))))
    assert (told.status, told.status_detail, told.events) == ("pre_transit", "label_created", ())


@pytest.mark.parametrize("updated", ["2026-03-03T09:00:00Z", "2026-03-03T01:00:00Z", None])
def test_a_trackers_own_word_comes_after_its_scans_whatever_its_clock_says(updated: str | None) -> None:
    moving = a_detail("in_transit", "2026-03-03T09:00:00Z")
    told = told_by(parse_event(an_event(a_tracker("cancelled", moving, updated_at=updated))))
    assert told.status == "cancelled"


def test_a_tracker_without_its_own_date_is_dated_by_its_event() -> None:
    body = an_event(a_tracker("delivered", updated_at=None), created_at="2026-03-06T08:00:00Z")
    assert told_by(parse_event(body)).delivered_at == datetime(2026, 3, 6, 8, tzinfo=UTC)


def test_a_delivering_scan_without_a_time_is_dated_by_the_tracker() -> None:
    told = told_by(parse_event(an_event(a_tracker("delivered", a_detail("delivered", None)))))
    assert (told.status, told.events) == ("delivered", ())
    assert told.delivered_at == datetime(2026, 3, 5, 12, tzinfo=UTC)


def test_a_tracker_that_recovers_without_a_new_scan_leaves_its_error_behind() -> None:
    moving = a_detail("in_transit", "2026-03-03T09:00:00Z")
    lost_sight = an_event(a_tracker("error", updated_at="2026-03-04T09:00:00Z"))
    found_again = an_event(a_tracker("in_transit", moving), previous_attributes={"status": "error"})
    reports = [parse_event(found_again), parse_event(lost_sight)]
    scans = [scan for report in reports if report for scan in report.scans]
    assert build(scans, shipped_at=None, now=NOW).status == "in_transit"


def test_a_tracker_that_agrees_with_its_scans_adds_none() -> None:
    report = parse_tracker(a_tracker("delivered", a_detail("delivered", "2026-03-03T09:00:00Z")))
    assert [scan.listed for scan in report.scans] == [True]


def test_a_word_nobody_knows_is_shown_as_unknown_and_kept() -> None:
    report = parse_tracker(a_tracker("teleported", a_detail("teleported", "2026-03-03T09:00:00Z")))
    assert [(scan.status, scan.raw_status) for scan in report.scans] == [("unknown", "teleported")]
    assert told_by(report).status == "unknown"


@pytest.mark.parametrize(
    "forecast", ["2875-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2027-03-08T00:00:00Z", "2025-03-01", 7]
)
def test_an_absurd_forecast_is_none(forecast: object) -> None:
    detail = {"est_delivery_date_local": forecast}
    report = parse_tracker(a_tracker("in_transit", est_delivery_date=forecast, carrier_detail=detail))
    assert (report.estimated, report.estimated_on) == (None, None)


def test_a_forecast_without_a_local_day_means_its_own() -> None:
    report = parse_tracker(a_tracker("in_transit", est_delivery_date="2026-03-07T00:00:00Z"))
    assert report.estimated_on == date(2026, 3, 7)


@pytest.mark.parametrize("weight", [0, -3, None, "heavy", 1e30, True, []])
def test_an_odd_weight_is_none(weight: object) -> None:
    assert parse_tracker(a_tracker("in_transit", weight=weight)).weight_g is None
