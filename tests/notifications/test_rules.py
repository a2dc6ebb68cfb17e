"""The `notifications:` block: its defaults, what is refused, and that it comes back as it was given."""

from datetime import time, timedelta
from typing import Any

import pytest
from flask import Flask

from commerce import merchant_changes, merchant_export, merchant_file, merchants
from notifications.kinds import KINDS
from notifications.rules import QuietHours, read
from notifications.rules_schema import faults
from tests.commerce.files import LEAST

BLOCK: dict[str, Any] = {
    "from": "orders@acme.test",
    "reply_to": "help@acme.test",
    "kinds": {"shipped": {"channels": []}, "delayed": {"channels": ["email"]}},
    "delay": {"threshold": 0.8, "slip_days": 2, "tell_recovery": False, "not_shipped_after_days": 3},
    "quiet_hours": {"from": "22:30", "to": "7:00"},
    "daily_cap": 2,
    "digest_minutes": 0,
    "feedback_request": {"after_days": 2},
    "review_request": {"after_days": 10, "url": "https://acme.test/reviews"},
    "templates": {"delayed": {"email": {"ja": {"subject": "{{ shop.name }}"}}}},
}


def test_without_a_block_the_defaults_hold() -> None:
    rules = read({})
    assert rules.quiet_hours == QuietHours(time(21), time(8))
    assert (rules.daily_cap, rules.digest, rules.slip_days) == (4, timedelta(minutes=30), 1)
    assert rules.after_delivery == {
        "feedback_request": timedelta(days=1),
        "review_request": timedelta(days=7),
    }
    assert all(rules.channels_of(kind) == kind.channels for kind in KINDS.values())


def test_what_is_given_counts() -> None:
    rules = read(BLOCK)
    assert list(faults(BLOCK)) == []
    assert rules.review_url == "https://acme.test/reviews"
    assert (rules.sender, rules.reply_to) == ("orders@acme.test", "help@acme.test")
    assert rules.channels_of(KINDS["shipped"]) == ()
    assert rules.quiet_hours == QuietHours(time(22, 30), time(7))
    assert not rules.tell_recovery


def test_quiet_hours_and_the_cap_may_be_switched_off() -> None:
    rules = read({"quiet_hours": None, "daily_cap": None})
    assert (rules.quiet_hours, rules.daily_cap) == (None, None)


@pytest.mark.parametrize(
    ("block", "pointer"),
    [
        ({"delay": {"threshold": 1}}, "/delay/threshold"),
        ({"kinds": {"late": {"channels": []}}}, "/kinds/late"),
        ({"kinds": {"delayed": {"channels": ["pigeon"]}}}, "/kinds/delayed/channels/0"),
        ({"kinds": {"delayed": {"channels": ["email", "email"]}}}, "/kinds/delayed/channels"),
        ({"quiet_hours": {"from": "25:00", "to": "08:00"}}, "/quiet_hours/from"),
        ({"quiet_hours": {"from": "08:00", "to": "8:00"}}, "/quiet_hours/to"),
        ({"daily_cap": 0}, "/daily_cap"),
        ({"templates": {"delayed": {"email": {"fr": {}}}}}, "/templates/delayed/email/fr"),
        ({"templates": {"delayed": {"email": {"en": {"text": 7}}}}}, "/templates/delayed/email/en/text"),
        ({"from": "nobody"}, "/from"),
        ({"quiet": {}}, "/quiet"),
    ],
)
def test_a_fault_is_named_by_its_key(block: dict[str, Any], pointer: str) -> None:
    assert [fault["pointer"] for fault in faults(block)] == [pointer]


def test_a_block_comes_back_as_it_was_given(app: Flask) -> None:
    content = (
        LEAST + "\nnotifications:\n  daily_cap: 2\n  quiet_hours: null\n  delay: {slip_days: 3}\n"
    ).encode()
    applied = merchant_changes.apply(merchant_file.read(content))
    merchant = merchants.fresh(applied.slug)
    assert merchant is not None
    exported = merchant_export.document(merchant)
    assert exported["notifications"] == {"daily_cap": 2, "quiet_hours": None, "delay": {"slip_days": 3}}
    again = merchant_file.read(merchant_export.as_yaml(exported).encode())
    assert merchant_changes.apply(again).changed == []


def test_a_wrong_block_is_refused_by_line() -> None:
    with pytest.raises(merchant_file.WrongFile) as raised:
        merchant_file.read((LEAST + "\nnotifications:\n  daily_cap: 0\n").encode())
    [line] = raised.value.lines("shop.yaml")
    assert "notifications.daily_cap" in line
