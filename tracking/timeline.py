"""From a set of scans to what is known of the parcel.

The result depends on the set alone: never on the order in which scans arrived, nor on how often.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tracking.attempts import is_failed_attempt
from tracking.scans import Place, Scan
from tracking.statuses import ALLOWED, RANK, Actor, Status, action_required

SHIPPED_BEFORE = timedelta(days=90)
"""A scan this much older than the shipment is of the parcel that had the number before."""

SHIPPED_AFTER = timedelta(days=400)
"""A scan this much younger than the shipment is of the parcel that got the number next."""

LONGEST_SILENCE = timedelta(days=180)
"""Without a known shipping time, a longer gap between two scans means two parcels: carriers promise a number
for a few months only."""

CLOCK_ERROR = timedelta(hours=48)
"""Local time sent as UTC is up to 14 hours off; what lies further ahead than this does not count yet."""

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)

MOVING = frozenset({Status.IN_TRANSIT, Status.OUT_FOR_DELIVERY, Status.AVAILABLE_FOR_PICKUP})
"""What only a parcel in the carrier's hands can be."""

_Dated = tuple[datetime, Scan]


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the scans say of one parcel; `events` oldest first, every time aware UTC.

    `last_scan_at` is the newest event that has happened by now. `attempted` says that a delivery was once
    tried in vain, whatever came later.
    """

    status: Status
    status_detail: str | None
    action_required: Actor | None
    attempted: bool
    delivered_at: datetime | None
    returned_at: datetime | None
    last_scan_at: datetime | None
    events: tuple[Scan, ...]


def build(scans: Iterable[Scan], *, shipped_at: datetime | None, now: datetime) -> Timeline:
    """Unite the scans of all sources into one timeline.

    `now` decides only which scans still lie ahead: those are events, but say nothing of the status yet.
    """
    horizon = now + CLOCK_ERROR
    own = _of_this_parcel(_united(scans), shipped_at, horizon)
    happened = [(at, scan) for at, scan in own if at <= horizon]
    status, detail = _settled(happened)
    return Timeline(
        status=status,
        status_detail=detail,
        action_required=action_required(status, detail),
        attempted=any(is_failed_attempt(s.status, s.status_detail, s.message) for _, s in happened),
        delivered_at=_first(happened, Status.DELIVERED),
        returned_at=_first(happened, Status.RETURN_TO_SENDER),
        last_scan_at=max((at for at, scan in happened if scan.listed), default=None),
        events=tuple(scan for _, scan in own if scan.listed),
    )


def handed_over_at(events: Iterable[Scan], shipped_at: datetime | None) -> datetime | None:
    """When the carrier had it: as the merchant tells, else the first scan of a parcel that moves."""
    if shipped_at is not None:
        return shipped_at
    return min((scan.at for scan in events if scan.at and scan.status in MOVING), default=None)


def _united(scans: Iterable[Scan]) -> list[_Dated]:
    """Keep the dated scans, each event once in its richest telling, oldest first; ties have a fixed order."""
    best: dict[tuple[datetime, Status, str], Scan] = {}
    for scan in scans:
        if scan.at is None or not EARLIEST <= scan.at < LATEST:
            continue
        key = (scan.at, scan.status, scan.message)
        rival = best.get(key)
        if rival is None or (scan != rival and _poverty(scan) < _poverty(rival)):
            best[key] = scan
    ordered = sorted(best, key=lambda key: (key[0], RANK[key[1]], key[2]))
    return [(key[0], best[key]) for key in ordered]


def _poverty(scan: Scan) -> tuple[bool, int, tuple[str, ...]]:
    place = scan.place or Place()
    told = (scan.status_detail, place.city, place.region, place.country, place.postcode)
    missing = sum(fact is None or fact == "unknown" for fact in told)
    facts = (*told, scan.source, scan.raw_status)
    return not scan.listed, missing, tuple(fact or "" for fact in facts)


def _of_this_parcel(dated: Sequence[_Dated], shipped_at: datetime | None, horizon: datetime) -> list[_Dated]:
    """Drop what another parcel with the same, recycled number left behind."""
    if not dated:
        return []
    if shipped_at is not None and EARLIEST <= shipped_at < LATEST:
        first, last = shipped_at - SHIPPED_BEFORE, shipped_at + SHIPPED_AFTER
    else:
        first, last = _latest_journey(dated, horizon)
    return [(at, scan) for at, scan in dated if first <= at <= last]


def _latest_journey(dated: Sequence[_Dated], horizon: datetime) -> tuple[datetime, datetime]:
    times = [at for at, _ in dated if at <= horizon] or [at for at, _ in dated]
    first = times[-1]
    for at in reversed(times):
        if first - at > LONGEST_SILENCE:
            break
        first = at
    return first, times[-1] + LONGEST_SILENCE


def _settled(happened: Iterable[_Dated]) -> tuple[Status, str | None]:
    """Walk the table of moves from the oldest scan to the newest; return the last one taken."""
    status, detail = Status.UNKNOWN, None
    for _, scan in happened:
        if scan.status == status or scan.status in ALLOWED[status]:
            status, detail = scan.status, scan.status_detail
    return status, detail


def _first(happened: Iterable[_Dated], status: Status) -> datetime | None:
    """The earliest scan of that status; one that makes no event is asked only where no event tells it."""
    found = [(not scan.listed, at) for at, scan in happened if scan.status == status]
    return min(found)[1] if found else None
