"""What was chosen for kinds, groups of them and all: the latest word that covers a kind holds for it."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commerce import clock
from commerce.models import Merchant
from notifications import sending
from notifications.kinds import KINDS
from notifications.preferences import (
    GROUP_OF,
    GROUPS,
    Choice,
    choices,
    choose,
    covered,
    latest,
    stands,
    wants,
)
from tests.notifications.happening import NOON, find_delay, follow, order_of, outcomes, ship

NAMES = ["", *GROUPS, *KINDS]
NUMBERS = count()
WORDS = st.lists(st.tuples(st.sampled_from(NAMES), st.booleans()), max_size=12)


def test_every_kind_is_in_one_group_and_no_group_is_named_like_a_kind() -> None:
    assert sorted(kind for kinds in GROUPS.values() for kind in kinds) == sorted(KINDS)
    assert not GROUPS.keys() & KINDS.keys()


@given(WORDS)
def test_the_latest_word_that_covers_a_kind_holds(words: list[tuple[str, bool]]) -> None:
    held = latest(words)
    for kind in KINDS:
        about = [on for what, on in words if what in ("", GROUP_OF[kind], kind)]
        assert held.get(kind) == (about[0] if about else None)


@given(WORDS, st.sampled_from(NAMES), st.booleans())
def test_a_word_that_was_just_said_stands(words: list[tuple[str, bool]], what: str, on: bool) -> None:
    assert stands([(what, on), *words], what, on=on, default=None)
    assert not stands([(what, not on), *words], what, on=on, default=None)


@given(WORDS, st.sampled_from(NAMES), st.booleans())
def test_to_leave_out_a_word_that_stands_changes_nothing(
    words: list[tuple[str, bool]], what: str, on: bool
) -> None:
    if stands(words, what, on=on, default=None):
        assert latest([(what, on), *words]) == latest(words)


@given(WORDS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_written_down_decides_what_is_sent(
    merchant: Merchant, words: list[tuple[str, bool]]
) -> None:
    number = f"+1415555{next(NUMBERS):04}"
    for what, on in words:
        choose(merchant.id, number, Choice("sms", what, on, "page", "the words shown", "en"))
    held, kept = latest(words[::-1]), choices(merchant.id, number, "sms")
    assert [kept.get(kind, False) for kind in KINDS] == [held.get(kind, False) for kind in KINDS]
    for kind in ("shipped", "delayed", "refund_issued", "review_request"):
        assert wants(merchant.id, number, kind, "sms") is held.get(kind, False)


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ([("delayed", False)], "not_wanted"),
        ([("stalled", False)], "sent"),
        ([("delays", False), ("delayed", True)], "sent"),
        ([("delayed", True), ("delays", False)], "not_wanted"),
    ],
)
def test_a_mail_goes_by_what_was_said_of_its_own_kind(
    merchant: Merchant, words: list[tuple[str, bool]], outcome: str
) -> None:
    for what, on in words:
        choose(merchant.id, "ada@example.com", Choice("email", what, on, "api", "the words shown", "en"))
    with clock.at(NOON):
        find_delay(ship(order_of(merchant)))
        follow()
        sending.send_batch()
    assert outcomes(merchant) == [("delayed", outcome)]


def test_what_is_off_kind_by_kind_can_still_be_switched_off_as_a_group() -> None:
    one_by_one = [(kind, False) for kind in GROUPS["feedback"]]
    assert not stands(one_by_one, "feedback", on=False, default=True)


@pytest.mark.parametrize(("what", "kinds"), [("delayed", 1), ("orders", 6), ("", len(KINDS))])
def test_a_word_covers_a_kind_a_group_or_all(what: str, kinds: int) -> None:
    assert len(covered(what)) == kinds
