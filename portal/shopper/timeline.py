"""The scans of a parcel as a shopper reads them: newest first, by day, on the shopper's clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from portal.shopper.page import Event
from portal.shopper.situations import Situation, situation_at
from portal.shopper.voice import Voice
from portal.shopper.words import WORDS


@dataclass(frozen=True, slots=True)
class Entry:
    """One scan in words, with its machine-readable moment beside the time of day."""

    moment: str
    time: str
    label: str
    message: str | None
    place: str | None


@dataclass(frozen=True, slots=True)
class Day:
    """A local day and its scans, newest first."""

    label: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The newest scans, and those that wait behind "earlier updates"."""

    recent: tuple[Day, ...]
    earlier: tuple[Day, ...]
    earlier_count: int


def timeline_of(events: Sequence[Event], voice: Voice, shown: int) -> Timeline:
    """A timeline from scans in any order, `shown` of them at first; of equal times the last is the newest."""
    newest_first = sorted(events, key=lambda event: event.at)[::-1]
    split = shown if len(newest_first) > shown + 1 else len(newest_first)
    recent, earlier = newest_first[:split], newest_first[split:]
    return Timeline(_days(recent, voice), _days(earlier, voice), len(earlier))


def _days(events: Sequence[Event], voice: Voice) -> tuple[Day, ...]:
    by_day = groupby(events, key=lambda event: voice.local(event.at).date())
    return tuple(
        Day(voice.date(day), tuple(_entry(event, voice) for event in scans)) for day, scans in by_day
    )


def _entry(event: Event, voice: Voice) -> Entry:
    situation = situation_at(event)
    message = (event.message or "").strip() or None
    if situation == Situation.UNKNOWN:
        label, message = message or voice.gettext("Update from the carrier"), None
    else:
        label = voice.gettext(WORDS[situation].label)
    if message and message.casefold() == label.casefold():
        message = None
    return Entry(
        voice.local(event.at).isoformat(timespec="minutes"),
        voice.clock(event.at),
        label,
        message,
        event.place,
    )
