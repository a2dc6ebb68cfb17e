"""Whether and when a notice is told: a table of reasons, and quiet hours on every day of the year."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.kinds import KINDS
from notifications.rules import QuietHours
from notifications.telling import (
    REQUESTS,
    STILL_SO,
    UNDER_WAY,
    News,
    Reason,
    Recipient,
    Send,
    Situation,
    Skip,
    Told,
    decide,
    out_of_quiet_hours,
)

NOON = datetime(2026, 11, 2, 17, tzinfo=UTC)  # in New York
NEW_YORK = ZoneInfo("America/New_York")
NIGHT = QuietHours(time(21), time(8))
ANYBODY = Recipient(zone=NEW_YORK, quiet_hours=NIGHT, daily_cap=4)
HOUR = timedelta(hours=1)


def news(kind: str, **fields: Any) -> News:
    return News(KINDS[kind], **{"at": NOON - HOUR} | fields)


def test_news_of_a_parcel_under_way_is_told_at_once() -> None:
    assert decide(news("delayed"), Situation(status="in_transit"), ANYBODY, NOON) == Send(NOON)


@pytest.mark.parametrize(
    ("about", "situation", "recipient", "reason"),
    [
        (news("delayed", at=NOON - timedelta(days=1, seconds=1)), {}, {}, Reason.OLD_NEWS),
        (news("refund_issued", at=NOON - timedelta(days=3, seconds=1)), {}, {}, Reason.OLD_NEWS),
        (news("delayed"), {"arrived": True}, {}, Reason.ARRIVED),
        (news("delay_cleared"), {"arrived": True, "told": Told(of_delay=True)}, {}, Reason.ARRIVED),
        (news("out_for_delivery"), {"status": "in_transit"}, {}, Reason.SUPERSEDED),
        (news("shipped"), {"status": "out_for_delivery"}, {}, Reason.SUPERSEDED),
        (news("return_expiring"), {"status": "in_transit"}, {}, Reason.SUPERSEDED),
        (news("return_requested"), {"status": "approved"}, {}, Reason.SUPERSEDED),
        (news("shipped"), {"cancelled": True}, {}, Reason.CANCELLED),
        (news("feedback_request"), {"cancelled": True}, {}, Reason.CANCELLED),
        (news("review_request"), {"trouble": True}, {}, Reason.HAD_TROUBLE),
        (news("delay_cleared"), {}, {}, Reason.NOTHING_TOLD),
        (news("delayed"), {}, {"wanted": False}, Reason.SWITCHED_OFF),
        (news("delayed"), {}, {"has_address": False}, Reason.NO_ADDRESS),
        (news("delayed"), {}, {"is_reachable": False}, Reason.CHANNEL_NOT_SET_UP),
        (news("delayed"), {}, {"suppressed": True}, Reason.SUPPRESSED),
        (news("delayed"), {}, {"asked_for": False}, Reason.NOT_WANTED),
        (news("delayed"), {}, {"sent_lately": 4}, Reason.DAILY_CAP),
    ],
)
def test_a_notice_is_skipped_for_the_first_reason_there_is(
    about: News, situation: dict[str, Any], recipient: dict[str, Any], reason: Reason
) -> None:
    assert decide(about, Situation(**situation), replace(ANYBODY, **recipient), NOON) == Skip(reason)


@pytest.mark.parametrize("kind", sorted(UNDER_WAY))
def test_nothing_of_the_way_is_told_after_the_end(kind: str) -> None:
    situation = Situation(status="delivered", arrived=True, told=Told(of_delay=True))
    assert decide(news(kind), situation, ANYBODY, NOON) == Skip(Reason.ARRIVED)


@pytest.mark.parametrize(("kind", "statuses"), STILL_SO.items())
def test_a_kind_holds_in_its_statuses_only(kind: str, statuses: frozenset[str]) -> None:
    for status in statuses:
        assert isinstance(decide(news(kind), Situation(status=status), ANYBODY, NOON), Send)
    assert decide(news(kind), Situation(status="another"), ANYBODY, NOON) == Skip(Reason.SUPERSEDED)


def test_a_receipt_is_neither_capped_nor_stale_after_a_day() -> None:
    about = news("refund_issued", at=NOON - timedelta(days=2))
    assert decide(about, Situation(), replace(ANYBODY, sent_lately=9), NOON) == Send(NOON)


@pytest.mark.parametrize(
    ("said", "now_said", "told"),
    [(None, 12, True), (12, 12, False), (12, 13, False), (12, 14, True), (14, 12, True)],
)
@pytest.mark.parametrize("kind", ["delayed", "promise_missed"])
def test_a_day_of_arrival_is_told_again_only_when_it_slips_beyond_the_threshold(
    kind: str, said: int | None, now_said: int, told: bool
) -> None:
    before = Told(of_delay=said is not None, expected_on=said and date(2026, 11, said))
    about = news(kind, expected_on=date(2026, 11, now_said))
    decision = decide(about, Situation(told=before, slip_days=1), ANYBODY, NOON)
    assert decision == (Send(NOON) if told else Skip(Reason.ALREADY_TOLD))


@pytest.mark.parametrize(("now_said", "told"), [(12, False), (16, False), (17, True), (10, True)])
def test_a_day_within_those_that_were_told_is_no_news(now_said: int, told: bool) -> None:
    days = [date(2026, 11, day) for day in (14, 12, 16)]
    about = news("delayed", expected_on=date(2026, 11, now_said))
    decision = decide(about, Situation(told=Told(True, *days), slip_days=1), ANYBODY, NOON)
    assert decision == (Send(NOON) if told else Skip(Reason.ALREADY_TOLD))


def test_news_shared_with_other_parcels_waits_for_theirs() -> None:
    assert decide(news("shipped"), Situation(), ANYBODY, NOON, hold=HOUR / 2) == Send(NOON + HOUR / 2)


@pytest.mark.parametrize("kind", sorted(REQUESTS))
def test_a_request_waits_for_its_day(kind: str) -> None:
    assert decide(news(kind, at=NOON + timedelta(days=7)), Situation(), ANYBODY, NOON) == Send(
        NOON + timedelta(days=7)
    )


@pytest.mark.parametrize(
    ("local", "sent"),
    [
        ("2026-11-02T20:59", "2026-11-02T20:59"),
        ("2026-11-02T21:00", "2026-11-03T08:00"),
        ("2026-11-03T03:00", "2026-11-03T08:00"),
        ("2026-11-03T08:00", "2026-11-03T08:00"),
        ("2026-10-31T22:00", "2026-11-01T08:00"),  # the clock is set back that night
        ("2026-03-07T22:00", "2026-03-08T08:00"),  # and forward that one
    ],
)
def test_nobody_is_written_to_in_quiet_hours(local: str, sent: str) -> None:
    moment, due = (datetime.fromisoformat(time).replace(tzinfo=NEW_YORK) for time in (local, sent))
    decision = decide(News(KINDS["delayed"], moment), Situation(), ANYBODY, moment.astimezone(UTC))
    assert decision == Send(due.astimezone(UTC))


def test_what_answers_the_shopper_is_sent_at_night() -> None:
    midnight = datetime(2026, 11, 3, 5, tzinfo=UTC)
    about = News(KINDS["return_requested"], midnight)
    assert decide(about, Situation(status="requested"), ANYBODY, midnight) == Send(midnight)


ZONES = ["America/New_York", "Australia/Lord_Howe", "Asia/Tokyo", "Europe/Berlin", "America/St_Johns"]


@given(
    moment=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),
    zone=st.sampled_from(ZONES),
    starts=st.times(),
    ends=st.times(),
)
def test_the_moment_chosen_is_the_next_one_outside_quiet_hours(
    moment: datetime, zone: str, starts: time, ends: time
) -> None:
    aware = moment.replace(tzinfo=UTC)
    quiet = QuietHours(starts.replace(microsecond=0), ends.replace(microsecond=0))
    if quiet.starts == quiet.ends:
        return
    recipient = Recipient(ZoneInfo(zone), quiet)
    due = out_of_quiet_hours(aware, recipient)
    assert aware <= due <= aware + timedelta(hours=26)
    assert out_of_quiet_hours(due, recipient) == due
    if due > aware + timedelta(hours=2):
        before = due - timedelta(hours=1, seconds=1)  # before any hour that the clock shows twice
        assert out_of_quiet_hours(before, recipient) > before
