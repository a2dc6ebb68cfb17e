"""What is wrong with a parcel under way, and when to look again: from what is known, the clock and calendars."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from eta_model.working_days import DAY
from notifications.counted_days import Workdays, after, counted, end_of, with_days_off
from tracking.statuses import FINAL, Status, StatusDetail

CLEARS_AT = 0.6  # a prediction is dropped below this share of the threshold at which it opens
GIVEN_UP = timedelta(days=90)  # after so long without any news there is nothing left to say
YEAR_AHEAD = timedelta(days=366)  # a promise further away than this is a slip of the pen


class DelayKind(StrEnum):
    """What the watch can find, the worst first: the one that stands before the others is shown."""

    PROMISE_MISSED = "promise_missed"
    EXCEPTION = "exception"
    CARRIER_DELAY = "carrier_delay"
    STALLED = "stalled"
    NOT_MOVING = "not_moving"
    PREDICTED_LATE = "predicted_late"
    NOT_SHIPPED = "not_shipped"
    ATTEMPTED = "delivery_attempted"
    PICKUP = "available_for_pickup"


K = DelayKind
ORDER = {kind: place for place, kind in enumerate(DelayKind)}

DELAYED = frozenset({StatusDetail.DELAYED, StatusDetail.WEATHER_DELAY, StatusDetail.MISSORTED})
EXCEPTIONS = frozenset(
    {
        StatusDetail.ADDRESS_CORRECTION,
        StatusDetail.AWAITING_INFORMATION,
        StatusDetail.DAMAGED,
        StatusDetail.EXPIRED,
        StatusDetail.HELD,
        StatusDetail.LOST,
        StatusDetail.REFUSED,
        StatusDetail.TRANSIT_EXCEPTION,
    }
)
UNMOVED = frozenset({Status.UNKNOWN, Status.PRE_TRANSIT})
TRAVELLING = frozenset({Status.IN_TRANSIT, Status.OUT_FOR_DELIVERY, Status.ERROR})


@dataclass(frozen=True)
class Rules:
    """A merchant's limits: `threshold` a chance from 0 to 1, the others in counted days."""

    threshold: float = 0.7
    slip_days: int = 1
    not_shipped_after_days: int = 2
    not_moving_after_days: int = 2
    stalled_after_days: int = 4


@dataclass(frozen=True)
class Calendars:
    """The days on which the sender hands over, and those on which the carrier moves near the shopper."""

    sender: Workdays
    carrier: Workdays


@dataclass(frozen=True)
class Parcel:
    """What is known of a parcel; all times aware UTC, dates the destination's.

    `labelled_at` is when it was made known, `due_out` the day it should have left, `said_at` the time of the scan
    from which on its status and detail say what they say, `attempted_at` that of the newest delivery in vain.
    `usual_gap` is how long, in plain time, this lane is silent after such a scan at most, where that is known.
    """

    status: Status
    labelled_at: datetime
    status_detail: str | None = None
    traceable: bool = True
    due_out: date | None = None
    handed_over_at: datetime | None = None
    last_scan_at: datetime | None = None
    said_at: datetime | None = None
    attempted_at: datetime | None = None
    usual_gap: timedelta | None = None
    promised_on: date | None = None
    carrier_estimate: date | None = None
    carrier_estimate_as_of: datetime | None = None
    expected_on: date | None = None
    late_probability: float | None = None


@dataclass(frozen=True)
class Finding:
    """Something that is wrong since a moment; `days` counts what `docs/notices.md` says for its kind.

    `arrives_on` is the day on which it is now thought to come, where it has been promised for another.
    """

    kind: DelayKind
    since: datetime
    days: int
    arrives_on: date | None = None

    @property
    def key(self) -> str:
        """Names this occurrence among those of its parcel and kind."""
        return f"{self.kind}:{self.since:%Y-%m-%d}"


def findings(
    parcel: Parcel, rules: Rules, calendars: Calendars, known: Set[DelayKind], now: datetime
) -> tuple[Finding, ...]:
    """Everything that is wrong at `now`, the worst first; `known` are the kinds that are open already."""
    if parcel.status in FINAL:
        return ()
    found = [*_overdue(parcel, rules, calendars, now), *_told(parcel, calendars, now)]
    if _is_predicted(parcel, rules, known, calendars, now):
        found.append(_late(K.PREDICTED_LATE, now, parcel, calendars, now))
    return tuple(sorted(found, key=lambda finding: ORDER[finding.kind]))


def next_look(
    parcel: Parcel,
    rules: Rules,
    calendars: Calendars,
    found: tuple[Finding, ...],
    now: datetime,
    spread: timedelta = timedelta(0),
) -> datetime | None:
    """When something may change by the clock alone: a limit that passes, or the next local day.

    The day's look comes `spread` after its midnight, so that not all are due at once. None for a parcel that
    has come to its end, and for one without news for so long that nobody waits for it.
    """
    heard = max(time for time in (parcel.labelled_at, parcel.last_scan_at) if time)
    if parcel.status in FINAL or now - heard > GIVEN_UP:
        return None
    ahead = [limit for _, limit in _limits(parcel, rules, calendars) if limit > now]
    if found or parcel.promised_on:  # days grow, and forecasts change, with the local date
        ahead.append(_daily_look(_today(calendars, now), calendars.carrier.zone, spread, now))
    return min(ahead, default=None)


def _daily_look(today: date, zone: ZoneInfo, spread: timedelta, now: datetime) -> datetime:
    yesterdays = end_of(today - DAY, zone) + spread
    return yesterdays if yesterdays > now else end_of(today, zone) + spread


def _limits(parcel: Parcel, rules: Rules, calendars: Calendars) -> Iterator[tuple[DelayKind, datetime]]:
    """The moments from which on silence, or the calendar, says that something is wrong."""
    sender, carrier = calendars.sender, calendars.carrier
    if parcel.status in UNMOVED and parcel.handed_over_at is None and not parcel.traceable:
        if parcel.due_out:
            yield K.NOT_SHIPPED, _days_after(parcel.due_out, rules.not_shipped_after_days, sender)
    elif parcel.status in UNMOVED and parcel.traceable:
        yield K.NOT_MOVING, after(_label_due(parcel, sender), rules.not_moving_after_days, sender)
    elif parcel.status in TRAVELLING and parcel.last_scan_at:
        yield K.STALLED, _stall_limit(parcel, parcel.last_scan_at, rules, carrier)
    if parcel.promised_on and not _was_there(parcel, carrier):
        yield K.PROMISE_MISSED, end_of(parcel.promised_on, carrier.zone)


def _was_there(parcel: Parcel, carrier: Workdays) -> bool:
    """Whether the carrier has kept the promise as far as it could: it waits to be fetched, or nobody was at home."""
    if parcel.status == Status.AVAILABLE_FOR_PICKUP:
        return True
    if parcel.attempted_at is None or parcel.promised_on is None:
        return False
    return parcel.attempted_at.astimezone(carrier.zone).date() <= parcel.promised_on


def _label_due(parcel: Parcel, sender: Workdays) -> datetime:
    """From when on a labelled parcel should move: a label may be printed days before the parcel has to leave."""
    made = parcel.handed_over_at or parcel.labelled_at
    leaves = datetime.combine(parcel.due_out, time(), sender.zone) if parcel.due_out else made
    return made if parcel.handed_over_at else max(made, leaves)


def _days_after(day: date, days: int, workdays: Workdays) -> datetime:
    return after(end_of(day, workdays.zone), days, workdays)


def _stall_limit(parcel: Parcel, last_scan_at: datetime, rules: Rules, carrier: Workdays) -> datetime:
    if parcel.usual_gap is not None:
        return with_days_off(last_scan_at, parcel.usual_gap, carrier)
    return after(last_scan_at, rules.stalled_after_days, carrier)


def _overdue(parcel: Parcel, rules: Rules, calendars: Calendars, now: datetime) -> Iterator[Finding]:
    for kind, limit in _limits(parcel, rules, calendars):
        if limit > now:
            continue
        if kind is K.PROMISE_MISSED:
            yield _late(kind, limit, parcel, calendars, now)
        elif kind is K.STALLED:
            yield Finding(kind, limit, counted(parcel.last_scan_at or limit, now, calendars.carrier))
        elif kind is K.NOT_MOVING:
            yield Finding(kind, limit, counted(_label_due(parcel, calendars.sender), now, calendars.sender))
        else:
            due = end_of(parcel.due_out or limit.date(), calendars.sender.zone)
            yield Finding(kind, limit, counted(due, now, calendars.sender))


def _told(parcel: Parcel, calendars: Calendars, now: datetime) -> Iterator[Finding]:
    """What the carrier itself says."""
    kind = said(parcel.status, parcel.status_detail)
    if parcel.said_at and kind is K.PICKUP:
        yield Finding(kind, parcel.said_at, counted(parcel.said_at, now, calendars.carrier))
    elif parcel.said_at and kind:
        yield _late(kind, parcel.said_at, parcel, calendars, now)
    elif _carrier_comes_late(parcel, calendars, now):
        yield _late(K.CARRIER_DELAY, parcel.carrier_estimate_as_of or now, parcel, calendars, now)
    if parcel.attempted_at and parcel.status not in (Status.OUT_FOR_DELIVERY, Status.AVAILABLE_FOR_PICKUP):
        yield Finding(K.ATTEMPTED, parcel.attempted_at, counted(parcel.attempted_at, now, calendars.carrier))


def said(status: Status, detail: str | None) -> DelayKind | None:
    """What a scan says is wrong, by its own words."""
    if status == Status.FAILURE or detail in EXCEPTIONS:
        return K.EXCEPTION
    if status == Status.AVAILABLE_FOR_PICKUP:
        return K.PICKUP
    return K.CARRIER_DELAY if detail in DELAYED else None


def _carrier_comes_late(parcel: Parcel, calendars: Calendars, now: datetime) -> bool:
    """Whether the carrier's own day, if still ahead, lies after the promise."""
    told, promised = parcel.carrier_estimate, parcel.promised_on
    return bool(told and promised and _today(calendars, now) <= promised < told <= promised + YEAR_AHEAD)


def _is_predicted(
    parcel: Parcel, rules: Rules, known: Set[DelayKind], calendars: Calendars, now: datetime
) -> bool:
    """Whether the promise, still ahead, will probably be missed; a prediction that was told is dropped late."""
    chance, is_known = parcel.late_probability, K.PREDICTED_LATE in known
    if parcel.promised_on is None or _today(calendars, now) > parcel.promised_on:
        return False
    if _was_there(parcel, calendars.carrier):
        return False
    if chance is None:
        return is_known
    return chance >= rules.threshold or (is_known and chance >= CLEARS_AT * rules.threshold)


def _late(kind: DelayKind, since: datetime, parcel: Parcel, calendars: Calendars, now: datetime) -> Finding:
    """A finding about the day of arrival: its days are those after the promise, or since the news without one."""
    today = _today(calendars, now)
    arrives_on = max(parcel.expected_on or today, today)
    if parcel.promised_on is None:
        return Finding(kind, since, counted(since, now, calendars.carrier))
    return Finding(kind, since, max((arrives_on - parcel.promised_on) // DAY, 0), arrives_on)


def _today(calendars: Calendars, now: datetime) -> date:
    return now.astimezone(calendars.carrier.zone).date()
