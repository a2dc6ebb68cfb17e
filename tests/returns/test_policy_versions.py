import datetime as dt

import pytest

from returns.policy.compiled import compile_policy
from returns.policy_versions import NO_POLICY, PublishedPolicy, in_force

MARCH, MAY, JULY = (dt.datetime(2026, month, 1, tzinfo=dt.UTC) for month in (3, 5, 7))
VERSIONS = [
    PublishedPolicy(MAY, compile_policy({}, version=2)),
    PublishedPolicy(MARCH, compile_policy({}, version=1)),
]


@pytest.mark.parametrize(
    ("placed_at", "version"),
    [
        (MARCH - dt.timedelta(days=1), 1),
        (MARCH, 1),
        (MAY - dt.timedelta(seconds=1), 1),
        (MAY, 2),
        (JULY, 2),
    ],
)
def test_an_order_is_judged_by_the_version_in_force_when_it_was_placed(
    placed_at: dt.datetime, version: int
) -> None:
    assert in_force(VERSIONS, placed_at).version == version


def test_going_back_puts_an_earlier_version_in_force_again() -> None:
    again = [*VERSIONS, PublishedPolicy(JULY, VERSIONS[1].policy)]
    assert in_force(again, JULY).version == 1


def test_a_merchant_without_a_policy_takes_no_returns() -> None:
    assert in_force([], MAY) is NO_POLICY
