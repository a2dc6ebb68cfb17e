"""What machinery forgets, and what it keeps."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from commerce import clock, retention
from commerce.database import db, transaction
from commerce.models import KeptAnswer, Merchant


def event(merchant: Merchant, days: int, relayed: str | None, *states: str) -> None:
    """An event of so many days ago with work in these states."""
    facts = {"m": merchant.id, "at": clock.now() - timedelta(days=days), "relayed": relayed}
    with transaction() as session:
        number = session.scalar(
            text(
                "INSERT INTO events (merchant_id, kind, data, occurred_at, relayed_at)"
                " VALUES (:m, 'parcel.seen', '{}', :at, CAST(:relayed AS timestamptz)) RETURNING id"
            ),
            facts,
        )
        for state in states:
            session.execute(
                text(
                    "INSERT INTO event_work (merchant_id, event_id, subscriber, state, attempts, due_at)"
                    " VALUES (:m, :e, :s, :s, 0, now())"
                ),
                {"m": merchant.id, "e": number, "s": state},
            )


@pytest.mark.parametrize(
    ("days", "relayed", "states", "gone"),
    [
        (31, "now", ["done", "failed"], 1),
        (31, "now", [], 1),
        (29, "now", ["done"], 0),
        (31, "now", ["done", "open"], 0),
        (31, None, [], 0),
    ],
    ids=["settled and old", "nobody's", "settled and new", "still open", "not handed on"],
)
def test_only_events_settled_long_ago_are_forgotten(
    merchant: Merchant, days: int, relayed: str | None, states: list[str], gone: int
) -> None:
    event(merchant, days, relayed, *states)
    assert retention.forget_events() == gone


def test_however_many_there_are_all_are_forgotten(
    merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    for _ in range(5):
        event(merchant, 40, "now")
    assert retention.forget_events() == 5
    assert db.session.scalar(text("SELECT count(*) FROM events")) == 0


@pytest.mark.parametrize(("hours", "gone"), [(24, 0), (26, 1)])
def test_an_answer_is_kept_for_a_day(merchant: Merchant, hours: int, gone: int) -> None:
    with transaction() as session:
        kept = {"status": 200, "body": b"{}", "content_type": "application/json", "request_digest": b"d"}
        at = clock.now() - timedelta(hours=hours)
        session.add(KeptAnswer(merchant_id=merchant.id, key="k", created_at=at, **kept))
    assert retention.forget_answers() == gone
