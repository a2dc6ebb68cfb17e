"""Reasons are said in the reader's language with days as people write them; a shop's own words stay."""

from datetime import date
from typing import Any

import pytest

from portal.shopper.returning.grounds import grounds
from portal.shopper.voice import voice
from returns.policy.messages import BUILT_IN
from returns.policy.verdict import Reason
from returns.policy.vocabulary import Decision

TODAY = date(2026, 11, 20)
ASKED = {"return.requested_on": "2026-11-20"}


def heard(locale: str, reason: dict[str, Any], facts: dict[str, Any] | None = None) -> str:
    kept = {"rule": None, "message": "As it was written.", "params": {}} | reason
    [ground] = grounds(voice(locale, TODAY, "Asia/Tokyo"), [kept], ASKED if facts is None else facts)
    return ground.said.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("locale", "opened", "closed"),
    [
        ("en", "You can return this until Sun 6 Dec.", "The return window closed on Sun 1 Nov."),
        ("ja", "12月6日(日)まで返品できます。", "返品期限は11月1日(日)に終了しました。"),
        ("ko", "12월 6일 (일)까지 반품할 수 있습니다.", "반품 기한이 11월 1일 (일)에 끝났습니다."),
    ],
)
def test_a_day_is_written_as_the_reader_writes_days(locale: str, opened: str, closed: str) -> None:
    assert heard(locale, {"code": "window_open", "params": {"days_left": 16}}) == opened
    late = {"return_by": "2026-11-01", "days_late": 19}
    assert heard(locale, {"code": "window_closed", "params": late}) == closed


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        ({"code": "window_closed"}, "window_not_started"),
        ({"code": "not_delivered"}, "not_delivered"),
        ({"code": "rule_deny", "rule": "Mugs", "message": BUILT_IN["rule_deny"]["en"]}, "rule_deny"),
    ],
)
def test_what_is_ours_is_said_in_the_readers_language(reason: dict[str, Any], text: str) -> None:
    assert heard("ko", reason) == BUILT_IN[text]["ko"]


def test_a_number_is_said_too() -> None:
    assert "2" in heard("ja", {"code": "too_many_units", "params": {"returnable": 2, "asked": 3}})


@pytest.mark.parametrize(
    ("reason", "facts"),
    [
        ({"code": "rule_deny", "rule": "Mugs"}, None),
        ({"code": "rule_message", "rule": "Mugs"}, None),
        ({"code": "retired_code"}, None),
        ({"code": "window_open", "params": {"days_left": 16}}, {}),
    ],
)
def test_the_shops_words_and_what_cannot_be_said_anew_stay(
    reason: dict[str, Any], facts: dict[str, Any] | None
) -> None:
    assert heard("ja", reason, facts) == "As it was written."


def test_a_reason_as_it_was_judged_is_said_with_its_rule() -> None:
    judged = Reason("rule_deny", "Mugs", "Mugs stay.", {}, Decision.DENY)
    assert grounds(voice("en", TODAY, "UTC"), [judged], {}) == [("Mugs stay.", "Mugs")]
