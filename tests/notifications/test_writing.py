"""What a message spoke of is remembered, so that it is not told again."""

from datetime import date, timedelta

import pytest

from commerce import clock
from notifications import sending
from tests.builders import make_merchant
from tests.notifications.happening import HOUR, NOON, find_delay, follow, notices, order_of, ship
from tests.notifications.postbox import Postbox
from tests.sample_shop import SHOP


@pytest.mark.parametrize(("later", "told"), [(0, False), (2, True)])
def test_days_within_those_of_the_last_message_are_not_told_again(
    postbox: Postbox, later: int, told: bool
) -> None:
    merchant = make_merchant(**SHOP)
    with clock.at(NOON):
        parcel = ship(
            order_of(merchant), carrier="ups", service="Ground", location="NJ1", shipped_at=NOON - HOUR
        )
        find_delay(parcel, expected_on="2026-11-05")
        follow()
        while sending.send_batch():
            pass
        window = notices(merchant)[-1].told["window"]
        earliest, latest = (date.fromisoformat(day) for day in window)
        assert latest - earliest > timedelta(days=2)
        slipped = latest + timedelta(days=later)
        find_delay(parcel, event="slipped", expected_on=slipped.isoformat())
        follow()
    newest = notices(merchant)[-1]
    assert (newest.status, newest.skip_reason) == (
        ("scheduled", None) if told else ("skipped", "already_told")
    )
