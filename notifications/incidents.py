"""From what is wrong now and what was wrong before to what opens, grows and clears, and what of it is news."""

from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from notifications.counted_days import dates_between
from notifications.delays import DelayKind, Finding

OLD_NEWS = timedelta(days=1)
NO_DELAY = frozenset({DelayKind.ATTEMPTED, DelayKind.PICKUP})
"""What the shopper has to act on: its end is no recovery that anybody waits for."""

GIVES_WAY = {
    DelayKind.PREDICTED_LATE: frozenset({DelayKind.PROMISE_MISSED}),
    DelayKind.CARRIER_DELAY: frozenset({DelayKind.EXCEPTION, DelayKind.PROMISE_MISSED}),
    DelayKind.EXCEPTION: frozenset({DelayKind.CARRIER_DELAY}),
    DelayKind.NOT_MOVING: frozenset({DelayKind.STALLED}),
    DelayKind.NOT_SHIPPED: frozenset({DelayKind.NOT_MOVING}),
}
"""Which kinds take another's place, so that its end is no good news."""

SLIPS = (DelayKind.PROMISE_MISSED, DelayKind.PREDICTED_LATE, DelayKind.CARRIER_DELAY, DelayKind.EXCEPTION)
"""The kinds that speak of a day of arrival; the first of them that is there tells when it slips."""

Ended = Literal["arrived", "ended"]
Why = Literal["arrived", "ended", "recovered", "superseded"]


@dataclass(frozen=True)
class Incident:
    """One delay of one parcel or order, from its opening until it clears.

    `worst` is the highest `days` so far; `said_on` the day of arrival that the last event told, None before
    any; `announced` says whether there was one.
    """

    kind: DelayKind
    key: str
    opened_at: datetime
    days: int
    worst: int
    expected_on: date | None = None
    said_on: date | None = None
    announced: bool = False
    cleared_at: datetime | None = None
    why: Why | None = None


@dataclass(frozen=True)
class Change:
    """An incident as it is from now on, and the event (`delay.…`) that tells of it, at the time of its news."""

    incident: Incident
    event: Literal["delay.opened", "delay.slipped", "delay.cleared"] | None = None
    at: datetime | None = None


def changes(
    known: Iterable[Incident],
    found: Iterable[Finding],
    *,
    now: datetime,
    slip_days: int,
    works: Callable[[date], bool],
    end: tuple[Ended, datetime] | None = None,
) -> list[Change]:
    """What becomes of the incidents known, open and cleared; those that stay as they are are left out.

    `works` says which dates count towards a slip; `end` is how and when the parcel's journey ended, if it has.
    What comes back on the day on which it opened before opens again without a word.
    """
    before = {incident.key: incident for incident in known}
    by_kind = {finding.kind: finding for finding in found}
    slipping = next((kind for kind in SLIPS if kind in by_kind), None)
    told: list[Change] = []
    goes_on = set()
    for incident in before.values():
        if incident.cleared_at:
            continue
        finding = by_kind.get(incident.kind)
        if finding is None:
            told.append(_cleared(incident, by_kind.keys(), end, now))
        elif _is_another(incident, finding):
            told.append(Change(replace(incident, cleared_at=now, why="superseded")))
        else:
            goes_on.add(incident.kind)
            told.extend(_grown(incident, finding, slipping, slip_days, works, now))
    new = [finding for kind, finding in by_kind.items() if kind not in goes_on]
    return told + [_opened(finding, before.get(finding.key), now) for finding in new]


def _is_another(incident: Incident, finding: Finding) -> bool:
    """Whether it happened once more: each delivery in vain is told by itself."""
    return finding.kind in NO_DELAY and finding.key != incident.key and finding.since > incident.opened_at


def _opened(finding: Finding, before: Incident | None, now: datetime) -> Change:
    if before is not None and before.announced:
        again = replace(before, cleared_at=None, why=None, days=finding.days, expected_on=finding.arrives_on)
        return Change(replace(again, worst=max(before.worst, finding.days)))
    fresh = now - finding.since <= OLD_NEWS
    incident = Incident(
        kind=finding.kind,
        key=finding.key,
        opened_at=finding.since,
        days=finding.days,
        worst=finding.days,
        expected_on=finding.arrives_on,
        said_on=finding.arrives_on,
        announced=fresh,
    )
    return Change(incident, "delay.opened", finding.since) if fresh else Change(incident)


def _grown(
    incident: Incident,
    finding: Finding,
    slipping: DelayKind | None,
    slip_days: int,
    works: Callable[[date], bool],
    now: datetime,
) -> Iterator[Change]:
    opened_at = incident.opened_at if finding.kind is DelayKind.PREDICTED_LATE else finding.since
    grown = replace(
        incident,
        opened_at=opened_at,
        days=finding.days,
        worst=max(incident.worst, finding.days),
        expected_on=finding.arrives_on,
    )
    if incident.kind is slipping and _has_slipped(incident.said_on, finding.arrives_on, slip_days, works):
        yield Change(replace(grown, said_on=finding.arrives_on, announced=True), "delay.slipped", now)
    elif grown != incident:
        yield Change(grown)


def _has_slipped(
    said: date | None, expected: date | None, slip_days: int, works: Callable[[date], bool]
) -> bool:
    return said is not None and expected is not None and dates_between(said, expected, works) > slip_days


def _cleared(
    incident: Incident, found: Set[DelayKind], end: tuple[Ended, datetime] | None, now: datetime
) -> Change:
    taken = bool(GIVES_WAY.get(incident.kind, frozenset()) & found)
    why, at = end or ("superseded" if taken else "recovered", now)
    cleared = replace(incident, cleared_at=at, why=why)
    good = why in ("arrived", "recovered") and incident.kind not in NO_DELAY
    is_news = good and incident.announced and now - at <= OLD_NEWS
    return Change(cleared, "delay.cleared", at) if is_news else Change(cleared)
