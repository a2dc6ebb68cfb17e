"""The table of moves is total and says why."""

import itertools

import pytest

from tracking.statuses import ALLOWED, FINAL, KEEPS, RANK, Status, StatusDetail, action_required

REASONS = [*KEEPS.values(), *(why for moves in ALLOWED.values() for why in moves.values())]
PAIRS = [(a, b) for a, b in itertools.product(Status, Status) if a is not b]


def test_the_vocabulary_is_easyposts() -> None:
    assert len(Status) == 10
    assert len(StatusDetail) == 28


def test_every_status_says_which_moves_it_allows_and_why_it_refuses_the_others() -> None:
    assert set(ALLOWED) == set(KEEPS) == set(RANK) == set(Status)


@pytest.mark.parametrize("reason", REASONS)
def test_each_reason_is_one_plain_sentence(reason: str) -> None:
    assert reason[0].isupper()
    assert reason.endswith(".")
    assert reason.count(".") == 1
    assert 15 <= len(reason) <= 90


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_nothing_moves_to_unknown_and_only_a_return_follows_delivery(before: Status, after: Status) -> None:
    legal = after in ALLOWED[before]
    if after is Status.UNKNOWN or before is Status.RETURN_TO_SENDER:
        assert not legal
    elif before is Status.DELIVERED:
        assert legal == (after is Status.RETURN_TO_SENDER)
    elif after in {Status.DELIVERED, Status.RETURN_TO_SENDER}:
        assert legal


@pytest.mark.parametrize("status", [Status.FAILURE, Status.ERROR, Status.CANCELLED, Status.PRE_TRANSIT])
def test_a_parcel_seen_moving_leaves_every_status_short_of_its_end(status: Status) -> None:
    assert {Status.IN_TRANSIT, Status.OUT_FOR_DELIVERY, Status.AVAILABLE_FOR_PICKUP} <= ALLOWED[status].keys()


@pytest.mark.parametrize("status", ["in_transit", "out_for_delivery", "cancelled", "failure"])
def test_label_data_never_takes_a_parcel_back_to_the_start(status: str) -> None:
    assert Status.PRE_TRANSIT not in ALLOWED[Status(status)]


def test_no_status_is_a_move_to_itself() -> None:
    assert not any(status in moves for status, moves in ALLOWED.items())


def test_a_failure_is_not_the_end() -> None:
    assert Status.FAILURE not in FINAL


@pytest.mark.parametrize(
    ("status", "detail", "who"),
    [
        ("available_for_pickup", "arrived_at_pickup_location", "shopper"),
        ("available_for_pickup", "held", "shopper"),
        ("in_transit", "delivery_exception", "shopper"),
        ("in_transit", "address_correction", "shopper"),
        ("in_transit", "awaiting_information", "merchant"),
        ("in_transit", "lost", "merchant"),
        ("failure", None, "merchant"),
        ("return_to_sender", "refused", "merchant"),
        ("error", "unknown", "merchant"),
        ("delivered", "damaged", None),
        ("cancelled", "cancelled", None),
        ("in_transit", "arrived_at_facility", None),
        ("in_transit", "a word of nobody's", None),
        ("unknown", None, None),
    ],
)
def test_status_and_detail_say_who_has_to_act(status: str, detail: str | None, who: str | None) -> None:
    assert action_required(Status(status), detail) == who
