"""From rows and scans to the plain values that delays are decided by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from commerce.merchant_fields import calendars as known_calendars
from commerce.merchants import Known
from eta_model import estimates
from eta_model.service_table import Parcel as Travelling
from eta_model.service_table import ServiceTable, routes
from eta_model.working_days import Location, hand_over
from notifications import delays, scan_gaps
from notifications.counted_days import Workdays
from notifications.delays import Calendars, Rules
from notifications.scan_gaps import Gaps
from tracking import timeline
from tracking.attempts import is_failed_attempt
from tracking.scans import Scan
from tracking.statuses import Status
from tracking.timeline import Timeline

PLAUSIBLE = timedelta(days=400)  # a promise further from now than this is a slip of the pen


class Sent(NamedTuple):
    """A shipment's row with what the watch needs of its order."""

    id: int
    order_id: int
    code: str
    order: str
    carrier: str | None
    service: str | None
    location: str | None
    tracking_number: str | None
    parcel: str
    shipped_at: datetime | None
    promised_on: date | None
    carrier_estimate: date | None
    carrier_estimate_as_of: datetime | None
    created_at: datetime
    watch_at: datetime | None
    placed_at: datetime
    ship_to: dict[str, Any]


@dataclass(frozen=True)
class Seen:
    """A parcel as the watch sees it: its facts, the calendars that count for it, and where its journey stands."""

    parcel: delays.Parcel
    calendars: Calendars
    line: Timeline


def seen(sent: Sent, scans: Sequence[Scan], merchant: Known, gaps: Gaps, now: datetime) -> Seen:
    """What is known of a parcel at `now`, today's forecast included where it was promised for a day."""
    line = timeline.build(scans, shipped_at=sent.shipped_at, now=now)
    handed_over_at = timeline.handed_over_at(line.events, sent.shipped_at)
    promised_on = plausible(sent.promised_on, now)
    zone = estimates.destination_zone(merchant, sent.ship_to)
    table = estimates.table_of(merchant)
    location = location_of(sent.location, table)
    journey = estimates.Journey(
        sent.placed_at, sent.carrier, sent.service, sent.location, handed_over_at, sent.carrier_estimate
    )
    told = estimates.today(merchant, journey, sent.ship_to, now, zone, promised_on) if promised_on else None
    parcel = delays.Parcel(
        status=line.status,
        status_detail=line.status_detail,
        labelled_at=min([sent.created_at, *(scan.at for scan in line.events[:1] if scan.at)]),
        traceable=bool(sent.tracking_number or line.events),
        due_out=due_out(location, sent.placed_at),
        handed_over_at=handed_over_at,
        last_scan_at=line.last_scan_at,
        said_at=said_at(line),
        attempted_at=attempted_at(line.events),
        usual_gap=usual_gap(sent, line, gaps),
        promised_on=promised_on,
        carrier_estimate=plausible(sent.carrier_estimate, now),
        carrier_estimate_as_of=sent.carrier_estimate_as_of,
        expected_on=told.likely if told else None,
        late_probability=told.late_probability if told else None,
    )
    return Seen(parcel, calendars_of(sent, location, merchant, table, zone), line)


def rules_of(config: Mapping[str, Any]) -> Rules:
    """The limits in a merchant's file."""
    told = (config.get("notifications") or {}).get("delay") or {}
    named = {name: told[name] for name in vars(Rules()) if name in told}
    return Rules(**named | {"stalled_after_days": config["tracking"]["stalled_after_days"]})


def plausible(day: date | None, now: datetime) -> date | None:
    """The day, unless it lies more than a year from now."""
    return day if day and abs(day - now.date()) <= PLAUSIBLE else None


def said_at(line: Timeline) -> datetime | None:
    """Since when the carrier says what it says now of trouble or of the pick-up; None where it says nothing so."""
    kind = delays.said(line.status, line.status_detail)
    if kind is None:
        return None
    told = [scan for scan in reversed(line.events) if scan.status is not Status.UNKNOWN]
    same = takewhile(lambda scan: delays.said(scan.status, scan.status_detail) is kind, told)
    return min((scan.at for scan in same if scan.at), default=line.last_scan_at)


def attempted_at(events: Sequence[Scan]) -> datetime | None:
    """When a delivery was last tried in vain."""
    tried = (s.at for s in events if s.at and is_failed_attempt(s.status, s.status_detail, s.message))
    return max(tried, default=None)


def usual_gap(sent: Sent, line: Timeline, gaps: Gaps) -> timedelta | None:
    if line.last_scan_at is None:
        return None
    lane = scan_gaps.lane_of(sent.location, sent.ship_to)
    return scan_gaps.usual(gaps, sent.carrier or "", lane, line.status, line.last_scan_at)


def location_of(code: str | None, table: ServiceTable) -> Location | None:
    """Where it leaves from: as told, else the shop's only location."""
    if code is None and len(table.locations) == 1:
        return next(iter(table.locations.values()))
    return table.locations.get(code or "")


def due_out(location: Location | None, placed_at: datetime) -> date | None:
    """The day on which an order placed then should leave."""
    expected = hand_over(location, placed_at) if location else None
    return expected.ships_on if expected else None


def calendars_of(
    sent: Sent, location: Location | None, merchant: Known, table: ServiceTable, zone: str
) -> Calendars:
    """The sender's days by its location, the carrier's by its service and the holidays at both ends."""
    country = sent.ship_to.get("country") or ""
    way = Travelling(
        country, sent.placed_at, carrier=sent.carrier, service=sent.service, location=sent.location
    )
    service = next((service for service, _ in routes(way, table)), None)
    ends = dict.fromkeys((location.country if location else merchant.config["country"], country))
    moving = service.moving if service and service.moving else Workdays(ZoneInfo("UTC")).weekdays
    carrier = Workdays(ZoneInfo(zone), moving, tuple(end for end in ends if end in known_calendars()))
    return Calendars(sender_days(location, merchant), carrier)


def sender_days(location: Location | None, merchant: Known) -> Workdays:
    """The days on which a location hands over; office days for one that is not known."""
    if location is None:
        return Workdays(ZoneInfo(merchant.config["time_zone"]))
    held = (location.holidays,) if location.holidays else ()
    return Workdays(location.zone, location.working_days, held, location.closed_on)
