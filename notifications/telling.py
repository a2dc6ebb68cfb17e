"""Whether a notice is told, and when: from what was told, what is known, and what its recipient wants."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum

from notifications.kinds import KINDS, Kind
from notifications.rules import QuietHours

NEWS_KEEPS = timedelta(days=1)
RECEIPTS_KEEP = timedelta(days=3)
"""A receipt is worth having while it is still tried to send it; other news are not, a day later."""

ENDS = frozenset({"delivered", "return_to_sender"})
UNDER_WAY = frozenset(name for name, kind in KINDS.items() if kind.about == "shipment") - ENDS
"""What is worth nothing once the parcel is there."""

DATED = frozenset({"delayed", "promise_missed"})
"""Kinds whose news is the day on which the parcel is now thought to come."""

STILL_SO: dict[str, frozenset[str]] = {
    "shipped": frozenset({"unknown", "pre_transit", "in_transit", "error"}),
    "out_for_delivery": frozenset({"out_for_delivery"}),
    "available_for_pickup": frozenset({"available_for_pickup"}),
    "delivery_attempted": frozenset({"unknown", "error", "pre_transit", "in_transit", "failure"}),
    "delivered": frozenset({"delivered"}),
    "return_to_sender": frozenset({"return_to_sender"}),
    "return_requested": frozenset({"requested"}),
    "return_approved": frozenset({"approved", "in_transit", "received", "completed"}),
    "return_question": frozenset({"requested", "approved", "in_transit", "received"}),
    "return_declined": frozenset({"declined"}),
    "return_reminder": frozenset({"approved"}),
    "return_expiring": frozenset({"approved"}),
    "return_received": frozenset({"received", "completed"}),
    "claim_opened": frozenset({"open", "in_review", "approved"}),
}
"""The statuses of what a kind is about in which its news still holds; kinds left out hold in any."""

REQUESTS = frozenset({"feedback_request", "review_request"})


class Reason(StrEnum):
    """Why a notice is not sent; `docs/notices.md` says each in full."""

    OLD_NEWS = "old_news"
    ARRIVED = "arrived"
    SUPERSEDED = "superseded"
    ALREADY_TOLD = "already_told"
    NOTHING_TOLD = "nothing_told"
    TOLD_WITH_ANOTHER = "told_with_another"
    HAD_TROUBLE = "had_trouble"
    CANCELLED = "cancelled"
    SWITCHED_OFF = "switched_off"
    NOT_WANTED = "not_wanted"
    SUPPRESSED = "suppressed"
    NO_ADDRESS = "no_address"
    CHANNEL_NOT_SET_UP = "channel_not_set_up"
    DAILY_CAP = "daily_cap"


@dataclass(frozen=True)
class News:
    """What there is to tell: when it happened (aware), and the day of arrival it speaks of, if any."""

    kind: Kind
    at: datetime
    expected_on: date | None = None


@dataclass(frozen=True)
class Told:
    """What the recipient was told of the parcel's delays so far: ever anything, and the newest day of arrival.

    `earliest` and `latest` are the days that its message spoke of, once it is sent.
    """

    of_delay: bool = False
    expected_on: date | None = None
    earliest: date | None = None
    latest: date | None = None


@dataclass(frozen=True)
class Situation:
    """What is known now of what the news is about: its status; whether a parcel's journey ended, or had trouble."""

    status: str | None = None
    arrived: bool = False
    cancelled: bool = False
    trouble: bool = False
    told: Told = Told()
    slip_days: int = 1


@dataclass(frozen=True)
class Recipient:
    """Whether and when somebody may be written to; `sent_lately` counts the last 24 hours' notices to them.

    `wanted` is the merchant's choice of kind and channel, `asked_for` the shopper's.
    """

    zone: tzinfo
    quiet_hours: QuietHours | None
    daily_cap: int | None = None
    sent_lately: int = 0
    has_address: bool = True
    is_reachable: bool = True
    wanted: bool = True
    asked_for: bool = True
    suppressed: bool = False


@dataclass(frozen=True)
class Send:
    """Send it at this moment (aware UTC)."""

    at: datetime


@dataclass(frozen=True)
class Skip:
    """Never send it."""

    reason: Reason


def decide(
    news: News, situation: Situation, recipient: Recipient, now: datetime, hold: timedelta = timedelta(0)
) -> Send | Skip:
    """Send now, send later, or skip for the first reason that holds.

    `hold` is how long the news waits for the same news of the order's other parcels.
    """
    for reason in (why_not_news(news, situation, now), why_not_them(news.kind, recipient)):
        if reason:
            return Skip(reason)
    earliest = max(now + hold, news.at)
    return Send(earliest if news.kind.answer else out_of_quiet_hours(earliest, recipient))


def why_not_news(news: News, situation: Situation, now: datetime) -> Reason | None:
    """What makes the news none."""
    kind = news.kind
    if now - news.at > (NEWS_KEEPS if kind.optional else RECEIPTS_KEEP):
        return Reason.OLD_NEWS
    if situation.arrived and kind.name in UNDER_WAY:
        return Reason.ARRIVED
    if situation.status is not None and situation.status not in STILL_SO.get(kind.name, {situation.status}):
        return Reason.SUPERSEDED
    if situation.cancelled and kind.name not in ENDS and kind.about in ("order", "shipment"):
        return Reason.CANCELLED
    if situation.trouble and kind.name in REQUESTS:
        return Reason.HAD_TROUBLE
    if kind.name == "delay_cleared" and not situation.told.of_delay:
        return Reason.NOTHING_TOLD
    return Reason.ALREADY_TOLD if is_known(news, situation) else None


def is_known(news: News, situation: Situation) -> bool:
    """Whether the day of arrival it speaks of is among those told before, give or take the days of a slip."""
    told, day = situation.told, news.expected_on
    if news.kind.name not in DATED or day is None or told.expected_on is None:
        return False
    if told.earliest and told.latest and told.earliest <= day <= told.latest:
        return True
    return abs((day - told.expected_on).days) <= situation.slip_days


def why_not_them(kind: Kind, recipient: Recipient) -> Reason | None:
    """What keeps this recipient from being told."""
    capped = kind.optional and recipient.daily_cap is not None
    checks = (
        (not recipient.wanted, Reason.SWITCHED_OFF),
        (not recipient.has_address, Reason.NO_ADDRESS),
        (not recipient.is_reachable, Reason.CHANNEL_NOT_SET_UP),
        (recipient.suppressed, Reason.SUPPRESSED),
        (not recipient.asked_for, Reason.NOT_WANTED),
        (capped and recipient.sent_lately >= (recipient.daily_cap or 0), Reason.DAILY_CAP),
    )
    return next((reason for holds, reason in checks if holds), None)


def out_of_quiet_hours(moment: datetime, recipient: Recipient) -> datetime:
    """The moment itself, or the end of the recipient's quiet hours that it lies in.

    An end that the change to summer time leaves out comes as much later as the clock was moved.
    """
    quiet, local = recipient.quiet_hours, moment.astimezone(recipient.zone)
    if quiet is None:
        return moment
    clock = local.time()
    over_midnight = quiet.starts > quiet.ends
    if over_midnight:
        is_quiet = clock >= quiet.starts or clock < quiet.ends
    else:
        is_quiet = quiet.starts <= clock < quiet.ends
    if not is_quiet:
        return moment
    tomorrow = over_midnight and clock >= quiet.starts
    day = local.date() + timedelta(days=1) if tomorrow else local.date()
    ends = datetime.combine(day, quiet.ends, recipient.zone)
    if ends.astimezone(UTC) < moment:  # the clock was set back: this is the second time it shows that hour
        ends = ends.replace(fold=1)
    return ends.astimezone(UTC)
