"""From EasyPost's JSON to scans in our words. Any JSON at all is taken without raising."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import orjson

from tracking.providers.easypost.words import SOURCE, detail_of, scan_of, status_of
from tracking.providers.fields import Json, branch, moment, number, text, web_address
from tracking.scans import Scan
from tracking.timeline import EARLIEST, Timeline, build

GRAMS_PER_OUNCE = 28.349523125
_YEAR = timedelta(days=366)
_INSTANT = timedelta(microseconds=1)
_SAID_WITHOUT_A_SCAN = ("error", "failure", "cancelled")


@dataclass(frozen=True, slots=True)
class TrackerReport:
    """What one EasyPost Tracker said at the time `as_of`.

    `estimated` is the carrier's own forecast as EasyPost gives it (often midnight UTC for a bare date);
    `estimated_on` is the local day it means. `weight_g` is in grams.
    """

    tracker_id: str | None
    tracking_number: str
    carrier: str | None
    is_return: bool
    public_url: str | None
    estimated: datetime | None
    estimated_on: date | None
    as_of: datetime | None
    service: str | None
    weight_g: int | None
    scans: tuple[Scan, ...]


def event_id(body: bytes) -> str | None:
    """Return the id of the Event in a webhook's body, or None where it has none that can be used."""
    event = _object(body)
    found = event.get("id") if event else None
    return found if isinstance(found, str) and 0 < len(found) <= 100 and found.isprintable() else None


def tracking_number(body: bytes) -> str | None:
    """Return the number of the Tracker that a webhook's body tells of, as `parse_event` reads it."""
    event = _object(body)
    return text(branch(event, "result").get("tracking_code"), 100) or None if event else None


def parse_event(body: bytes) -> TrackerReport | None:
    """Read a webhook's body, or return None where it tells nothing of a parcel.

    That is so for what is not JSON, has no `result`, is of another kind, or names no tracking number.
    """
    event = _object(body)
    result = event.get("result") if event else None
    if not event or not isinstance(result, dict) or result.get("object") != "Tracker":
        return None
    before = branch(event, "previous_attributes").get("status")
    report = parse_tracker(result, sent_at=moment(event.get("created_at")), changed_from=before)
    return report if report.tracking_number else None


def parse_tracker(
    result: Json, *, sent_at: datetime | None = None, changed_from: object = None
) -> TrackerReport:
    """Read a Tracker object.

    `sent_at` dates one that does not say when it was updated; `changed_from` is the status that its Event
    says it had before.
    """
    as_of = moment(result.get("updated_at")) or sent_at or moment(result.get("created_at"))
    carrier_detail = branch(result, "carrier_detail")
    estimated = _plausible(moment(result.get("est_delivery_date")), as_of)
    local_day = _plausible(moment(carrier_detail.get("est_delivery_date_local")), as_of) or estimated
    details = result.get("tracking_details")
    scans = [scan_of(one) for one in details if isinstance(one, dict)] if isinstance(details, list) else []
    return TrackerReport(
        tracker_id=text(result.get("id"), 100),
        tracking_number=text(result.get("tracking_code"), 100) or "",
        carrier=text(result.get("carrier"), 100),
        is_return=result.get("is_return") is True,
        public_url=web_address(result.get("public_url")),
        estimated=estimated,
        estimated_on=local_day.date() if local_day else None,
        as_of=as_of,
        service=text(carrier_detail.get("service"), 200),
        weight_g=_grams(result.get("weight")),
        scans=(*scans, *_own_word(result, scans, as_of, changed_from)),
    )


def _object(body: bytes) -> Json | None:
    try:
        parsed = orjson.loads(body)
    except ValueError:
        return None
    return parsed if isinstance(parsed, dict) else None


def _plausible(forecast: datetime | None, as_of: datetime | None) -> datetime | None:
    """Carriers forecast a date years away at times: keep what is within a year of the report."""
    if forecast is None or as_of is None:
        return forecast
    return forecast if abs(forecast - as_of) <= _YEAR else None


def _grams(ounces: object) -> int | None:
    weight = number(ounces)
    return round(weight * GRAMS_PER_OUNCE) if weight and 0 < weight < 1e6 else None


def _own_word(result: Json, scans: list[Scan], as_of: datetime | None, changed_from: object) -> list[Scan]:
    """Make a scan of the Tracker's own status where its scans do not lead there.

    It is dated after the scans it was said beside. A status that replaces one that no scan told is said too:
    else a tracker that recovers from an error without a new scan would stay in error.
    """
    status, raw = status_of(result.get("status"))
    so_far = _led_to(scans, as_of)
    if status is so_far.status and changed_from not in _SAID_WITHOUT_A_SCAN:
        return []
    at = as_of
    if so_far.last_scan_at:
        at = max(so_far.last_scan_at + _INSTANT, as_of or EARLIEST)
    detail = detail_of(result.get("status_detail"))
    return [Scan(at, status, detail, "", None, SOURCE, raw_status=raw, listed=False)]


def _led_to(scans: list[Scan], as_of: datetime | None) -> Timeline:
    now = as_of or max((scan.at for scan in scans if scan.at), default=EARLIEST)
    return build(scans, shipped_at=None, now=now)
